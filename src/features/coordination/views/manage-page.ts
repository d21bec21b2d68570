import { button, linkButton } from '../../../http/components/button.ts'
import { note, tag } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { relativeTime } from '../../../words/time.ts'
import type { Managed, ManagedSchool } from '../manage-query.ts'
import { datesSheet } from './dates-sheet.ts'
import { type FormFrame, folded, hidden, reasonField } from './form-parts.ts'
import { membersSheet, oneSidedSheet, reviewsSheet } from './manage-sheets.ts'
import { repairSheet } from './repair-sheet.ts'

const sayOf = ({ lang }: PageFrame) => words(lang).coordination.manage

const marks = ({ lang }: PageFrame, school: ManagedSchool): Html => {
  const { territory } = words(lang).coordination
  const { acts } = words(lang).home
  const tones = { done: 'ok', doneLate: 'ok', overdue: 'late', open: 'plain', held: 'plain', waived: 'plain' } as const
  return html`<ul class="row s">${school.marks.map(
    ({ act, state }) => html`<li>${tag(territory.mark(acts[act], territory.marks[state]), tones[state])}</li>`,
  )}</ul>`
}

const actFor = (frame: PageFrame, { root, open }: Managed, { seat, school, standing }: ManagedSchool): Html | null => {
  const said = sayOf(frame)
  const at = `/partnerships/${root}`
  const places = [
    { href: `${at}/seats/${seat}/package`, label: said.places.package },
    { href: `${at}/meeting`, label: said.places.meeting },
    { href: `${at}/seats/${seat}/file`, label: said.places.file },
  ]
  const people = { href: `/schools/${school}/people`, label: said.places.people }
  const shown = open && standing !== 'withdrawn' ? [...places, people] : [people]
  return html`<p class="s">${said.actFor}: ${shown.map(
    ({ href, label }, index) => html`${index > 0 && ' · '}<a href="${href}">${label}</a>`,
  )}</p>`
}

const contact = (frame: PageFrame, { contact: person }: ManagedSchool): Html => {
  const said = sayOf(frame)
  const parts = person === null ? [] : [person.name, person.email, person.phone].filter(Boolean)
  return html`<p class="s soft">${said.contact}: ${parts.length === 0 ? said.noContact : parts.join(', ')}</p>`
}

const schoolsSheet = (frame: PageFrame, managed: Managed): Html => {
  const said = sayOf(frame)
  const one = (school: ManagedSchool) => {
    const outcome = managed.outcomes?.find(({ seat }) => seat === school.seat)?.outcome
    const outcomes: Readonly<Record<string, string>> = said.outcomes
    return html`<div class="flow"><p><b>${school.name}</b> <small>${school.municipality}, ${school.region}</small> ${
      school.standing !== 'seated' &&
      tag(said.standings[school.standing], school.standing === 'withdrawn' ? 'late' : 'ok')
    } ${!school.inScope && tag(said.notYours)} ${outcome !== undefined && tag(outcomes[outcome] ?? outcome, 'mark')}</p>${marks(
      frame,
      school,
    )}${contact(frame, school)}${school.inScope && actFor(frame, managed, school)}</div>`
  }
  return sheet({ id: 'schools', title: said.schools, remark: said.actForHint, body: managed.schools.map(one) })
}

const requestSheet = (forms: FormFrame, { root, request, coversAll, askAnew, cycle }: Managed): Html | null => {
  const { frame } = forms
  const said = sayOf(frame)
  const path = `/partnerships/${root}/ask-anew`
  if (request === null && !askAnew) return null
  if (request === null)
    return sheet({
      id: 'ask',
      title: said.ask,
      remark: said.askHint,
      body: html`<p>${said.halfOwn}</p>${folded(
        `${said.ask}…`,
        html`<form class="flow" method="post" action="${path}">${hidden(forms, {})}${reasonField('ask', said.reason, said.reasonHint)}<p>${button({ label: said.ask })}</p></form>`,
      )}`,
    })
  const when = relativeTime(frame.lang, request.at, frame.viewer?.zone ?? 'UTC', frame.at)
  const what = note({
    tone: 'mark',
    body: html`<p class="s soft">${[request.name, when].filter(Boolean).join(' · ')}</p><p class="said pre">${request.reason}</p>`,
  })
  const answers =
    coversAll &&
    html`<p>${linkButton({ href: `/seasons/${cycle}/pairing`, label: said.toPairing })}</p>${folded(
      `${said.setAside}…`,
      html`<form class="flow" method="post" action="${path}/set-aside">${hidden(forms, {})}${reasonField('aside', said.reason, said.reasonHint)}<p>${button({ label: said.setAside })}</p></form>`,
    )}`
  return sheet({ id: 'ask', title: said.request, body: html`${what}${answers}` })
}

/** What a coordinator may decide about a partnership; what is not possible says why. */
export const managePage = (forms: FormFrame, managed: Managed): Html => {
  const { frame } = forms
  const said = sayOf(frame)
  const over = note({
    body: html`<p>${said.closed}</p>${
      managed.wentInto !== null &&
      html`<p>${said.wentInto} <a href="/partnerships/${managed.wentInto}">${said.toNew}</a></p>`
    }`,
  })
  const decisions = html`${datesSheet(forms, managed)}${reviewsSheet(forms, managed)}${oneSidedSheet(forms, managed)}${membersSheet(forms, managed)}`
  return page(frame, {
    title: said.title,
    current: 'territory',
    heading: pageHead({
      over: html`<a href="/partnerships/${managed.root}">${said.back}</a>`,
      title: managed.schools.map(({ name }) => name).join(' — '),
      under: said.title,
    }),
    body: html`${!managed.open && over}${schoolsSheet(frame, managed)}${repairSheet(frame, managed)}${managed.open && requestSheet(forms, managed)}${managed.open && decisions}`,
  })
}
