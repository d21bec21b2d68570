import { isWorkingDay } from '../../../../workflows/calendar.ts'
import { localDate } from '../../../../workflows/deadlines.ts'
import type { SeasonDefinition } from '../../../../workflows/season.ts'
import { linkButton } from '../../../http/components/button.ts'
import { legend } from '../../../http/components/lists.ts'
import { note } from '../../../http/components/note.ts'
import { card } from '../../../http/components/sheet.ts'
import { table } from '../../../http/components/table.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { clockTime, plainDate, shortDate, weekdayDate } from '../../../words/time.ts'
import { askedBy, hrefOf } from '../filter-query.ts'
import { cursorText } from '../forecast-cursor.ts'
import type { Forecast, ForecastLetter } from '../forecast-query.ts'
import { sayingOf, whatOf, whenOf, zoneOf } from '../saying.ts'
import { daysPlot, plotDays } from './days-plot.ts'
import { filterForm, readerCell, tabs } from './parts.ts'

const path = '/letters/forecast'

/** So many days stand in the plot at once. */
const shownDays = 21

/** What the page alone is asked: from which day on the plot begins, and whether the list goes on from somewhere. */
export type ForecastView = { readonly from: string | null; readonly goesOn: boolean; readonly season: SeasonDefinition }

const noon = (date: string) => `${date}T12:00:00.000Z`

const later = (date: string, days: number) => Temporal.PlainDate.from(date).add({ days }).toString()

const daysTable = (frame: PageFrame, { days, filter }: Forecast): Html => {
  const said = words(frame.lang).letterPages.forecast
  const { columns } = said
  const rows = days.map(({ date, letters, entries, reminders, overdue, events }) => ({
    cells: [
      html`<a href="${hrefOf(path, { ...askedBy(filter), day: date })}">${weekdayDate(frame.lang, noon(date), 'UTC')}</a>`,
      letters,
      reminders,
      overdue,
      events,
      entries,
    ],
  }))
  return html`<details><summary>${said.table}</summary>${table({
    caption: said.caption,
    columns: [
      { label: columns.day, kind: 'name' },
      ...[columns.letters, columns.reminders, columns.overdue, columns.events, columns.entries].map(label => ({
        label,
        kind: 'number' as const,
      })),
    ],
    rows,
  })}</details>`
}

const plotCard = (frame: PageFrame, forecast: Forecast, view: ForecastView): Html => {
  const said = words(frame.lang).letterPages.forecast
  const { days, filter, date } = forecast
  const asked = askedBy(filter)
  const today = localDate(frame.at.toString(), zoneOf(frame))
  const first = days[0]?.date ?? today
  const begin = view.from ?? (first < today ? first : today)
  const last = days.at(-1)?.date ?? begin
  const shown = plotDays(days, begin, shownDays, {
    isOff: day => !isWorkingDay(view.season.calendar, day, 5),
    href: day => hrefOf(path, { ...asked, day, ...(view.from === null ? {} : { from: view.from }) }),
    current: date,
  })
  const way = (from: string, label: string) =>
    linkButton({ href: hrefOf(path, { ...asked, from }), label, small: true })
  const [earlier, further] = [later(begin, -shownDays), later(begin, shownDays)]
  return card({
    id: 'days',
    title: said.plotTitle,
    aside: legend([
      { fill: 'fw', says: said.legend.reminders },
      { fill: 'fl', says: said.legend.overdue },
      { fill: 'fe', says: said.legend.events },
    ]),
    body: html`${daysPlot(frame, shown, today)}<p class="row">${begin > first && way(earlier < first ? first : earlier, said.earlier)}${
      further <= last && way(further, said.later)
    }</p>${daysTable(frame, forecast)}<p class="s soft">${said.remark(clockTime(frame.lang, frame.at, zoneOf(frame)))}</p>`,
  })
}

