import type { DayRange, WorkingCalendar } from './calendar.ts'

/**
 * What rests letters in a region beside the country's days off. No deadline moves by it. Regions are compared trimmed and case-folded.
 *
 * - `regions`: days off of a region, like Sabantuy.
 * - `schoolHolidays`: where `enabled`, letters wait while schools are on holiday; a region in `regions` has its own ranges instead of `ranges`.
 */
export type RegionalDaysOff = {
  readonly regions: Readonly<Record<string, readonly string[]>>
  readonly schoolHolidays: {
    readonly enabled: boolean
    readonly ranges: readonly DayRange[]
    readonly regions: Readonly<Record<string, readonly DayRange[]>>
  }
}

/** A region's name as it is compared. */
export const foldedRegion = (region: string): string => region.trim().toLowerCase()

const ofRegion = <Value>(byRegion: Readonly<Record<string, Value>>, region: string): Value | undefined =>
  Object.entries(byRegion).find(([name]) => foldedRegion(name) === region)?.[1]

/**
 * The calendar by which letters to readers of a region go; the same object each time. Who belongs to no region reads by the country's own.
 */
export const calendarsByRegion = (
  calendar: WorkingCalendar & RegionalDaysOff,
): ((region: string | null) => WorkingCalendar) => {
  const known = new Map<string, WorkingCalendar>()
  const calendarOf = (region: string): WorkingCalendar => {
    const { enabled, ranges, regions } = calendar.schoolHolidays
    const days = ofRegion(calendar.regions, region) ?? []
    const rests = [
      ...days.map(day => ({ from: day, to: day })),
      ...(enabled ? (ofRegion(regions, region) ?? ranges) : []),
    ]
    return rests.length === 0 ? calendar : { ...calendar, extraDaysOff: [...calendar.extraDaysOff, ...rests] }
  }
  return region => {
    if (region === null) return calendar
    const name = foldedRegion(region)
    const found = known.get(name) ?? calendarOf(name)
    known.set(name, found)
    return found
  }
}
