import type { PairingRequest } from './request.ts'
import { type NamedPairs, pairKey, ruleBits, type Terms } from './rules.ts'
import { type SchoolTable, tableOf, tableOfRows } from './school-table.ts'
import type { School } from './schools.ts'

/** A request without faults, made ready: all schools in the order of their ids, and those that are still to be paired. */
export type Problem = {
  readonly schools: readonly School[]
  readonly all: SchoolTable
  /** The rules that are broken by name, among the rows of `all`. */
  readonly named: NamedPairs
  /** The locks, as rows of `all` in rising order. */
  readonly locks: readonly (readonly number[])[]
  /** The rows of `all` that no lock holds, in rising order, and the terms of their pairing, whose rows are places in it. */
  readonly free: readonly number[]
  readonly terms: Terms
}

const namedPairs = (request: PairingRequest, rowOf: (id: string) => number): Map<number, number> => {
  const named = new Map<number, number>()
  const { earlier, conflicts, bans } = request
  const lists = [
    [earlier, ruleBits.earlierPair],
    [conflicts, ruleBits.conflict],
    [bans, ruleBits.ban],
  ] as const
  for (const [pairs, bit] of lists)
    for (const [a, b] of pairs) {
      const key = pairKey(rowOf(a), rowOf(b))
      named.set(key, (named.get(key) ?? 0) | bit)
    }
  return named
}

/** The named pairs of which both schools are free, as places among the free. */
const namedAmong = (named: NamedPairs, free: readonly number[]): NamedPairs => {
  const place = new Map(free.map((row, i) => [row, i]))
  const among = new Map<number, number>()
  for (const [key, mask] of named) {
    const [u, v] = [place.get(Math.floor(key / 2 ** 26)), place.get(key % 2 ** 26)]
    if (u !== undefined && v !== undefined) among.set(pairKey(u, v), mask)
  }
  return among
}

/** The problem of a request. Schools are ordered by id, so that the order of the list makes no difference. */
export const problemOf = (request: PairingRequest): Problem => {
  const schools = request.schools.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const rows = new Map(schools.map((school, row) => [school.id, row]))
  const rowOf = (id: string): number => {
    const row = rows.get(id)
    if (row === undefined) throw new Error(`no school with the id ${id}`)
    return row
  }
  const all = tableOf(schools, request.on, request.settings)
  const named = namedPairs(request, rowOf)
  const locks = request.locks.map(lock => lock.map(rowOf).toSorted((a, b) => a - b))
  const locked = new Set(locks.flat())
  const free = schools.map((_, row) => row).filter(row => !locked.has(row))
  return {
    schools,
    all,
    named,
    locks,
    free,
    terms: {
      table: locked.size === 0 ? all : tableOfRows(all, free),
      named: locked.size === 0 ? named : namedAmong(named, free),
      relaxed: 0,
      exception: 0,
      forbidden: Number.POSITIVE_INFINITY,
    },
  }
}
