import type { Database } from '../db/pool.ts'

/**
 * A way to give a school partners again, its partners having left: together with another school that has none, or as the third of a pair.
 * `weight`: the mean of its weights with them. `begun`: how many reviews were begun in that pair already.
 */
export type Repair = {
  readonly into: string | null
  readonly schools: readonly { readonly school: string; readonly name: string }[]
  readonly weight: number
  readonly begun: number
}

/** Whose repair is looked for, by whom, in which season; `on`: the day whose clocks count, YYYY-MM-DD. */
export type RepairAsked = {
  readonly cycle: string
  readonly school: string
  readonly person: string
  readonly on: string
}

/** Finds the ways that disturb the least, the least first; null where the school has no complete profile to weigh by. */
export type SuggestRepairs = (db: Database, asked: RepairAsked) => Promise<readonly Repair[] | null>
