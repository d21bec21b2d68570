import { isWorkingDay, type WorkingCalendar, type WorkingWeek } from '../../../workflows/calendar.ts'
import { localDate } from '../../../workflows/deadlines.ts'

/** By whose clock and week a school works. `zone` is an IANA name. */
export type School = { readonly zone: string; readonly week: WorkingWeek }

/** A stretch of time, instants as UTC text with milliseconds; `until` is not part of it. */
export type Span = { readonly from: string; readonly until: string }

/** What is looked through: from an instant on, so many days, for a meeting of so many minutes. */
export type Search = { readonly from: string; readonly days: number; readonly minutes: number }

/** The hours in which a school is at work, by its own clock. */
const opens = Temporal.PlainTime.from('09:00')
const closes = Temporal.PlainTime.from('18:00')

/** Nobody is asked to meet before or after these, by their own clock. */
const wakes = Temporal.PlainTime.from('07:00')
const sleeps = Temporal.PlainTime.from('22:00')

/** Between two proposed beginnings. */
const step = { minutes: 30 }

const text = (instant: Temporal.Instant) => instant.toString({ fractionalSecondDigits: 3 })
const endOf = ({ from, days }: Search) => text(Temporal.Instant.from(from).add({ hours: 24 * days }))
const later = (one: string, other: string) => (one > other ? one : other)
const earlier = (one: string, other: string) => (one < other ? one : other)
const minutesOf = ({ from, until }: Span) =>
  (Temporal.Instant.from(until).epochMilliseconds - Temporal.Instant.from(from).epochMilliseconds) / 60_000

/** A school's own hours on its working days that touch the search. */
const openHours = (
  calendar: WorkingCalendar,
  { zone, week }: School,
  search: Search,
  [first, last]: readonly [Temporal.PlainTime, Temporal.PlainTime],
): Span[] => {
  const start = Temporal.PlainDate.from(localDate(search.from, zone))
  return Array.from({ length: search.days + 1 }, (_, n) => start.add({ days: n }))
    .filter(date => isWorkingDay(calendar, date.toString(), week))
    .map(date => ({
      from: text(date.toZonedDateTime({ timeZone: zone, plainTime: first }).toInstant()),
      until: text(date.toZonedDateTime({ timeZone: zone, plainTime: last }).toInstant()),
    }))
}

const overlap = (some: readonly Span[], others: readonly Span[]): Span[] =>
  some.flatMap(one =>
    others
      .map(other => ({ from: later(one.from, other.from), until: earlier(one.until, other.until) }))
      .filter(({ from, until }) => from < until),
  )

const shared = (
  calendar: WorkingCalendar,
  schools: readonly School[],
  search: Search,
  hours: readonly [Temporal.PlainTime, Temporal.PlainTime],
): Span[] =>
  schools
    .map(school => openHours(calendar, school, search, hours))
    .reduce(overlap, [{ from: search.from, until: endOf(search) }])
    .filter(span => minutesOf(span) >= search.minutes)

/**
 * The stretches in which every school is at work: 09:00–18:00 by its own clock, on its own working days. In order, each long enough for the
 * meeting.
 */
export const commonHours = (calendar: WorkingCalendar, schools: readonly School[], search: Search): Span[] =>
  shared(calendar, schools, search, [opens, closes])

/** By how many minutes a meeting lies before or after a school's working hours. */
const outside = ({ zone }: School, { from, until }: Span): number => {
  const [begins, ends] = [from, until].map(at => Temporal.Instant.from(at).toZonedDateTimeISO(zone))
  if (begins === undefined || ends === undefined) return 0
  const day = begins.toPlainDate()
  const before = begins.until(day.toZonedDateTime({ timeZone: zone, plainTime: opens })).total('minutes')
  const after = day.toZonedDateTime({ timeZone: zone, plainTime: closes }).until(ends).total('minutes')
  return Math.max(0, before, after)
}

/**
 * Where there is no common hour: of each day on which all work, the beginning that takes the one who gives most the least before or after work,
 * in waking hours (07:00–22:00) of every school. Instants in order, at most one a day of the first school.
 */
export const edgesOfDay = (calendar: WorkingCalendar, schools: readonly School[], search: Search): string[] => {
  const { minutes } = search
  const until = (from: string) => text(Temporal.Instant.from(from).add({ minutes }))
  const best = new Map<string, { at: string; cost: readonly [number, number] }>()
  for (const span of shared(calendar, schools, search, [wakes, sleeps]))
    for (let at = onTheHalf(span.from); until(at) <= span.until; at = text(Temporal.Instant.from(at).add(step))) {
      const costs = schools.map(school => outside(school, { from: at, until: until(at) }))
      const cost = [Math.max(...costs), costs.reduce((sum, one) => sum + one, 0)] as const
      const day = localDate(at, schools[0]?.zone ?? 'UTC')
      const known = best.get(day)
      if (known === undefined || isLess(cost, known.cost)) best.set(day, { at, cost })
    }
  return [...best.values()].map(({ at }) => at)
}

const isLess = (one: readonly [number, number], other: readonly [number, number]) =>
  one[0] < other[0] || (one[0] === other[0] && one[1] < other[1])

const halfHour = 30 * 60_000
const onTheHalf = (at: string) =>
  text(
    Temporal.Instant.fromEpochMilliseconds(
      Math.ceil(Temporal.Instant.from(at).epochMilliseconds / halfHour) * halfHour,
    ),
  )
