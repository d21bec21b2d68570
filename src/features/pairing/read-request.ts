import type { FileFault, TextFile } from './csv-rows.ts'
import { type PairsRead, readPairs } from './read-pairs.ts'
import { readSchools } from './read-schools.ts'
import { faultsOfRequest, type IdPair, type PairingRequest, type RequestFault } from './request.ts'
import type { PairingSettings } from './weights.ts'

/** The files of a request; all but the schools may be missing. */
export type RequestFiles = {
  readonly schools: TextFile
  readonly history: TextFile | null
  readonly bans: TextFile | null
  readonly conflicts: TextFile | null
  readonly locks: TextFile | null
}

const noPairs: PairsRead = { groups: [], lines: [], faults: [] }

const pairs = ({ groups }: PairsRead): IdPair[] => groups.map(([a = '', b = '']) => [a, b])

/** The request that files make, or what is wrong with them, each fault with its file and line. */
export const readRequest = (
  files: RequestFiles,
  on: Temporal.PlainDate,
  settings: PairingSettings,
): { readonly request: PairingRequest } | { readonly faults: FileFault[] } => {
  const read = (file: TextFile | null, trios = false) => (file ? readPairs(file, trios) : noPairs)
  const schools = readSchools(files.schools)
  const lists = {
    earlier: read(files.history),
    bans: read(files.bans),
    conflicts: read(files.conflicts),
    locks: read(files.locks, true),
  }
  const unread = [schools, ...Object.values(lists)].flatMap(({ faults }) => faults)
  if (unread.length > 0) return { faults: unread }
  const request: PairingRequest = {
    schools: schools.schools,
    on,
    settings,
    earlier: pairs(lists.earlier),
    bans: pairs(lists.bans),
    conflicts: pairs(lists.conflicts),
    locks: lists.locks.groups,
  }
  const sources = {
    schools: { file: files.schools, lines: schools.lines },
    settings: { file: files.schools, lines: [1] },
    earlier: { file: files.history, lines: lists.earlier.lines },
    bans: { file: files.bans, lines: lists.bans.lines },
    conflicts: { file: files.conflicts, lines: lists.conflicts.lines },
    locks: { file: files.locks, lines: lists.locks.lines },
  }
  const placed = ({ list, index, words }: RequestFault): FileFault => {
    const { file, lines } = sources[list]
    return { file: file?.name ?? '', line: lines[index] ?? 1, words }
  }
  const faults = faultsOfRequest(request).map(placed)
  return faults.length > 0 ? { faults } : { request }
}
