import { dirname, join } from 'node:path'
import type Type from 'typebox'
import Value from 'typebox/value'
import { calendarFaults, workingDaysFaults } from './definition-calendar.ts'
import { criteriaFaults, riskFactorsFaults } from './definition-criteria.ts'
import {
  CalendarFile,
  CriteriaFile,
  DemoFile,
  RiskFactorsFile,
  SeasonFile,
  WorkingDaysFile,
} from './definition-schema.ts'
import { seasonFaults } from './definition-season.ts'
import { type Fault, type Path, readSheet, type Sheet, type Typed } from './definition-sheet.ts'
import { structureFaults } from './definition-structure.ts'

/** The text of the file at `path`, or null when there is none. */
export type ReadText = (path: string) => string | null

/** A file that fits its schema. Its own faults are told beside it: what uses it can still be checked. */
export type Opened<File> = { readonly file: Typed<File> | null; readonly faults: readonly Fault[] }

/** The place that names another file; null for the file the reader was given. */
type NamedAt = { readonly sheet: Sheet; readonly path: Path } | null

export const openSeason = (read: ReadText, path: string, namedAt: NamedAt = null) =>
  open(read, path, namedAt, SeasonFile, seasonFaults)

export const openCriteria = (read: ReadText, path: string, namedAt: NamedAt = null) =>
  open(read, path, namedAt, CriteriaFile, criteriaFaults)

export const openRiskFactors = (read: ReadText, path: string, namedAt: NamedAt = null) =>
  open(read, path, namedAt, RiskFactorsFile, riskFactorsFaults)

export const openCalendar = (read: ReadText, path: string, namedAt: NamedAt = null) =>
  open(read, path, namedAt, CalendarFile, calendarFaults)

/** `calendars`: the ids of those that there are, where that is known. */
export const openWorkingDays = (read: ReadText, path: string, calendars: readonly string[] | null) =>
  open(read, path, null, WorkingDaysFile, workingDaysFaults(calendars))

export const openDemo = (read: ReadText, path: string) => open(read, path, null, DemoFile, () => [])

/** The path of a file that `sheet` names, as seen from where `sheet` lies. */
export function beside(sheet: Sheet, name: string): string {
  return join(dirname(sheet.file), name)
}

function open<Schema extends Type.TSchema>(
  read: ReadText,
  path: string,
  namedAt: NamedAt,
  schema: Schema,
  check: (sheet: Sheet, value: Type.Static<Schema>) => readonly Fault[],
): Opened<Type.Static<Schema>> {
  const text = read(path)
  if (text === null) return { file: null, faults: [missingFile(path, namedAt)] }
  const result = readSheet(path, text)
  if ('faults' in result) return { file: null, faults: result.faults }
  const { sheet } = result
  const { value } = sheet
  if (!Value.Check(schema, value)) return { file: null, faults: structureFaults(sheet, schema) }
  return { file: [sheet, value], faults: check(sheet, value) }
}

function missingFile(path: string, namedAt: NamedAt): Fault {
  const ru = `Файла ${path} нет: положите его туда или поправьте имя`
  const en = `There is no file ${path}: put it there, or correct its name`
  return namedAt ? namedAt.sheet.fault(namedAt.path, ru, en) : { file: path, line: 1, column: 1, words: { ru, en } }
}
