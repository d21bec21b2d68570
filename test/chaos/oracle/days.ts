/**
 * Working days of autumn 2022, written out by hand from the Labour Code, article 112, and the government's decree № 1564 of 16.09.2021, which
 * moved nothing in these months: of the days from Monday to Saturday one alone is off.
 */
const off: ReadonlySet<string> = new Set(['2022-11-04'])
const written = { from: '2022-09-01', to: '2022-12-30' }

const sunday = 7
const saturday = 6

const plus = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString()

/** Whether a school or an office with a week of five or six days works on a date. */
export const isWorked = (date: string, week: 5 | 6): boolean => {
  if (date < written.from || date > written.to) throw new RangeError(`No calendar is written for ${date}`)
  const { dayOfWeek } = Temporal.PlainDate.from(date)
  return dayOfWeek !== sunday && (week === 6 || dayOfWeek !== saturday) && !off.has(date)
}

/** The date itself if it is worked, else the nearest one that is, in this direction. */
const nearest = (date: string, week: 5 | 6, way: 1 | -1): string =>
  isWorked(date, week) ? date : nearest(plus(date, way), week, way)

/** The `n`-th working day after a date. */
export const workingDaysAfter = (date: string, n: number, week: 5 | 6): string =>
  n === 0 ? date : workingDaysAfter(nearest(plus(date, 1), week, 1), n - 1, week)

/** The date on the calendars of a zone. */
export const dateIn = (instant: string, zone: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString()

/** The hour of the day, 0 … 23, on the clocks of a zone. */
const hourIn = (instant: string, zone: string): number => Temporal.Instant.from(instant).toZonedDateTimeISO(zone).hour

const instantOf = (date: string, hour: number, zone: string): string =>
  Temporal.PlainDate.from(date)
    .toZonedDateTime({ timeZone: zone, plainTime: { hour } })
    .toInstant()
    .toString({ fractionalSecondDigits: 3 })

/** 00:00 of the day after a date, in a zone: the date is over there (rules 4). */
export const endOfDay = (date: string, zone: string): string => instantOf(plus(date, 1), 0, zone)

/** By whose clock and week somebody reads. */
export type Reader = { readonly zone: string; readonly week: 5 | 6 }

const letterHour = 9
const quiet = { from: 21, to: 8 }

/**
 * The instant of a rung: 09:00 of the reader's own working day (rules 6). Before a deadline the last one not later than its date, or null where
 * the deadline is over by then; after it the next one, and never before the deadline has passed.
 */
export const rungInstant = (last: string, due: string, step: number, { zone, week }: Reader): string | null => {
  if (step <= 0) {
    const instant = instantOf(nearest(plus(last, step), week, -1), letterHour, zone)
    return instant < due ? instant : null
  }
  const first = nearest(plus(last, step), week, 1)
  const instant = instantOf(first, letterHour, zone)
  return instant >= due ? instant : instantOf(workingDaysAfter(first, 1, week), letterHour, zone)
}

/** The next 09:00 of a working day of the reader's, from an instant on. */
export const nextMorning = (from: string, { zone, week }: Reader): string => {
  const today = nearest(dateIn(from, zone), week, 1)
  const instant = instantOf(today, letterHour, zone)
  return instant >= from ? instant : instantOf(workingDaysAfter(today, 1, week), letterHour, zone)
}

/** Whether an ordinary letter may go at an instant: from 09:00 to 21:00 of a working day. */
export const mayGo = (instant: string, { zone, week }: Reader): boolean => {
  const hour = hourIn(instant, zone)
  return isWorked(dateIn(instant, zone), week) && hour >= letterHour && hour < quiet.from
}

/** Whether an urgent letter has to wait at an instant. */
export const isQuiet = (instant: string, zone: string): boolean => {
  const hour = hourIn(instant, zone)
  return hour >= quiet.from || hour < quiet.to
}

const months = [
  'января',
  'февраля',
  'марта',
  'апреля',
  'мая',
  'июня',
  'июля',
  'августа',
  'сентября',
  'октября',
  'ноября',
  'декабря',
]

/** «7 октября»: the day of a deadline's last minute as its reader lives it. */
export const dayInWords = (due: string, zone: string): string => {
  const { day, month } = Temporal.Instant.from(due).subtract({ minutes: 1 }).toZonedDateTimeISO(zone)
  return `${day} ${months[month - 1]}`
}
