import type { WorkingCalendar, WorkingWeek } from '../calendar.ts'
import { addWorkingDays, isWorkingDay, lastWorkingDayNotAfter, nextWorkingDayNotBefore } from '../calendar.ts'
import { localDate } from '../deadlines.ts'

/** How somebody's days run: an IANA zone, a week of five or six days, the calendar that holds where they work. */
export type Reader = { readonly zone: string; readonly week: WorkingWeek; readonly calendar: WorkingCalendar }

/** Hours are `HH:MM` of the reader's own clock (rules 6, engineering 21). */
export type LetterHours = {
  readonly sendAt: string
  readonly quiet: { readonly from: string; readonly to: string }
}

/** The instant at which the clocks of `zone` show this hour on this day, as UTC text; where that hour is skipped, the first one after it. */
const instantAt = (date: string, hour: string, zone: string): string =>
  Temporal.PlainDate.from(date)
    .toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(hour) })
    .toInstant()
    .toString({ fractionalSecondDigits: 3 })

const clockOf = (instant: string, zone: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' })

const dayAfter = (date: string): string => Temporal.PlainDate.from(date).add({ days: 1 }).toString()

/** Whether letters rest at this hour: a span that may go over midnight; `from` is quiet, `to` is not. */
const isQuiet = (clock: string, { from, to }: LetterHours['quiet']): boolean =>
  from <= to ? clock >= from && clock < to : clock >= from || clock < to

/**
 * The instant of a rung, `days` from the last day of a deadline (`date`, `YYYY-MM-DD`), which ends at `dueAt`: before the deadline on the
 * last working day not later than its date, after it on the next working day (rules 6). Null for a rung before a deadline that is over
 * before the reader's hour comes. The reader may live far from the school that owes: a rung after a deadline never comes before its instant,
 * at which it has passed.
 */
export const rungInstant = (
  { date, dueAt }: { date: string; dueAt: string },
  days: number,
  { calendar, week, zone }: Reader,
  { sendAt }: LetterHours,
): string | null => {
  const day = Temporal.PlainDate.from(date).add({ days }).toString()
  if (days <= 0) {
    const instant = instantAt(lastWorkingDayNotAfter(calendar, day, week), sendAt, zone)
    return instant < dueAt ? instant : null
  }
  const first = nextWorkingDayNotBefore(calendar, day, week)
  const instant = instantAt(first, sendAt, zone)
  return instant >= dueAt ? instant : instantAt(addWorkingDays(calendar, first, 1, week), sendAt, zone)
}

/** From this instant on the next one at which an ordinary letter may begin its way: the hour of letters on a working day. */
export const nextMorning = (from: string, { calendar, week, zone }: Reader, { sendAt }: LetterHours): string => {
  const today = localDate(from, zone)
  const first = nextWorkingDayNotBefore(calendar, today, week)
  const instant = instantAt(first, sendAt, zone)
  return instant >= from ? instant : instantAt(addWorkingDays(calendar, first, 1, week), sendAt, zone)
}

/**
 * Where an ordinary letter is late, as after an outage: this very instant, if it lies between the hour of letters and the quiet hours of a
 * working day, else the next morning.
 */
export const nextOrdinary = (from: string, reader: Reader, hours: LetterHours): string => {
  const { zone, calendar, week } = reader
  const clock = clockOf(from, zone)
  const inHours = clock >= hours.sendAt && !isQuiet(clock, hours.quiet)
  return inHours && isWorkingDay(calendar, localDate(from, zone), week) ? from : nextMorning(from, reader, hours)
}

/**
 * An urgent letter goes at once; in quiet hours when they end, unless what it speaks of starts before the noon that follows (engineering 21).
 */
export const nextUrgent = (
  from: string,
  { zone }: Pick<Reader, 'zone'>,
  { quiet }: LetterHours,
  startsAt: string | null,
): string => {
  const clock = clockOf(from, zone)
  if (!isQuiet(clock, quiet)) return from
  const today = localDate(from, zone)
  const day = clock < quiet.to ? today : dayAfter(today)
  return startsAt !== null && startsAt < instantAt(day, '12:00', zone) ? from : instantAt(day, quiet.to, zone)
}

/** The hour of letters on the working day after the reader's present one: for what may not go today any more. */
export const morningAfter = (from: string, { calendar, week, zone }: Reader, { sendAt }: LetterHours): string =>
  instantAt(addWorkingDays(calendar, localDate(from, zone), 1, week), sendAt, zone)
