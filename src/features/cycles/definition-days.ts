import { foldedRegion } from '../../../workflows/regional-days.ts'
import type { CalendarFile } from './definition-schema.ts'
import type { Fault, Path, Sheet } from './definition-sheet.ts'
import { unrealDate } from './definition-values.ts'

type Range = { from: string; to: string }
type Days = Partial<Pick<CalendarFile, 'years' | 'regions' | 'schoolHolidays'>>

/** What years, regions and school holidays say that cannot be. */
export function dayFaults(sheet: Sheet, { years = {}, regions = {}, schoolHolidays }: Days): Fault[] {
  const ranges = (path: Path, all: readonly Range[]) =>
    all.flatMap((range, n) => rangeFaults(sheet, [...path, n], range))
  const ofRegions = schoolHolidays?.regions ?? {}
  return [
    ...Object.entries(years).flatMap(([year, { moved, extraDaysOff }]) => [
      ...moved.flatMap((move, n) => movedFaults(sheet, ['years', year, 'moved', n], year, move)),
      ...ranges(['years', year, 'extraDaysOff'], extraDaysOff),
    ]),
    ...sameRegionFaults(sheet, ['regions'], Object.keys(regions)),
    ...Object.entries(regions).flatMap(([region, days]) =>
      days.flatMap((day, n) => unrealDate(sheet, ['regions', region, n], day)),
    ),
    ...ranges(['schoolHolidays', 'ranges'], schoolHolidays?.ranges ?? []),
    ...sameRegionFaults(sheet, ['schoolHolidays', 'regions'], Object.keys(ofRegions)),
    ...Object.entries(ofRegions).flatMap(([region, own]) => ranges(['schoolHolidays', 'regions', region], own)),
  ]
}

function sameRegionFaults(sheet: Sheet, path: Path, regions: readonly string[]): Fault[] {
  const folded = regions.map(foldedRegion)
  return regions.flatMap((region, n) =>
    folded.indexOf(foldedRegion(region)) === n
      ? []
      : sheet.faultAtKey(
          [...path, region],
          `Регион «${region}» уже есть выше: соберите его дни в одной строке`,
          `The region “${region}” stands above already: put its days into one line`,
        ),
  )
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
