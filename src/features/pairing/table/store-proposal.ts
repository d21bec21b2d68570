import { sql } from 'kysely'
import type { Transaction } from '../../../db/pool.ts'
import type { Certificate } from '../certificate.ts'
import type { FairnessComparison } from '../fairness.ts'
import type { Problem } from '../problem.ts'
import { proposedPair } from '../proposal.ts'
import { rowsOf } from './rows.ts'

/** A version that is to be stored. `certificate` is null in one that was changed by hand; its `base` is then the version that has one. */
export type NewDraft = {
  readonly cycle: string
  readonly revision: number
  readonly born: number
  readonly how: 'solved' | 'exchanged'
  readonly at: string
  readonly person: string
  readonly groups: readonly (readonly string[])[]
  readonly seconds: number
  readonly checkSeconds: number
  readonly rounds: number
  readonly bound: number
  readonly objections: readonly string[]
  readonly fairness: FairnessComparison
  readonly certificate: Certificate | null
  readonly base: number | null
}

const stored = (problem: Problem, groups: NewDraft['groups']) => {
  const key = (ids: readonly string[]) => [...ids].sort().join()
  const locks = new Set(problem.locks.map(lock => key(lock.map(row => problem.schools[row]?.id ?? ''))))
  return rowsOf(problem, groups)
    .map((rows, index) => {
      const members = groups[index] ?? []
      const locked = locks.has(key(members))
      const sides = rows.flatMap((u, i) => rows.slice(i + 1).map(v => proposedPair(problem, u, v, locked)))
      const weight = sides.reduce((sum, side) => sum + side.weight, 0)
      const regions = new Set(rows.map(row => problem.all.region[row]))
      return { members, weight, sides, locked, same_region: regions.size < rows.length, mean: weight / sides.length }
    })
    .sort((one, other) => one.mean - other.mean || (key(one.members) < key(other.members) ? -1 : 1))
}

/** Stores the next version of a season's proposal, under the lock of its table; gives its number. */
export const storeDraft = async (
  tx: Transaction,
  problem: Problem,
  { cycle, groups, objections, fairness, certificate, base, ...it }: NewDraft,
): Promise<number> => {
  const { version } = await tx
    .selectFrom('pairing_proposal')
    .select(({ fn }) => fn.coalesce(fn.max('version'), sql<number>`0`).as('version'))
    .where('cycle', '=', cycle)
    .executeTakeFirstOrThrow()
  const rows = stored(problem, groups)
  const total = rows.reduce((sum, { weight, members }) => sum + (members.length === 2 ? 2 * weight : weight), 0)
  const next = version + 1
  await tx
    .insertInto('pairing_proposal')
    .values({
      cycle,
      version: next,
      revision: it.revision,
      born: it.born,
      how: it.how,
      made_at: it.at,
      author: it.person,
      schools: problem.schools.length,
      seconds: it.seconds,
      check_seconds: it.checkSeconds,
      rounds: it.rounds,
      total,
      bound: it.bound,
      optimal: total === it.bound,
      objections: JSON.stringify(objections),
      fairness: JSON.stringify(fairness),
      certificate: certificate === null ? null : JSON.stringify(certificate),
      base: base ?? next,
    })
    .execute()
  await sql`
    INSERT INTO proposed_group (cycle, version, place, members, weight, sides, locked, same_region)
    SELECT ${cycle}::uuid, ${next}, g.place, g.members, g.weight, g.sides, g.locked, g.same_region
    FROM jsonb_to_recordset(${JSON.stringify(rows.map((row, index) => ({ ...row, place: index + 1 })))}::jsonb)
      AS g(place integer, members uuid[], weight integer, sides jsonb, locked boolean, same_region boolean)
  `.execute(tx)
  return next
}
