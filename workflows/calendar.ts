/** How many days a school works in a week: Monday to Friday, or Monday to Saturday. */
export type WorkingWeek = 5 | 6

/**
 * The working calendar of a country, as data. Dates are `YYYY-MM-DD`, a day of every year is `MM-DD`.
 *
 * - `holidays`: days that are off in every week, every year.
 * - `moveHolidaysOnDayOff`: whether a holiday that falls on the week's day off gives a day off to the next working day
 *   (Labour Code of the Russian Federation, article 112, part 2); `notMovedByRule` are the holidays exempt from that
 *   (1–8 January, whose days off only the government's yearly decree moves).
 * - `moved`: what the decrees moved: the day off is taken from `from` and given to `to`.
 * - `extraDaysOff`: ranges, both ends included, that were declared off for everyone.
 * - `knownYears`: years whose decree is in the data; for any other year article 112 alone holds.
 */
export type WorkingCalendar = {
  readonly holidays: readonly string[]
  readonly moveHolidaysOnDayOff: boolean
  readonly notMovedByRule: readonly string[]
  readonly moved: readonly DayRange[]
  readonly extraDaysOff: readonly DayRange[]
  readonly knownYears: readonly number[]
}

/** Days from one to another (`YYYY-MM-DD`), both included. */
export type DayRange = { readonly from: string; readonly to: string }

/** The years from one date to another (`YYYY-MM-DD`), both included, whose decree the calendar does not know. */
export const unknownYears = ({ knownYears }: WorkingCalendar, from: string, to: string): number[] => {
  const [first, last] = [yearOf(from), yearOf(to)]
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n).filter(
    year => !knownYears.includes(year),
  )
}

/**
 * Whether `date` (`YYYY-MM-DD`) is worked in a week of five or six days.
 *
 * In a week of six days Saturday is an ordinary working day, so it has no day off to give or to receive: a holiday on
 * a Saturday moves nothing, and a decree that moves a Saturday's day off says nothing to that school: the Monday that a
 * worked Saturday paid for is worked (so did a six-day calendar published for 2024, where 30 April was worked). What
 * concerns Sundays, holidays and declared days off holds for both weeks.
 */
export function isWorkingDay(calendar: WorkingCalendar, date: string, week: WorkingWeek): boolean {
  const days = workingDaysOf(calendar, yearOf(date), week)
  return days[positionNotBefore(days, date)] === date
}

/**
 * The `n`-th working day after `date`, which itself is not counted; with a negative `n`, before it. `n` = 0 gives
 * `date` back, worked or not.
 */
export function addWorkingDays(calendar: WorkingCalendar, date: string, n: number, week: WorkingWeek): string {
  if (!Number.isInteger(n)) throw new RangeError(`not a whole number of working days: ${n}`)
  if (n === 0) return date
  let year = yearOf(date)
  let days = workingDaysOf(calendar, year, week)
  const notBefore = positionNotBefore(days, date)
  let position = n < 0 || days[notBefore] === date ? notBefore + n : notBefore + n - 1
  while (position < 0) {
    year -= 1
    days = workingDaysOf(calendar, year, week)
    position += days.length
  }
  while (position >= days.length) {
    position -= days.length
    year += 1
    days = workingDaysOf(calendar, year, week)
  }
  return days[position] ?? date
}

/** `date` when it is worked, else the last working day before it. */
export function lastWorkingDayNotAfter(calendar: WorkingCalendar, date: string, week: WorkingWeek): string {
  return isWorkingDay(calendar, date, week) ? date : addWorkingDays(calendar, date, -1, week)
}

/** `date` when it is worked, else the next working day after it. */
export function nextWorkingDayNotBefore(calendar: WorkingCalendar, date: string, week: WorkingWeek): string {
  return isWorkingDay(calendar, date, week) ? date : addWorkingDays(calendar, date, 1, week)
}

const SATURDAY = 6
const SUNDAY = 7

const tables = new WeakMap<WorkingCalendar, Map<string, readonly string[]>>()

/** The working days of a year in order. Computed once for a calendar object, which must not change afterwards. */
function workingDaysOf(calendar: WorkingCalendar, year: number, week: WorkingWeek): readonly string[] {
  const table = tables.get(calendar) ?? new Map<string, readonly string[]>()
  tables.set(calendar, table)
  const key = `${week}/${year}`
  const known = table.get(key)
  if (known) return known
  const computed = computeWorkingDays(calendar, year, week)
  table.set(key, computed)
  return computed
}

function computeWorkingDays(calendar: WorkingCalendar, year: number, week: WorkingWeek): readonly string[] {
  const days = daysFor(year)
  const holidays = days.map(String).filter(day => calendar.holidays.includes(day.slice(-5)))
  const weekend = new Set(days.filter(day => isWeekend(day, week)).map(String))
  const moved = calendar.moved.filter(move => isWeekend(Temporal.PlainDate.from(move.from), week))
  const givenAway = new Set(moved.map(move => move.from))
  const off = new Set([...holidays, ...moved.map(move => move.to)])
  for (const day of weekend) if (!givenAway.has(day)) off.add(day)

  if (calendar.moveHolidaysOnDayOff) {
    for (const holiday of holidays) {
      const moves = weekend.has(holiday) && !givenAway.has(holiday)
      if (!moves || calendar.notMovedByRule.includes(holiday.slice(-5))) continue
      const next = days.map(String).find(day => day > holiday && !off.has(day))
      if (next) off.add(next)
    }
  }
  const declaredOff = (day: string) => calendar.extraDaysOff.some(range => range.from <= day && day <= range.to)
  return days
    .filter(day => day.year === year)
    .map(String)
    .filter(day => !off.has(day) && !declaredOff(day))
}

function isWeekend(day: Temporal.PlainDate, week: WorkingWeek): boolean {
  return day.dayOfWeek === SUNDAY || (week === 5 && day.dayOfWeek === SATURDAY)
}

/** The days of a year, and the last ones of the year before: a holiday there may move its day off into this year. */
function daysFor(year: number): Temporal.PlainDate[] {
  const first = Temporal.PlainDate.from({ year: year - 1, month: 12, day: 20 })
  const beyond = Temporal.PlainDate.from({ year: year + 1, month: 1, day: 1 })
  return Array.from({ length: first.until(beyond).days }, (_, n) => first.add({ days: n }))
}

function yearOf(date: string): number {
  return Temporal.PlainDate.from(date).year
}

/** The position of the first of the sorted `days` that is not before `date`; `days.length` when there is none. */
function positionNotBefore(days: readonly string[], date: string): number {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((days[middle] ?? '') < date) low = middle + 1
    else high = middle
  }
  return low
}
