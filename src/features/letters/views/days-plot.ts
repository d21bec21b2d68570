import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { shortDate, weekdayDate } from '../../../words/time.ts'
import type { Amounts, ForecastDay } from '../forecast-query.ts'

/** A day of the plot, whether something goes on it or not. */
export type PlotDay = {
  readonly date: string
  readonly off: boolean
  readonly amounts: Amounts | null
  readonly href: string
  readonly current: boolean
}

const noon = (date: string) => `${date}T12:00:00.000Z`

const monthDay = ({ lang }: PageFrame, date: string) => shortDate(lang, noon(date), 'UTC')
const dayOfMonth = (date: string) => String(Number(date.slice(8)))
const weekday = ({ lang }: PageFrame, date: string) =>
  new Intl.DateTimeFormat(lang === 'ru' ? 'ru' : 'en-GB', { weekday: 'short', timeZone: 'UTC' }).format(
    Date.parse(noon(date)),
  )

type Part = { readonly value: number; readonly fill: string }

// Light and dark parts alternate, so that they are told apart without colour.
const partsOf = ({ reminders, overdue, events }: Amounts): Part[] =>
  [
    { value: reminders, fill: 'fw' },
    { value: overdue, fill: 'fl' },
    { value: events, fill: 'fe' },
  ].filter(({ value }) => value > 0)

/** The least round number that is not below `most`, in four steps of the grid. */
const ceilingOf = (most: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 4) / 4))
  return 4 * power * ([1, 2, 2.5, 5, 10].find(step => 4 * power * step >= most) ?? 10)
}

const rounded = (value: number) => Math.round(value * 10) / 10

const bars = (
  parts: readonly Part[],
  scale: number,
  rect: (from: number, length: number, fill: string) => Html,
): Html[] => {
  let reached = 0
  return parts.map(({ value, fill }) => {
    const from = reached
    reached += value * scale
    return rect(rounded(from), rounded(Math.max(value * scale - 1, 0.8)), fill)
  })
}

const summary = (frame: PageFrame, days: readonly PlotDay[]): string => {
  const said = words(frame.lang).letterPages
  const most = days.toSorted((one, other) => (other.amounts?.letters ?? 0) - (one.amounts?.letters ?? 0))[0]
  const [first, last] = [days[0], days.at(-1)]
  if (most === undefined || first === undefined || last === undefined) return ''
  return said.forecast.plot(
    monthDay(frame, first.date),
    monthDay(frame, last.date),
    monthDay(frame, most.date),
    said.letters(most.amounts?.letters ?? 0),
  )
}

/** What is seen is drawn beneath; a link over it says in words where it leads. */
const link = (frame: PageFrame, day: PlotDay, area: Html): Html | null => {
  if (day.amounts === null) return null
  const said = words(frame.lang).letterPages
  const label = `${weekdayDate(frame.lang, noon(day.date), 'UTC')}: ${said.letters(day.amounts.letters)}`
  return html`<a href="${day.href}" aria-label="${label}">${area}</a>`
}

const tall = { width: 1320, height: 212, left: 44, top: 26, foot: 170 }

const wide = (frame: PageFrame, days: readonly PlotDay[], today: string): Html => {
  const said = words(frame.lang).letterPages.forecast
  const ceiling = ceilingOf(Math.max(...days.map(({ amounts }) => amounts?.letters ?? 0)))
  const room = (tall.width - tall.left) / days.length
  const scale = (tall.foot - tall.top) / ceiling
  const grid = [0, 1, 2, 3, 4].map(step => {
    const [value, y] = [(ceiling / 4) * step, rounded(tall.foot - (ceiling / 4) * step * scale)]
    return html`<path class="g" d="M${tall.left} ${y}H${tall.width}"/>${
      Number.isInteger(value) && html`<text x="${tall.left - 8}" y="${y + 4}" text-anchor="end">${value}</text>`
    }`
  })
  const columns = days.map((day, index) => {
    const x = rounded(tall.left + index * room)
    const [middle, width] = [rounded(x + room / 2), rounded(room - 10)]
    const parts = day.amounts === null ? [] : partsOf(day.amounts)
    const top = rounded(tall.foot - (day.amounts?.letters ?? 0) * scale)
    const named = index === 0 || day.date.endsWith('-01') ? monthDay(frame, day.date) : dayOfMonth(day.date)
    return html`<g aria-hidden="true">${day.off && html`<rect class="off" x="${x}" y="${tall.top - 8}" width="${rounded(room)}" height="${tall.foot - tall.top + 8}"/>`}${
      day.current &&
      html`<rect class="cur" x="${x + 1}" y="${tall.foot + 4}" width="${rounded(room - 2)}" height="36" rx="3"/>`
    }${bars(
      parts,
      scale,
      (from, length, fill) =>
        html`<rect class="${fill}" x="${rounded(x + 5)}" y="${rounded(tall.foot - from - length - 1)}" width="${width}" height="${length}"/>`,
    )}${day.amounts !== null && html`<text class="n" x="${middle}" y="${rounded(top - 6)}" text-anchor="middle">${day.amounts.letters}</text>`}<text${day.amounts !== null && html` class="n"`} x="${middle}" y="${tall.foot + 19}" text-anchor="middle">${named}</text><text class="wk" x="${middle}" y="${tall.foot + 34}" text-anchor="middle">${day.date === today ? said.today : weekday(frame, day.date)}</text></g>${link(
      frame,
      day,
      html`<rect class="hit" x="${x}" y="0" width="${rounded(room)}" height="${tall.height}"/>`,
    )}`
  })
  return html`<svg class="plot wid" viewBox="0 0 ${tall.width} ${tall.height}" role="group" aria-label="${summary(frame, days)}"><g aria-hidden="true">${grid}</g>${columns}</svg>`
}

