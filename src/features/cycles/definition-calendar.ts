import { foldedRegion } from '../../../workflows/regional-days.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import { dayFaults } from './definition-days.ts'
import type { CalendarFile, WorkingDaysFile } from './definition-schema.ts'
import type { Fault, Sheet } from './definition-sheet.ts'
import { isRealDate, unrealDate } from './definition-values.ts'

/** What a working calendar says that cannot be. */
export function calendarFaults(sheet: Sheet, calendar: CalendarFile): Fault[] {
  return [
    ...monthDayFaults(sheet, 'holidays', calendar.holidays),
    ...monthDayFaults(sheet, 'notMovedByRule', calendar.notMovedByRule),
    ...calendar.notMovedByRule.flatMap((day, n) =>
      calendar.holidays.includes(day)
        ? []
        : sheet.fault(
            ['notMovedByRule', n],
            `День ${day} не праздник: добавьте его в holidays или уберите отсюда`,
            `The day ${day} is no holiday: add it to holidays, or remove it here`,
          ),
    ),
    ...dayFaults(sheet, calendar),
  ]
}

/** What an operator's working days say that cannot be: of a calendar that is there, when `calendars` are known. */
export const workingDaysFaults =
  (calendars: readonly string[] | null) =>
  (sheet: Sheet, file: WorkingDaysFile): Fault[] => {
    const known = calendars === null || calendars.includes(file.calendar)
    return [
      ...(known
        ? []
        : [
            sheet.fault(
              ['calendar'],
              `Календаря «${file.calendar}» нет: назовите один из ${calendars.join(', ')}`,
              `There is no calendar “${file.calendar}”: name one of ${calendars.join(', ')}`,
            ),
          ]),
      ...dayFaults(sheet, file),
    ]
  }

/** A calendar with what its operator added: whole years and regions in place of what stood there, school holidays as a whole. */
export function withWorkingDays(calendar: CalendarFile, own: WorkingDaysFile | null): CalendarFile {
  if (own === null || own.calendar !== calendar.id) return calendar
  const mine = Object.keys(own.regions ?? {}).map(foldedRegion)
  const theirs = Object.entries(calendar.regions ?? {}).filter(([name]) => !mine.includes(foldedRegion(name)))
  return {
    ...calendar,
    years: { ...calendar.years, ...own.years },
    regions: { ...Object.fromEntries(theirs), ...own.regions },
    ...(own.schoolHolidays === undefined ? {} : { schoolHolidays: own.schoolHolidays }),
  }
}

/** The calendar as the product uses it. */
export function workingCalendar({ years, ...calendar }: CalendarFile): SeasonDefinition['calendar'] {
  const listed = Object.values(years)
  return {
    id: calendar.id,
    name: calendar.name,
    holidays: calendar.holidays,
    moveHolidaysOnDayOff: calendar.moveHolidaysOnDayOff,
    notMovedByRule: calendar.notMovedByRule,
    moved: listed.flatMap(year => year.moved),
    extraDaysOff: listed.flatMap(year => year.extraDaysOff),
    knownYears: Object.entries(years).flatMap(([year, { decree }]) => (decree === null ? [] : [Number(year)])),
    regions: calendar.regions ?? {},
    schoolHolidays: {
      enabled: false,
      ranges: [],
      ...calendar.schoolHolidays,
      regions: calendar.schoolHolidays?.regions ?? {},
    },
  }
}

function monthDayFaults(sheet: Sheet, field: string, days: readonly string[]): Fault[] {
  // A leap year, so that 29 February counts as a day.
  return days.flatMap((day, n) => (isRealDate(`2024-${day}`) ? [] : unrealDate(sheet, [field, n], day)))
}
