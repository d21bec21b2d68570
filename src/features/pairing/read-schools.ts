import { type CsvRow, csvRows, type FileFault, type TextFile } from './csv-rows.ts'
import { factorCount, type Level, type Locality, levels, localities, type School } from './schools.ts'
import type { Words } from './words.ts'

/** The columns of a schools file; they may stand in any order, and others are passed over. */
export const schoolColumns = [
  ...['id', 'name', 'region', 'municipality', 'timezone', 'locality', 'students'],
  ...Array.from({ length: factorCount }, (_, i) => `r${i + 1}`),
]

/** The schools of a file, each with the line it stands on; or the faults that were found. */
export type SchoolsRead = { readonly schools: School[]; readonly lines: number[]; readonly faults: FileFault[] }

const mostStudents = 100_000

const isLevel = (text: string): text is Level => levels.some(level => level === text)
const isLocality = (text: string): text is Locality => localities.some(locality => locality === text)

const isZone = (zone: string): boolean => {
  try {
    // An offset such as +03:00 is no IANA name: it says nothing about another day.
    return !/^[+-]/.test(zone) && new Temporal.ZonedDateTime(0n, zone).timeZoneId !== ''
  } catch {
    return false
  }
}

const wrong = (column: string, value: string, ru: string, en: string): Words => ({
  ru: `${column}: «${value}» не подходит; нужно ${ru}`,
  en: `${column}: "${value}" will not do; it must be ${en}`,
})

/** The school of a row, and what is wrong with the row. */
const readRow = (
  cell: (column: string) => string,
  zones: Map<string, boolean>,
): { school: School; wrongs: Words[] } => {
  const wrongs: Words[] = []
  const need = (column: string, ok: boolean, ru: string, en: string) => {
    if (!ok) wrongs.push(wrong(column, cell(column), ru, en))
  }
  need('id', cell('id') !== '', 'непустой код', 'a non-empty id')
  need('region', cell('region') !== '', 'название региона', 'the name of a region')
  need('municipality', cell('municipality') !== '', 'название муниципалитета', 'the name of a municipality')
  const timezone = cell('timezone')
  if (!zones.has(timezone)) zones.set(timezone, isZone(timezone))
  need(
    'timezone',
    zones.get(timezone) === true,
    'имя зоны IANA, например Europe/Moscow',
    'an IANA name such as Europe/Moscow',
  )
  const locality = cell('locality').toLowerCase()
  need('locality', isLocality(locality), 'city, town или village', 'city, town or village')
  const students = /^\d+$/.test(cell('students')) ? Number(cell('students')) : 0
  need(
    'students',
    students >= 1 && students <= mostStudents,
    `целое число от 1 до ${mostStudents}`,
    `a whole number from 1 to ${mostStudents}`,
  )
  const risks = Array.from({ length: factorCount }, (_, i): Level => {
    const level = cell(`r${i + 1}`).toLowerCase()
    need(`r${i + 1}`, isLevel(level), 'high, medium или low', 'high, medium or low')
    return isLevel(level) ? level : 'low'
  })
  const school: School = {
    id: cell('id'),
    name: cell('name'),
    region: cell('region'),
    municipality: cell('municipality'),
    timezone,
    locality: isLocality(locality) ? locality : 'city',
    students,
    risks,
  }
  return { school, wrongs }
}

const headerFaults = (header: CsvRow | undefined): Words[] => {
  const names = header?.cells ?? []
  const missing = schoolColumns.filter(column => !names.includes(column))
  if (missing.length === 0) return []
  const list = missing.join(', ')
  return [{ ru: `в заголовке нет столбцов: ${list}`, en: `the header lacks the columns: ${list}` }]
}

/** Reads the schools of a file with the columns {@link schoolColumns}. */
export const readSchools = (file: TextFile): SchoolsRead => {
  const rows = csvRows(file)
  if (!Array.isArray(rows)) return { schools: [], lines: [], faults: [rows] }
  const [header, ...body] = rows
  const at =
    (line: number) =>
    (words: Words): FileFault => ({ file: file.name, line, words })
  const faults = headerFaults(header).map(at(header?.line ?? 1))
  if (faults.length > 0) return { schools: [], lines: [], faults }
  if (body.length === 0) {
    const none = at(header?.line ?? 1)({
      ru: 'после заголовка нет ни одной школы',
      en: 'there is no school after the header',
    })
    return { schools: [], lines: [], faults: [none] }
  }
  const names = header?.cells ?? []
  const columns = new Map(schoolColumns.map(column => [column, names.indexOf(column)]))
  const zones = new Map<string, boolean>()
  const schools = body.map(({ line, cells }) => {
    if (cells.length !== names.length) {
      faults.push(
        at(line)({
          ru: `в строке ${cells.length} ячеек, а в заголовке ${names.length}`,
          en: `the row has ${cells.length} cells, and the header ${names.length}`,
        }),
      )
    }
    const { school, wrongs } = readRow(column => cells[columns.get(column) ?? -1] ?? '', zones)
    if (cells.length === names.length) faults.push(...wrongs.map(at(line)))
    return school
  })
  return { schools, lines: body.map(({ line }) => line), faults }
}
