import { foldName, type School } from './schools.ts'
import { faultsOfSettings, type PairingSettings } from './weights.ts'

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
export type RequestFault = { readonly list: RequestList; readonly index: number; readonly sentence: string }

const same = ([a, b]: IdPair, [c, d]: IdPair): boolean => (a === c && b === d) || (a === d && b === c)

/** The pairs among the schools of a lock. */
export const pairsOfLock = (lock: readonly string[]): IdPair[] =>
  lock.flatMap((a, i) => lock.slice(i + 1).map((b): IdPair => [a, b]))

const faultsOfSchools = (schools: readonly School[]): RequestFault[] => {
  const seen = new Map<string, number>()
  const faults: RequestFault[] = []
  schools.forEach((school, index) => {
    const fault = (sentence: string) => faults.push({ list: 'schools', index, sentence })
    if (seen.has(school.id)) fault(`the id ${school.id} stands a second time; every school needs an id of its own`)
    seen.set(school.id, index)
    if (foldName(school.region) === '') fault(`the region of ${school.id} is empty`)
    if (foldName(school.municipality) === '') fault(`the municipality of ${school.id} is empty`)
  })
  return faults
}

const faultsOfPairs = (
  list: 'earlier' | 'bans' | 'conflicts' | 'locks',
  entries: readonly (readonly string[])[],
  known: ReadonlySet<string>,
): RequestFault[] =>
  entries.flatMap((ids, index) => {
    const unknown = ids.filter(id => !known.has(id))
    const sentences = unknown.map(id => `there is no school with the id ${id}`)
    if (new Set(ids).size < ids.length) sentences.push(`${ids[0]} stands beside itself`)
    return sentences.map(sentence => ({ list, index, sentence }))
  })

const faultsOfLocks = ({ schools, locks, bans, conflicts }: PairingRequest): RequestFault[] => {
  const faults: RequestFault[] = []
  const locked = new Set<string>()
  let trios = 0
  locks.forEach((lock, index) => {
    const fault = (sentence: string) => faults.push({ list: 'locks', index, sentence })
    if (lock.length !== 2 && lock.length !== 3) fault('a lock holds two schools, or three')
    for (const id of new Set(lock)) {
      if (locked.has(id)) fault(`${id} is in another lock already`)
      locked.add(id)
    }
    for (const pair of pairsOfLock(lock)) {
      const kept = `the lock of ${pair[0]} and ${pair[1]} stands against`
      if (bans.some(ban => same(ban, pair))) fault(`${kept} a ban of the same two; lift one of them`)
      if (conflicts.some(conflict => same(conflict, pair))) fault(`${kept} a declared conflict of the same two`)
    }
    if (lock.length !== 3) return
    trios++
    if (schools.length % 2 === 0) fault(`three schools are locked together, but ${schools.length} schools need no trio`)
    else if (trios > 1) fault('there is a locked trio already, and an odd number of schools has exactly one')
  })
  return faults
}

/** The faults of a request, in the order of its lists; an empty list when it can be worked on. */
export const faultsOfRequest = (request: PairingRequest): RequestFault[] => {
  const { schools, earlier, bans, conflicts, locks, settings } = request
  const known = new Set(schools.map(({ id }) => id))
  const faults = [
    ...faultsOfSettings(settings, schools.length).map(sentence => ({ list: 'settings' as const, index: 0, sentence })),
    ...faultsOfSchools(schools),
    ...faultsOfPairs('earlier', earlier, known),
    ...faultsOfPairs('bans', bans, known),
    ...faultsOfPairs('conflicts', conflicts, known),
    ...faultsOfPairs('locks', locks, known),
  ]
  return faults.length > 0 ? faults : faultsOfLocks(request)
}
