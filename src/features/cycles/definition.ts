import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DemoExample } from '../../../workflows/demo-example.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Lang } from '../../words/lang.ts'
import { criteriaAgreement, riskFactorsAgreement } from './definition-agreement.ts'
import { withWorkingDays, workingCalendar } from './definition-calendar.ts'
import { demoFaults } from './definition-demo.ts'
import {
  beside,
  openCalendar,
  openCriteria,
  openDemo,
  openRiskFactors,
  openSeason,
  openWorkingDays,
  type ReadText,
} from './definition-open.ts'
import type { CalendarFile, CriteriaFile, RiskFactorsFile, SeasonFile, WorkingDaysFile } from './definition-schema.ts'
import type { Fault } from './definition-sheet.ts'

/** The definition's files: the season's own, and a way to read the others by the path they have from there. */
export type DefinitionFiles = { readonly entry: string; readonly read: ReadText }

/** A fault as a person reads it; `line` and `column` count from 1. */
export type SpokenFault = {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

/** A season from its files, whole and frozen, or every fault of them, in order of file and line. Pure but for `read`. */
export function checkDefinition(
  { entry, read }: DefinitionFiles,
  language: Lang = 'ru',
): { definition: SeasonDefinition } | { faults: readonly SpokenFault[] } {
  const checked = checkSeason(entry, read)
  return 'faults' in checked ? { faults: spokenFaults(checked.faults, language) } : checked
}

/** A demo example from its files, or every fault of them and of the season it names. */
export function checkDemo(
  { entry, read }: DefinitionFiles,
  language: Lang = 'ru',
): { demo: DemoExample } | { faults: readonly SpokenFault[] } {
  const { file, faults } = openDemo(read, entry)
  if (!file) return { faults: spokenFaults(faults, language) }
  const [sheet, demo] = file
  const season = checkSeason(beside(sheet, demo.season), read)
  if ('faults' in season) return { faults: spokenFaults(season.faults, language) }
  const misfits = demoFaults(sheet, demo, season.definition)
  return misfits.length > 0 ? { faults: spokenFaults(misfits, language) } : { demo: frozen(demo) }
}

/**
 * The season that lies in `folder` as `season.yaml`, with the working days that the operator added. Throws, naming every fault, when it cannot
 * be used.
 */
export function loadSeason(folder: string, own: WorkingDaysFile | null = null): SeasonDefinition {
  const checked = checkSeason(join(folder, 'season.yaml'), readText, own)
  if ('faults' in checked) throw unusable(folder, spokenFaults(checked.faults, 'en'))
  return checked.definition
}

/** The operator's own working days, or null where there is no such file. Throws, naming every fault, when it cannot be used. */
export function loadWorkingDays(path: string, calendars: readonly string[]): WorkingDaysFile | null {
  if (readText(path) === null) return null
  const { file, faults } = openWorkingDays(readText, path, calendars)
  if (file === null || faults.length > 0) throw unusable(path, spokenFaults(faults, 'en'))
  return file[1]
}

/** The demo example that lies beside a season as `demo.yaml`. Throws, naming every fault, when it cannot be used. */
export function loadDemo(folder: string): DemoExample {
  const checked = checkDemo({ entry: join(folder, 'demo.yaml'), read: readText }, 'en')
  if ('faults' in checked) throw unusable(folder, checked.faults)
  return checked.demo
}

/** Reads from the disk; null when there is no such file. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR')) return null
    throw error
  }
}

/** Faults in one language, in order of file and place. */
export function spokenFaults(faults: readonly Fault[], language: Lang): SpokenFault[] {
  return faults
    .map(({ words, ...place }) => ({ ...place, message: words[language] }))
    .sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column)
}

/** `file:line:column sentence`, which editors and terminals make a link of. */
export function faultLine({ file, line, column, message }: SpokenFault): string {
  return `${file}:${line}:${column} ${message}`
}

function checkSeason(
  entry: string,
  read: ReadText,
  own: WorkingDaysFile | null = null,
): { definition: SeasonDefinition } | { faults: readonly Fault[] } {
  const season = openSeason(read, entry)
  if (!season.file) return { faults: season.faults }
  const [sheet, { criteria, riskFactors, calendar }] = season.file
  const criteriaFile = openCriteria(read, beside(sheet, criteria), { sheet, path: ['criteria'] })
  const risksFile = openRiskFactors(read, beside(sheet, riskFactors.file), { sheet, path: ['riskFactors', 'file'] })
  const calendarFile = openCalendar(read, beside(sheet, calendar), { sheet, path: ['calendar'] })
  const faults = [
    ...[season, criteriaFile, risksFile, calendarFile].flatMap(opened => opened.faults),
    ...(criteriaFile.file ? criteriaAgreement(season.file, criteriaFile.file) : []),
    ...(risksFile.file ? riskFactorsAgreement(season.file, criteriaFile.file, risksFile.file[1]) : []),
  ]
  if (faults.length > 0 || !criteriaFile.file || !risksFile.file || !calendarFile.file) return { faults }
  const days = withWorkingDays(calendarFile.file[1], own)
  const definition = assemble(season.file[1], criteriaFile.file[1], risksFile.file[1], days)
  return { definition: frozen(definition) }
}

function assemble(
  { kind: _, ...season }: SeasonFile,
  { kind: _kind, ...criteria }: CriteriaFile,
  risks: RiskFactorsFile,
  calendar: CalendarFile,
): SeasonDefinition {
  const list = risks.lists.find(({ id }) => id === season.riskFactors.list)
  return {
    ...season,
    criteria,
    riskFactors: {
      list: season.riskFactors.list,
      source: risks.source,
      year: list?.year ?? 0,
      significance: risks.significance,
      factors: list?.factors ?? [],
    },
    calendar: workingCalendar(calendar),
  }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}

function unusable(what: string, faults: readonly SpokenFault[]): Error {
  return new Error(`The definition in ${what} cannot be used:\n${faults.map(faultLine).join('\n')}`)
}