const line = 26
const bar = { from: 72, room: 190 }

/** Days on which nothing goes are put together. */
const linesOf = (days: readonly PlotDay[]): PlotDay[][] =>
  days.reduce<PlotDay[][]>((lines, day) => {
    const before = lines.at(-1)
    if (day.amounts === null && before?.[0]?.amounts === null) before.push(day)
    else lines.push([day])
    return lines
  }, [])

const narrow = (frame: PageFrame, days: readonly PlotDay[]): Html => {
  const said = words(frame.lang).letterPages.forecast
  const scale = bar.room / Math.max(1, ...days.map(({ amounts }) => amounts?.letters ?? 0))
  const lines = linesOf(days)
  const rows = lines.map(([first, ...rest], index) => {
    if (first === undefined) return null
    const [y, last] = [index * line, rest.at(-1)]
    const text = (content: string, x: number, classes: Printable = '') =>
      html`<text${classes} x="${x}" y="${y + 16}">${content}</text>`
    if (first.amounts === null) {
      const span = last === undefined ? dayOfMonth(first.date) : `${dayOfMonth(first.date)}–${dayOfMonth(last.date)}`
      return html`<g aria-hidden="true">${text(span, 0)}${text(said.noLetters, bar.from)}</g>`
    }
    const { amounts } = first
    return html`<g aria-hidden="true">${text(`${dayOfMonth(first.date)} ${weekday(frame, first.date)}`, 0, html` class="n${first.current && ' now'}"`)}${bars(
      partsOf(amounts),
      scale,
      (from, length, fill) =>
        html`<rect class="${fill}" x="${rounded(bar.from + from)}" y="${y + 3}" width="${length}" height="17"/>`,
    )}${text(String(amounts.letters), rounded(bar.from + amounts.letters * scale + 6), html` class="n"`)}</g>${link(
      frame,
      first,
      html`<rect class="hit" x="0" y="${y}" width="320" height="${line - 2}"/>`,
    )}`
  })
  return html`<svg class="plot nar" viewBox="0 0 320 ${lines.length * line}" role="group" aria-label="${summary(frame, days)}">${rows}</svg>`
}

/** Letters by day, each bar a way to that day's letters: columns on a screen, lines on a phone. A table beside it says the same. */
export const daysPlot = (frame: PageFrame, days: readonly PlotDay[], today: string): Html =>
  html`${wide(frame, days, today)}${narrow(frame, days)}`

/** The days of the plot from `from` on, with those on which nothing goes; `isOff` where nobody works. */
export const plotDays = (
  days: readonly ForecastDay[],
  from: string,
  length: number,
  it: {
    readonly isOff: (date: string) => boolean
    readonly href: (date: string) => string
    readonly current: string | null
  },
): PlotDay[] => {
  const known = new Map(days.map(({ date, ...amounts }) => [date, amounts]))
  return Array.from({ length }, (_, index) => {
    const date = Temporal.PlainDate.from(from).add({ days: index }).toString()
    return {
      date,
      off: it.isOff(date),
      amounts: known.get(date) ?? null,
      href: it.href(date),
      current: date === it.current,
    }
  })
}
