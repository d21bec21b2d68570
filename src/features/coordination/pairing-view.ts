import type { View } from '../../../workflows/view.ts'
import { lookAt } from '../../engine/look.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { scopeOf } from '../access/scope.ts'
import type { House } from '../house.ts'
import type { Pairing } from './manage-query.ts'
import { type OpenedSeason, openSeason } from './open-season.ts'
import {
  type FreeSchool,
  freeAmong,
  type Gap,
  gaps,
  orphans,
  type RunningPair,
  runningPairs,
  unseated,
  type Warning,
  warningsOf,
} from './pairing-query.ts'
import { ringWith } from './ring.ts'
import { type Unreachable, unreachableAmong, unreachableIn } from './unreachable-query.ts'

type Reader = { readonly person: string; readonly at: string }

/** The schools of a scope that have no partners in a season. */
export type PairingList = {
  readonly opened: OpenedSeason
  /** Whether schools can be put together in this season now. */
  readonly may: boolean
  readonly name: string | null
  readonly goesOn: boolean
  readonly orphans: readonly FreeSchool[]
  readonly schools: readonly FreeSchool[]
  readonly gaps: readonly Gap[]
  /** Schools of the scope that no letter reaches. */
  readonly unreachable: Unreachable
  /** The last school of this part, where there are more. */
  readonly next: string | null
}

type Wanted = { readonly name: string | null; readonly after: string | null; readonly limit: number }

const pairable = { missing: [] }

/** Reads the schools without partners; six queries. */
export const pairingList = async (
  house: Pick<House, 'db' | 'seasons' | 'workflow'>,
  { person, at }: Reader,
  cycle: string,
  { name, after, limit }: Wanted,
): Promise<PairingList> => {
  const opened = await openSeason(house, cycle, at)
  const { db } = house
  const scope = await scopeOf(db, person)
  const [left, free, missing, unreachable] = await Promise.all([
    orphans(db, scope, cycle, null),
    unseated(db, scope, cycle, { name, after, limit: limit + 1 }),
    gaps(db, scope, cycle),
    unreachableIn(db, scope),
  ])
  const schools = free.slice(0, limit)
  return {
    opened,
    may: opened.would('cycle.pair', pairable),
    name,
    goesOn: after !== null,
    orphans: left,
    schools,
    gaps: missing,
    unreachable,
    next: free.length > limit ? (schools.at(-1)?.school ?? null) : null,
  }
}

/** A pair that a school would join, with the seat it would take and who would review whom. */
export type Joining = RunningPair & { readonly seat: number; readonly assignments: readonly Pairing[] }

/** What would be put together, before it is. */
export type PairingPreview = {
  readonly opened: OpenedSeason
  readonly may: boolean
  readonly asked: readonly string[]
  readonly schools: readonly FreeSchool[]
  readonly warnings: readonly Warning[]
  /** Those of them that no letter reaches. */
  readonly unreachable: Unreachable
  readonly joining: Joining | null
  /** Pairs found by name, where one school alone was chosen. */
  readonly found: readonly RunningPair[]
  readonly pairName: string | null
}

type Chosen = { readonly schools: readonly string[]; readonly into: string | null; readonly pairName: string | null }

/** What a choice of schools would become; a fixed number of queries. */
export const pairingPreview = async (
  house: Pick<House, 'db' | 'seasons' | 'workflow'>,
  { person, at }: Reader,
  cycle: string,
  { schools: asked, into, pairName }: Chosen,
): Promise<PairingPreview> => {
  const opened = await openSeason(house, cycle, at)
  const { db } = house
  const scope = await scopeOf(db, person)
  const schools = await freeAmong(db, scope, cycle, asked)
  const [pair] = into === null ? [] : await runningPairs(db, scope, cycle, { root: into })
  const looked = pair === undefined ? null : await lookAt(db, house.workflow, pair.root, at)
  if (into !== null && (pair === undefined || looked === null)) return throwProblem(problem('not-found'))
  const joining = pair === undefined || looked === null ? null : { ...pair, ...ringWith(looked.view as View) }
  const together = [...schools.map(({ school }) => school), ...(joining?.seats ?? []).map(({ school }) => school)]
  return {
    opened,
    may:
      opened.would('cycle.pair', pairable) &&
      schools.length === asked.length &&
      schools.every(({ reachable }) => reachable),
    asked,
    schools,
    warnings: await warningsOf(db, together, into),
    unreachable: await unreachableAmong(db, together),
    joining,
    found: pairName === null || into !== null ? [] : await runningPairs(db, scope, cycle, { name: pairName }),
    pairName,
  }
}
