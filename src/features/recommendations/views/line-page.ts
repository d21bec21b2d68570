import { linkButton } from '../../../http/components/button.ts'
import { note, tag } from '../../../http/components/note.ts'
import { card } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { Told } from '../line-routes.ts'
import type { OpenedLine } from '../open-line.ts'
import { linePath, listPath } from '../place.ts'
import { presentOf, type SaidBy, type Version } from '../rules.ts'
import { clashBlock } from './clash.ts'
import { press } from './forms.ts'
import { lineForm } from './line-form.ts'
import { between } from './list-page.ts'
import { type Saying, sayingOf } from './saying.ts'
import { answerTags, wordsOf } from './shown-item.ts'

const titleOf = (frame: PageFrame, { part }: OpenedLine): string => {
  const said = words(frame.lang).recommendations
  if (part === 'item') return said.add
  return part === 'answer' ? said.answer.title : said.dispute.title
}

/** The recommendation that is answered, as it was sent. */
const about = (saying: Saying, { sent }: OpenedLine): Printable =>
  sent !== null &&
  html`<div class="flow"><h2>${saying.document(sent.said.document)}</h2>${wordsOf(saying, sent, 'them')}</div>`

const marks = (saying: Saying, { part }: OpenedLine, version: Version, current: number): Printable => {
  const said = words(saying.lang).recommendations.history
  if (version.fate !== 'kept') return html`${tag(said[version.fate], 'mark')} ${tag(said.ownOnly, 'plain', 'lock')}`
  const removed = part === 'item' && (version.said as SaidBy['item']).removed
  return html`${removed && tag(said.removed, 'plain')}${version.version === current && !removed && tag(said.current, 'ok', 'ok')}`
}

const saidBeside = (saying: Saying, { part }: OpenedLine, version: Version): Printable => {
  if (part === 'item') return html`<p class="s">${saying.document((version.said as SaidBy['item']).document)}</p>`
  return part === 'answer' && html`<p>${answerTags(saying, version as Version<'answer'>, null)}</p>`
}

const historySheet = (frame: PageFrame, saying: Saying, line: OpenedLine): Printable => {
  if (line.versions.length === 0) return null
  const said = words(frame.lang).recommendations.history
  const { place, writable } = line.page.list
  const current = presentOf(line.versions)?.version ?? 0
  const block = (version: Version) => {
    const isCurrent = version.fate === 'kept' && version.version === current
    const action = `${linePath(place, line.id, line.part)}/versions/${version.id}/restore`
    const late = version.fate === 'late' && html` id="late"`
    return html`<div class="crit flow"${late}><div class="row apart"><p class="s"><b>${version.fate === 'kept' ? said.number(version.version) : saying.moment(version.at)}</b> <span class="soft">${version.fate === 'kept' && `${saying.moment(version.at)}, `}${saying.who(version)}</span> ${marks(saying, line, version, current)}</p>${
      writable[line.part] &&
      !isCurrent &&
      version.body !== null &&
      press(frame, { action, fields: { base: current }, label: said.restore, icon: 'back' })
    }</div>${saidBeside(saying, line, version)}${version.body === '' ? html`<p class="soft">${said.none}</p>` : wordsOf(saying, version)}</div>`
  }
  const lateFirst = line.versions.findLast(({ fate }) => fate === 'late')
  return card({
    id: 'history',
    title: said.title,
    body: html`<p class="s soft">${said.lead}</p>${lateFirst && html`<p class="s">${words(frame.lang).recommendations.late}</p>`}${[...line.versions].reverse().map(block)}`,
  })
}

/** One part of a recommendation: what has to be chosen, the form, and every wording that it ever had. */
export const linePage = (frame: PageFrame, line: OpenedLine, told: Told | null): Html => {
  const said = words(frame.lang).recommendations
  const saying = sayingOf(frame, line.page)
  const { list } = line.page
  const back = listPath(list.place)
  return page(frame, {
    title: titleOf(frame, line),
    current: 'review',
    styles: ['review.css'],
    heading: pageHead({ over: html`<a href="${back}">${between(frame, line.page)}</a>`, title: titleOf(frame, line) }),
    body: html`<section class="sheet flow">${about(saying, line)}${clashBlock(frame, saying, line)}${
      list.writable[line.part]
        ? lineForm(frame, saying, line, told)
        : note({ icon: 'lock', body: html`<p>${said.readOnly}</p>` })
    }<p>${linkButton({ href: back, label: said.back, small: true })}</p></section>${historySheet(frame, saying, line)}`,
  })
}
