import * as say from './request-words.ts'
import { foldName, type School } from './schools.ts'
import { faultsOfSettings, type PairingSettings } from './weights.ts'
import type { Words } from './words.ts'

/** Two schools, by id. */
export type IdPair = readonly [string, string]

/** What is to be paired, and under what rules. Pure data: no file and no clock stands behind it. */
export type PairingRequest = {
  readonly schools: readonly School[]
  /** The day whose UTC offsets count. */
  readonly on: Temporal.PlainDate
  readonly settings: PairingSettings
  /** Pairs of earlier seasons. */
  readonly earlier: readonly IdPair[]
  readonly bans: readonly IdPair[]
  readonly conflicts: readonly IdPair[]
  /** Two schools that stay together, or three: the trio of an odd number. */
  readonly locks: readonly (readonly string[])[]
}

/** The lists of a request, in which a fault may lie. */
export type RequestList = 'schools' | 'settings' | 'earlier' | 'bans' | 'conflicts' | 'locks'

/** A reason why a request cannot be worked on: the list and the index of its entry, and a sentence without its place. */
export type RequestFault = { readonly list: RequestList; readonly index: number; readonly words: Words }

const same = ([a, b]: IdPair, [c, d]: IdPair): boolean => (a === c && b === d) || (a === d && b === c)

const pairsOfLock = (lock: readonly string[]): IdPair[] =>
  lock.flatMap((a, i) => lock.slice(i + 1).map((b): IdPair => [a, b]))

const faultsOfSchools = (schools: readonly School[]): RequestFault[] => {
  const seen = new Set<string>()
  return schools.flatMap(({ id, region, municipality }, index) => {
    const words: Words[] = []
    if (seen.has(id)) words.push(say.idTwice(id))
    seen.add(id)
    if (foldName(region) === '') words.push(say.noRegion(id))
    if (foldName(municipality) === '') words.push(say.noMunicipality(id))
    return words.map((text): RequestFault => ({ list: 'schools', index, words: text }))
  })
}

const faultsOfIds = (
  list: 'earlier' | 'bans' | 'conflicts' | 'locks',
  entries: readonly (readonly string[])[],
  known: ReadonlySet<string>,
): RequestFault[] =>
  entries.flatMap((ids, index) => {
    const words = ids.filter(id => !known.has(id)).map(say.unknownId)
    const twice = ids.find((id, i) => ids.indexOf(id) < i)
    if (twice !== undefined) words.push(say.besideItself(twice))
    return words.map(text => ({ list, index, words: text }))
  })

const faultsOfLocks = ({ schools, locks, bans, conflicts }: PairingRequest): RequestFault[] => {
  const locked = new Set<string>()
  let trios = 0
  return locks.flatMap((lock, index) => {
    const words: Words[] = []
    if (lock.length !== 2 && lock.length !== 3) words.push(say.lockSize(lock.length))
    for (const id of lock) {
      if (locked.has(id)) words.push(say.lockedTwice(id))
      locked.add(id)
    }
    for (const pair of pairsOfLock(lock)) {
      if (bans.some(ban => same(ban, pair))) words.push(say.lockAgainstBan(...pair))
      if (conflicts.some(conflict => same(conflict, pair))) words.push(say.lockAgainstConflict(...pair))
    }
    if (lock.length === 3 && schools.length % 2 === 0) words.push(say.trioOfEven(schools.length))
    else if (lock.length === 3 && ++trios > 1) words.push(say.secondTrio)
    return words.map((text): RequestFault => ({ list: 'locks', index, words: text }))
  })
}

/** The faults of a request, in the order of its lists; an empty list when it can be worked on. */
export const faultsOfRequest = (request: PairingRequest): RequestFault[] => {
  const { schools, earlier, bans, conflicts, locks, settings } = request
  const known = new Set(schools.map(({ id }) => id))
  const faults = [
    ...faultsOfSettings(settings, schools.length).map((words): RequestFault => ({ list: 'settings', index: 0, words })),
    ...faultsOfSchools(schools),
    ...faultsOfIds('earlier', earlier, known),
    ...faultsOfIds('bans', bans, known),
    ...faultsOfIds('conflicts', conflicts, known),
    ...faultsOfIds('locks', locks, known),
  ]
  return faults.length > 0 ? faults : faultsOfLocks(request)
}
