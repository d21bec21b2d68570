import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Lang } from '../../words/lang.ts'
import { checkDefinition, checkDemo, faultLine, readText, type SpokenFault, spokenFaults } from './definition.ts'
import { openCalendar, openCriteria, openRiskFactors, openWorkingDays, type ReadText } from './definition-open.ts'
import { readSheet, type Sheet } from './definition-sheet.ts'

/**
 * `npm run -s workflow -- check FILE`: writes a line for every fault of a definition's file, or one line that all is well.
 * FILE is a season's folder or its `season.yaml` (checked with all it names), a demo example, or a criteria set, a list of
 * risk factors, a calendar or an operator's working days alone. Answers the exit code: 0, or 2 when something is to be put right.
 */
export async function checkDefinitionCommand(
  path: string,
  out: (line: string) => void,
  language: Lang = 'ru',
): Promise<0 | 2> {
  const file = isFolder(path) ? join(path, 'season.yaml') : path
  const faults = faultsOf(file, language)
  for (const fault of faults) out(faultLine(fault))
  if (faults.length > 0) return 2
  out(language === 'ru' ? `${basename(file)}: всё в порядке` : `${basename(file)}: all is well`)
  return 0
}

const kinds = ['season', 'criteria', 'riskFactors', 'calendar', 'demo', 'workingDays']
const alone = {
  criteria: openCriteria,
  riskFactors: openRiskFactors,
  calendar: openCalendar,
  // Which calendars there are is known where the program starts.
  workingDays: (read: ReadText, path: string) => openWorkingDays(read, path, null),
}

const standsAlone = (kind: unknown): kind is keyof typeof alone =>
  typeof kind === 'string' && Object.hasOwn(alone, kind)

function faultsOf(entry: string, language: Lang): readonly SpokenFault[] {
  const files = { entry, read: readText }
  const sheet = sheetAt(entry)
  const kind = sheet && kindOf(sheet.value)
  if (sheet && typeof kind === 'string' && !kinds.includes(kind)) {
    const list = kinds.join(', ')
    const fault = sheet.fault(
      ['kind'],
      `Рода «${kind}» нет: назовите один из ${list}`,
      `There is no kind “${kind}”: name one of ${list}`,
    )
    return spokenFaults([fault], language)
  }
  if (standsAlone(kind)) {
    return spokenFaults(alone[kind](readText, entry).faults, language)
  }
  const checked = kind === 'demo' ? checkDemo(files, language) : checkDefinition(files, language)
  return 'faults' in checked ? checked.faults : []
}

/** The file as YAML; null when it cannot be read so, which the season's check then tells. */
function sheetAt(path: string): Sheet | null {
  const text = readText(path)
  const read = text === null ? null : readSheet(path, text)
  return read && 'sheet' in read ? read.sheet : null
}

/** What the file says it is; a file that does not say is read as a season. */
function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'kind' in value ? value.kind : null
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
