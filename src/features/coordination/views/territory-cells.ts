import { tag } from '../../../http/components/note.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { deadlineShortDate, shortDate } from '../../../words/time.ts'
import type { Mark, MarkState, TerritoryRow, TerritorySchool } from '../territory-row.ts'

const zoneOf = ({ viewer }: PageFrame) => viewer?.zone ?? 'UTC'

const place = ({ region, municipality }: TerritorySchool) => html`<small>${municipality}, ${region}</small>`

/** The reader's own schools stand first. Where both are, the first seat does. */
const sidesOf = ({ schools }: TerritoryRow) => {
  const [first] = [...schools].sort((a, b) => Number(b.inScope) - Number(a.inScope) || a.seat - b.seat)
  return { first, others: schools.filter(school => school !== first) }
}

const named = ({ lang }: PageFrame, school: TerritorySchool): Html => {
  const said = words(lang).coordination.territory
  return html`${school.name} ${place(school)}${school.standing === 'withdrawn' && html` ${tag(said.left, 'late')}`}${
    school.standing === 'settled' && html` ${tag(said.settled, 'ok')}`
  }`
}

const daysBetween = (from: string, to: Temporal.Instant) =>
  Math.floor(to.since(Temporal.Instant.from(from)).total('hours') / 24)

const overdueTag = ({ lang, at }: PageFrame, { dueAt }: NonNullable<TerritoryRow['pressing']>): Html => {
  const said = words(lang).coordination.territory
  const days = daysBetween(dueAt, at)
  return tag(days > 0 ? said.overdue(days) : said.overdueNow, 'late', 'warn')
}

const tones = { decision: 'mark', complete: 'ok' } as const

const states = (frame: PageFrame, { state, pressing, asked }: TerritoryRow): Html => {
  const said = words(frame.lang).coordination.territory
  const tone = state === 'decision' || state === 'complete' ? tones[state] : 'plain'
  return html`${state !== 'overdue' && tag(said.states[state], tone)} ${asked && tag(said.asked, 'mark')} ${
    pressing?.overdue === true && overdueTag(frame, pressing)
  }`
}

/** One act as a shape: full, full with a red foot, a red frame with a bar, half high, low, or a dash. */
const shape = (state: MarkState, x: number): Html => {
  switch (state) {
    case 'done':
      return html`<rect class="fo" x="${x}" width="12" height="12" rx="1"/>`
    case 'doneLate':
      return html`<rect class="fo" x="${x}" width="12" height="12" rx="1"/><rect class="fl" x="${x}" y="9" width="12" height="3"/>`
    case 'overdue':
      return html`<rect class="flo" x="${x + 1}" y="1" width="10" height="10"/><rect class="fl" x="${x + 5}" y="3" width="2" height="6"/>`
    case 'open':
      return html`<rect class="fe" x="${x}" y="6" width="12" height="6" rx="1"/>`
    case 'held':
      return html`<rect class="fn" x="${x}" y="9" width="12" height="3"/>`
    case 'waived':
      return html`<rect class="fn" x="${x + 3}" y="5" width="6" height="2"/>`
  }
}

const isDone = ({ state }: Mark) => state === 'done' || state === 'doneLate'

const strip = ({ lang }: PageFrame, { marks, name }: TerritorySchool): Html => {
  const { territory: said } = words(lang).coordination
  const { acts } = words(lang).home
  const counting = marks.filter(({ state }) => state !== 'waived')
  const says = marks.map(({ act, state }) => said.mark(acts[act], said.marks[state])).join('; ')
  const late = marks.filter(({ state }) => state === 'overdue').map(({ act }) => acts[act].toLowerCase())
  return html`<p><svg class="marks" viewBox="0 0 94 12" width="94" height="12" role="img" aria-label="${name}. ${says}"><title>${says}</title>${marks.map(
    ({ state }, index) => shape(state, index * 16),
  )}</svg> <span class="nb">${said.of(counting.filter(isDone).length, counting.length)}</span>${
    late.length > 0 && html`<br><small class="late">${said.late(late.join(', '))}</small>`
  }</p>`
}

const first = (frame: PageFrame, { pressing }: TerritoryRow): Printable => {
  if (pressing === null) return '—'
  const { territory: said } = words(frame.lang).coordination
  const act = words(frame.lang).home.acts[pressing.act]
  const date = deadlineShortDate(frame.lang, pressing.dueAt, zoneOf(frame))
  return pressing.overdue ? said.was(act, date) : said.due(act, date)
}

/** A partnership's cells in the list: the reader's school, its partners, the state, what is done, what presses, since when who waits. */
export const territoryCells = (frame: PageFrame, row: TerritoryRow): Printable[] => {
  const said = words(frame.lang).coordination.territory
  const { first: own, others } = sidesOf(row)
  const here = `/partnerships/${row.root}`
  const names = row.schools.map(({ name }) => name).join(' — ')
  const ordered = own === undefined ? others : [own, ...others]
  return [
    own &&
      html`<a href="${here}"><b>${own.name}</b></a> ${place(own)}${own.standing === 'withdrawn' && html` ${tag(said.left, 'late')}`}${
        own.standing === 'settled' && html` ${tag(said.settled, 'ok')}`
      }`,
    others.map((school, index) => html`${index > 0 && html`<br>`}${named(frame, school)}`),
    states(frame, row),
    ordered.filter(({ standing }) => standing !== 'withdrawn').map(school => strip(frame, school)),
    first(frame, row),
    row.waitsSince === null ? '—' : shortDate(frame.lang, row.waitsSince, zoneOf(frame)),
    html`<a class="btn q sm" href="${here}/manage" aria-label="${said.manageOf(names)}"><span class="nb">${said.manage}</span></a>`,
  ]
}