const letterRow = (frame: PageFrame, { sendAt, entries }: ForecastLetter): { cells: Printable[] } => {
  const said = words(frame.lang).letterPages
  const [first] = entries
  if (first === undefined) return { cells: [] }
  const schools = first.role !== 'school' && first.role !== 'actor'
  const lines = entries.map(entry => {
    const what = whatOf(frame.lang, entry)
    return schools && entry.schoolName !== null
      ? html`<li>${what} <small>${entry.schoolName}</small></li>`
      : html`<li>${what}</li>`
  })
  const to = first.schoolName ?? first.personName ?? ''
  return {
    cells: [
      Temporal.Instant.compare(Temporal.Instant.from(sendAt), frame.at) <= 0
        ? said.forecast.soon
        : html`<span class="nb">${whenOf(sayingOf(frame), sendAt)}</span>`,
      readerCell(frame.lang, first),
      lines.length > 1
        ? html`<p class="s soft">${said.entries(lines.length)}</p><ul class="bullets">${lines}</ul>`
        : html`<ul class="plain">${lines}</ul>`,
      html`<a href="/letters/preview/${first.id}" aria-label="${said.forecast.previewOf(to)}">${said.forecast.preview}</a> <a href="/people/${first.person ?? ''}/letters" aria-label="${said.forecast.allOf(to)}">${said.forecast.all}</a>`,
    ],
  }
}

const dayCard = (frame: PageFrame, forecast: Forecast, { goesOn, from }: ForecastView): Html | null => {
  const said = words(frame.lang).letterPages.forecast
  const { date, letters, next, filter, days } = forecast
  if (date === null) return null
  const asked = { ...askedBy(filter), day: date, ...(from === null ? {} : { from }) }
  const { cells } = said
  const amounts = days.find(day => day.date === date)
  const pages = words(frame.lang).letterPages
  const list =
    letters.length === 0
      ? html`<p>${said.none}</p>`
      : table({
          caption: said.list,
          columns: [
            { label: cells.at },
            { label: cells.to, kind: 'name' },
            { label: cells.about },
            { label: cells.tools, kind: 'tools' },
          ],
          rows: letters.map(letter => letterRow(frame, letter)),
        })
  const onward =
    (next !== null || goesOn) &&
    html`<p class="row">${goesOn && linkButton({ href: hrefOf(path, asked), label: said.first, small: true })}${
      next !== null &&
      linkButton({ href: hrefOf(path, { ...asked, after: cursorText(next) }), label: said.more, small: true })
    }</p>`
  return html`<section class="flow" aria-labelledby="day"><div class="row apart"><h2 id="day">${said.dayTitle(
    plainDate(frame.lang, date, frame.at),
  )}</h2>${amounts !== undefined && html`<p class="s soft">${pages.letters(amounts.letters)}, ${pages.entries(amounts.entries)}</p>`}</div>${list}${onward}</section>`
}

/** What will go out, by day; the letters of one of the days. */
export const forecastPage = (frame: PageFrame, forecast: Forecast, view: ForecastView): Html => {
  const said = words(frame.lang).letterPages
  const { total, held, days, filter } = forecast
  const [first, last] = [days[0]?.date, days.at(-1)?.date]
  const span =
    first === undefined || last === undefined
      ? null
      : [first, last].map(date => shortDate(frame.lang, noon(date), 'UTC')).join(' — ')
  return page(frame, {
    title: said.forecast.title,
    current: 'letters',
    wide: true,
    styles: ['letters.css'],
    heading: pageHead({
      title: said.forecast.title,
      under: html`${total.letters === 0 ? said.forecast.none : said.forecast.total(said.letters(total.letters), said.entries(total.entries))}${
        span !== null && html` <span class="nb">${span}</span>`
      }`,
    }),
    body: html`${tabs(frame, 'forecast')}${filterForm(frame, path, forecast, definition => (view.season.id === definition ? view.season.name[frame.lang] : definition))}${
      held > 0 && note({ body: html`<p>${said.forecast.held(held)}</p>` })
    }${
      days.length === 0
        ? Object.keys(askedBy(filter)).length > 0 && html`<p><a href="${path}">${said.filter.reset}</a></p>`
        : html`${plotCard(frame, forecast, view)}${dayCard(frame, forecast, view)}`
    }`,
  })
}
