import type { WorkingCalendar } from '../../../workflows/calendar.ts'
import type { Words } from '../../../workflows/season.ts'
import type { CalendarFile } from './definition-schema.ts'
import type { Fault, Path, Sheet } from './definition-sheet.ts'
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
    ...Object.entries(calendar.years).flatMap(([year, { moved, extraDaysOff }]) => [
      ...moved.flatMap((move, n) => movedFaults(sheet, ['years', year, 'moved', n], year, move)),
      ...extraDaysOff.flatMap((range, n) => rangeFaults(sheet, ['years', year, 'extraDaysOff', n], range)),
    ]),
  ]
}

/** The calendar as the product uses it. */
export function workingCalendar({ years, ...calendar }: CalendarFile): WorkingCalendar & { id: string; name: Words } {
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
  }
}

type Range = { from: string; to: string }

function monthDayFaults(sheet: Sheet, field: string, days: readonly string[]): Fault[] {
  // A leap year, so that 29 February counts as a day.
  return days.flatMap((day, n) => (isRealDate(`2024-${day}`) ? [] : unrealDate(sheet, [field, n], day)))
}

function movedFaults(sheet: Sheet, path: Path, year: string, { from, to }: Range): Fault[] {
  const unreal = [...unrealDate(sheet, [...path, 'from'], from), ...unrealDate(sheet, [...path, 'to'], to)]
  if (unreal.length > 0) return unreal
  const wrongYear = from.startsWith(year)
    ? []
    : [
        sheet.fault(
          [...path, 'from'],
          `Перенос с ${from} записан под годом ${year}: перенесите строку под её год`,
          `The move from ${from} stands under the year ${year}: put it under its own`,
        ),
      ]
  if (Temporal.PlainDate.from(from).dayOfWeek >= 6) return wrongYear
  return [
    ...wrongYear,
    sheet.fault(
      [...path, 'from'],
      `День ${from} не суббота и не воскресенье, переносить с него нечего: поправьте дату`,
      `The day ${from} is neither Saturday nor Sunday and has no day off to give: correct the date`,
    ),
  ]
}

function rangeFaults(sheet: Sheet, path: Path, { from, to }: Range): Fault[] {
  const unreal = [...unrealDate(sheet, [...path, 'from'], from), ...unrealDate(sheet, [...path, 'to'], to)]
  if (unreal.length > 0 || from <= to) return unreal
  return [
    sheet.fault(
      path,
      `Начало ${from} позже конца ${to}: поменяйте их местами`,
      `The first day ${from} is after the last ${to}: swap them`,
    ),
  ]
}
