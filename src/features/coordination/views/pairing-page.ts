import { button, linkButton } from '../../../http/components/button.ts'
import { textField } from '../../../http/components/fields.ts'
import { note } from '../../../http/components/note.ts'
import { card } from '../../../http/components/sheet.ts'
import { chooseBox, filters, table } from '../../../http/components/table.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { FreeSchool } from '../pairing-query.ts'
import type { PairingList } from '../pairing-view.ts'
import { unreachableNote } from './unreachable-note.ts'

const sayOf = ({ lang }: PageFrame) => words(lang).coordination.pairing

const formId = 'choose'

const why = (frame: PageFrame, { kind, from, reachable }: FreeSchool): Printable => {
  const said = sayOf(frame)
  if (reachable || from === null) return said.kinds[kind]
  return html`${said.kinds[kind]}. ${said.unreachable} <a href="/partnerships/${from.root}/manage">${said.askThere}</a>`
}

const schoolTable = (frame: PageFrame, schools: readonly FreeSchool[], may: boolean): Html => {
  const said = sayOf(frame)
  return table({
    caption: said.caption,
    columns: [
      { label: said.columns.choose, kind: 'tools' },
      { label: said.columns.school, kind: 'name' },
      { label: said.columns.place },
      { label: said.columns.kind },
    ],
    rows: schools.map(school => ({
      cells: [
        may &&
          school.reachable &&
          chooseBox({ name: 'school', value: school.school, label: said.choose(school.name), form: formId }),
        html`<b>${school.name}</b>`,
        `${school.municipality}, ${school.region}`,
        why(frame, school),
      ],
    })),
  })
}

const orphansCard = (frame: PageFrame, { orphans, may }: PairingList): Html | null => {
  const said = sayOf(frame)
  if (orphans.length === 0) return null
  const body = html`<p class="s soft">${said.orphansRemark}</p>${schoolTable(frame, orphans, may)}`
  return card({ id: 'orphans', title: said.orphans, body })
}

const gapsCard = (frame: PageFrame, { gaps }: PairingList): Html | null => {
  const said = sayOf(frame)
  if (gaps.length === 0) return null
  const list = gaps.map(
    ({ root, schools }) => html`<li><a href="/partnerships/${root}/manage">${schools.join(' — ')}</a></li>`,
  )
  return card({ id: 'gaps', title: said.gaps, body: html`<p>${said.gapsText}</p><ul class="bullets">${list}</ul>` })
}

const freeCard = (frame: PageFrame, { schools, may, name, next, opened }: PairingList): Html => {
  const said = sayOf(frame)
  const here = `/seasons/${opened.cycle}/pairing`
  const onward = new URLSearchParams({ ...(name === null ? {} : { school: name }), after: next ?? '' })
  const body = html`${filters({
    action: here,
    fields: textField({ name: 'school', label: said.search, type: 'search', value: name ?? '' }),
    button: button({ label: said.show }),
  })}${schools.length === 0 ? html`<p>${said.none}</p>` : schoolTable(frame, schools, may)}${
    next !== null && html`<p>${linkButton({ href: `${here}?${onward}`, label: said.more, small: true })}</p>`
  }`
  return card({ id: 'free', title: said.free, body })
}

/** The schools of a coordinator's territory that have no partners; ticked ones go on to a preview. */
export const pairingPage = (frame: PageFrame, list: PairingList): Html => {
  const said = sayOf(frame)
  const { may, opened, orphans, schools } = list
  const choose =
    may &&
    orphans.length + schools.length > 0 &&
    html`<form class="bulk" id="${formId}" method="get" action="/seasons/${opened.cycle}/pairing/preview"><b>${said.chosen}</b>${button({ label: said.next })}</form>`
  return page(frame, {
    title: said.title,
    current: 'territory',
    wide: true,
    heading: pageHead({
      over: html`<a href="/territory">${said.back}</a>`,
      title: said.title,
      under: `${opened.season.name[frame.lang]}. ${said.lead}`,
    }),
    body: html`${unreachableNote(frame, list.unreachable)}${!may && note({ tone: 'mark', body: html`<p>${said.notNow}</p>` })}${orphansCard(frame, list)}${gapsCard(frame, list)}${freeCard(frame, list)}${choose}`,
  })
}
