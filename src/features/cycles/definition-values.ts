import type { Fault, Path, Sheet } from './definition-sheet.ts'

/** Names that stand twice in one list, at the second place. */
export function twice(sheet: Sheet, at: (position: number) => Path, names: readonly (string | number)[]): Fault[] {
  return names.flatMap((name, position) =>
    names.indexOf(name) < position
      ? sheet.fault(
          at(position),
          `«${name}» уже есть выше: дайте другое имя`,
          `“${name}” stands above already: give another name`,
        )
      : [],
  )
}

/** Whether `YYYY-MM-DD` is a day of the calendar. */
export function isRealDate(date: string): boolean {
  try {
    return Temporal.PlainDate.from(date, { overflow: 'reject' }).toString() === date
  } catch {
    return false
  }
}

export function unrealDate(sheet: Sheet, path: Path, date: string): Fault[] {
  if (isRealDate(date)) return []
  return [sheet.fault(path, `Дня ${date} не бывает: поправьте дату`, `There is no day ${date}: correct the date`)]
}

export function unknownZone(sheet: Sheet, path: Path, zone: string): Fault[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return []
  } catch {
    return [
      sheet.fault(
        path,
        `Пояса «${zone}» не бывает: назовите пояс из базы IANA, например Asia/Omsk`,
        `There is no time zone “${zone}”: name one of the IANA base, like Asia/Omsk`,
      ),
    ]
  }
}
