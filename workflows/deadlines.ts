import { addWorkingDays, type WorkingCalendar, type WorkingWeek } from './calendar.ts'

/**
 * The instant at which a deadline "by `date`" has passed: 00:00 of the next day in `zone` (an IANA name), as UTC text
 * with milliseconds (`2022-10-07T19:00:00.000Z`), so that such texts sort by time. Where midnight is skipped that day
 * (a clock change), it is the day's first instant. Rule: the due instant lies in the zone of the school that owes the act.
 */
export function dueInstant(date: string, zone: string): string {
  const known = instants.get(zone)?.get(date)
  if (known) return known
  const start = Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone)
  return remember(zone, date, start.toInstant().toString({ fractionalSecondDigits: 3 }))
}

/** The due instant of an act that several seats owe together: the latest over the zones of its seats. */
export function sharedDueInstant(date: string, zones: readonly string[]): string {
  const latest = zones.map(zone => dueInstant(date, zone)).reduce(later, '')
  if (!latest) throw new RangeError('a shared act needs at least one seat')
  return latest
}

/**
 * The effective date of a duty: the later of the season's date and a personal extension. For a shared act, take the
 * latest effective date over its seats.
 */
export function effectiveDate(seasonDate: string, extension: string | null): string {
  return extension === null ? seasonDate : later(seasonDate, extension)
}

/**
 * The date by which a duty is due that waited for a partner's act (`arrivedAt`, UTC text): its effective date, but at
 * least `workingDays` working days after the day on which the act arrived, as that day is counted in the owing school's
 * zone. A date, not an instant: give it to `dueInstant` or `sharedDueInstant`. Rule: nobody is overdue for another's silence.
 */
export function clockStartDue(held: {
  readonly arrivedAt: string
  readonly zone: string
  readonly calendar: WorkingCalendar
  readonly week: WorkingWeek
  readonly workingDays: number
  readonly effectiveDate: string
}): string {
  const arrived = localDate(held.arrivedAt, held.zone)
  return later(held.effectiveDate, addWorkingDays(held.calendar, arrived, held.workingDays, held.week))
}

/** The date (`YYYY-MM-DD`) that an instant (UTC text) has on the calendars of `zone`. */
export function localDate(instant: string, zone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString()
}

/** Of two dates, or two UTC texts of one shape, the later: both sort as text. */
function later(one: string, other: string): string {
  return one > other ? one : other
}

// A season has a few dates and a country some zones, but a publication asks for them thousands of times, and a zone
// lookup costs several microseconds. The cap only guards against a caller that walks through all dates there are.
const MAX_DATES_A_ZONE = 4000
const instants = new Map<string, Map<string, string>>()

function remember(zone: string, date: string, instant: string): string {
  const dates = instants.get(zone) ?? new Map<string, string>()
  if (dates.size >= MAX_DATES_A_ZONE) dates.clear()
  dates.set(date, instant)
  instants.set(zone, dates)
  return instant
}
