import { button } from '../../../http/components/button.ts'
import { textField } from '../../../http/components/fields.ts'
import { note } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { Joining, PairingPreview } from '../pairing-view.ts'
import { type FormFrame, hidden, reasonField } from './form-parts.ts'
import { unreachableNote } from './unreachable-note.ts'

const sayOf = ({ lang }: PageFrame) => words(lang).coordination.pairing

const warnings = (frame: PageFrame, preview: PairingPreview): Html => {
  const said = sayOf(frame)
  if (preview.warnings.length === 0) return note({ tone: 'ok', body: html`<p>${said.noWarnings}</p>` })
  const lines = preview.warnings.map(
    ({ code, schools: [one, other] }) => html`<p>${said.warnings[code](one, other)}</p>`,
  )
  return note({ tone: 'mark', body: html`<p><b>${said.warningsTitle}</b></p>${lines}` })
}

const ring = ({ lang }: PageFrame, names: readonly string[]): Html => {
  const said = words(lang).coordination.pairing
  return html`<ul class="bullets">${names.map(
    (name, index) => html`<li>${said.reviews(name, names[(index + 1) % names.length] ?? '')}</li>`,
  )}</ul>`
}

const actForm = (
  forms: FormFrame,
  { opened }: PairingPreview,
  it: {
    readonly act: 'pair' | 'join'
    readonly fields: Readonly<Record<string, string>>
    readonly schools: readonly string[]
  },
): Html => {
  const said = sayOf(forms.frame)
  return html`<form class="flow" method="post" action="/cycles/${opened.cycle}/${it.act}">${hidden(forms, { seen: opened.n, ...it.fields })}${it.schools.map(
    school => html`<input type="hidden" name="school" value="${school}">`,
  )}${reasonField(it.act, said.reason, said.reasonHint)}<p>${button({ label: said[it.act], primary: true })}</p></form>`
}

const together = (forms: FormFrame, preview: PairingPreview): Html => {
  const { frame } = forms
  const said = sayOf(frame)
  const { schools } = preview
  const names = schools.map(({ name }) => name)
  const listed = names.join(', ')
  const title = schools.length === 3 ? said.trio(listed) : said.together(listed)
  const body = html`<p class="serif">${title}</p>${ring(frame, names)}<p class="s soft">${said.dates}</p>${warnings(frame, preview)}${
    preview.may && actForm(forms, preview, { act: 'pair', fields: {}, schools: schools.map(({ school }) => school) })
  }`
  return sheet({ id: 'preview', title: said.preview, body })
}

const joins = (forms: FormFrame, preview: PairingPreview, joining: Joining): Html => {
  const { frame } = forms
  const said = sayOf(frame)
  const [comer] = preview.schools
  const nameOf = (seat: number) =>
    seat === joining.seat ? (comer?.name ?? '') : (joining.seats.find(it => it.seat === seat)?.name ?? '')
  const pair = joining.seats.map(({ name }) => name).join(', ')
  const lines = joining.assignments.map(
    ({ reviewer, reviewed }) => html`<li>${said.reviews(nameOf(reviewer), nameOf(reviewed))}</li>`,
  )
  const body = html`<p class="serif">${said.joins(comer?.name ?? '', pair)}</p><ul class="bullets">${lines}</ul><p class="s soft">${said.kept} ${said.dates}</p>${warnings(
    frame,
    preview,
  )}${
    preview.may &&
    comer !== undefined &&
    actForm(forms, preview, { act: 'join', fields: { into: joining.root }, schools: [comer.school] })
  }`
  return sheet({ id: 'preview', title: said.preview, body })
}

const search = (frame: PageFrame, { opened, asked, found, pairName }: PairingPreview): Html => {
  const said = sayOf(frame)
  const here = `/seasons/${opened.cycle}/pairing/preview`
  const [school = ''] = asked
  const hits = found.map(({ root, seats }) => {
    const query = new URLSearchParams({ school, into: root })
    return html`<li><a href="${`${here}?${query}`}">${seats.map(({ name }) => name).join(' — ')}</a></li>`
  })
  const body = html`<form class="flow" method="get" action="${here}"><input type="hidden" name="school" value="${school}">${textField(
    {
      name: 'pair',
      label: said.pairSearch,
      type: 'search',
      value: pairName ?? '',
    },
  )}<p>${button({ label: said.show })}</p></form>${
    pairName !== null && (hits.length === 0 ? html`<p>${said.foundNone}</p>` : html`<ul class="bullets">${hits}</ul>`)
  }`
  return sheet({ id: 'join', title: said.orJoin, body })
}

/** What the chosen schools would become, and what speaks against it, before anything is done. */
export const previewPage = (forms: FormFrame, preview: PairingPreview): Html => {
  const { frame } = forms
  const said = sayOf(frame)
  const { schools, asked, joining, opened } = preview
  const one = schools.length === 1 && asked.length === 1
  const ready = schools.length > 1 && schools.length < 4
  return page(frame, {
    title: said.preview,
    current: 'territory',
    heading: pageHead({
      over: html`<a href="/seasons/${opened.cycle}/pairing">${said.backToList}</a>`,
      title: schools.length === 0 ? said.preview : schools.map(({ name }) => name).join(' — '),
    }),
    body: html`${unreachableNote(frame, preview.unreachable)}${!preview.may && asked.length > 0 && note({ tone: 'mark', body: html`<p>${said.notFree}</p>` })}${
      !ready && joining === null && note({ body: html`<p>${said.tooFew}</p>` })
    }${joining !== null && one ? joins(forms, preview, joining) : ready && together(forms, preview)}${one && search(frame, preview)}`,
  })
}
