import { sql } from 'kysely'
import type { Transaction } from '../../../db/pool.ts'
import { keepText } from '../../keep-text.ts'
import { problemOf } from '../problem.ts'
import { brokenBy, ruleBits } from '../rules.ts'
import { changeTable } from './open-table.ts'
import { newestDraft } from './proposals.ts'
import { type Asking, askingOf, type Wish } from './request-query.ts'
import type { TableAct } from './table-acts.ts'

type Wished = { readonly schools: readonly string[]; readonly reason?: string }

const key = (ids: readonly string[]) => [...ids].sort().join()
const text = (reason: string | undefined) => (reason === undefined || reason.trim() === '' ? null : reason.trim())
const twosOf = (ids: readonly string[]) => ids.flatMap((a, i) => ids.slice(i + 1).map(b => [a, b] as const))

/** Why these schools cannot be named together at all, by code. */
const strangers = ({ request }: Asking, schools: readonly string[]): string[] => {
  const known = new Set(request.schools.map(({ id }) => id))
  const unknown = schools.filter(id => !known.has(id)).map(id => `notEnrolled/${id}`)
  return new Set(schools).size < schools.length ? ['size', ...unknown] : unknown
}

const bothIn = (pairs: readonly (readonly string[])[], two: readonly string[]) =>
  pairs.some(pair => two.every(id => pair.includes(id)))

/** The mask of the rules that schools break as partners. */
const maskOf = ({ request }: Asking, schools: readonly string[]): number => {
  const problem = problemOf({ ...request, locks: [] })
  const rows = new Map(problem.schools.map(({ id }, row) => [id, row]))
  const terms = { ...problem.terms, table: problem.all, named: problem.named }
  return twosOf(schools).reduce((all, [a, b]) => all | brokenBy(terms, rows.get(a) ?? -1, rows.get(b) ?? -1), 0)
}

/** Rules that a lock may break, with a reason that is kept. */
const excusable = ruleBits.sameRegion | ruleBits.sameMunicipality | ruleBits.earlierPair

/** Why schools cannot be locked together, by code. */
const lockFaults = (asking: Asking, schools: readonly string[], reason: string | null): string[] => {
  const { request } = asking
  const faults = strangers(asking, schools)
  if (faults.length > 0) return faults
  const held = new Set(request.locks.flat())
  const locked = schools.filter(id => held.has(id)).map(id => `locked/${id}`)
  const even = schools.length === 3 && request.schools.length % 2 === 0 ? ['trioOfEven'] : []
  const second = schools.length === 3 && request.locks.some(lock => lock.length === 3) ? ['secondTrio'] : []
  const mask = maskOf(asking, schools)
  return [
    ...locked,
    ...even,
    ...second,
    ...((mask & ruleBits.ban) === 0 ? [] : ['banned']),
    ...((mask & ruleBits.conflict) === 0 ? [] : ['conflict']),
    ...((mask & excusable) !== 0 && reason === null ? ['reasonNeeded'] : []),
  ]
}

type House = Parameters<TableAct<never>>[1]

/** Stores a wish of the coordinator; `revision` is the one that it makes. */
export const keepWish = async (
  tx: Transaction,
  { house, table: { cycle, revision }, person, at }: House,
  { kind, schools, reason }: { kind: Wish['kind']; schools: readonly string[]; reason: string | null },
): Promise<void> => {
  const kept = reason === null ? null : await keepText(tx, house, { root: cycle, person, at }, reason)
  const [a = '', b = '', c = null] = schools
  await tx
    .insertInto('pairing_wish')
    .values({
      ...{ id: house.newId(), cycle, kind, a, b, c, revision: revision + 1, at, author: person, reason: kept },
      ...{ lifted_at: null, lifted_by: null },
    })
    .execute()
}

/** Marks the group of exactly these schools as locked, or not, in the newest version; false where there is no such group. */
const markGroup = async (
  tx: Transaction,
  cycle: string,
  schools: readonly string[],
  locked: boolean,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`
    UPDATE proposed_group SET locked = ${locked}
    WHERE cycle = ${cycle}::uuid AND members @> ${schools}::uuid[] AND members <@ ${schools}::uuid[]
      AND version = (SELECT max(version) FROM pairing_proposal WHERE cycle = ${cycle}::uuid)
  `.execute(tx)
  return numAffectedRows === 1n
}

/** Locks schools together. A proposal that puts them together anyway stays as good as it was. */
export const lock: TableAct<Wished> = async (tx, by, { schools, reason: typed }) => {
  const { table } = by
  const reason = text(typed)
  const missing = lockFaults(await askingOf(tx, table.cycle, table), schools, reason)
  if (missing.length > 0) return { missing }
  await keepWish(tx, by, { kind: 'lock', schools, reason })
  await changeTable(tx, table, await markGroup(tx, table.cycle, schools, true))
  return { done: true }
}

const keepApart =
  (kind: 'ban' | 'conflict'): TableAct<Wished> =>
  async (tx, by, { schools, reason }) => {
    const { table } = by
    const asking = await askingOf(tx, table.cycle, table)
    const { request } = asking
    const standing = kind === 'ban' ? request.bans : request.conflicts
    const missing = [
      ...strangers(asking, schools),
      ...(bothIn(request.locks, schools) ? ['lockedTogether'] : []),
      ...(bothIn(standing, schools) ? ['already'] : []),
    ]
    if (missing.length > 0) return { missing }
    await keepWish(tx, by, { kind, schools, reason: text(reason) })
    const together = await sql`
      SELECT FROM proposed_group WHERE cycle = ${table.cycle}::uuid AND members @> ${schools}::uuid[]
        AND version = (SELECT max(version) FROM pairing_proposal WHERE cycle = ${table.cycle}::uuid)
    `.execute(tx)
    await changeTable(tx, table, together.rows.length === 0)
    return { done: true }
  }

/** Bans a pair. */
export const ban = keepApart('ban')

/** Declares a conflict of two schools (rules 11). */
export const declareConflict = keepApart('conflict')

/** Takes a wish back. What was wished after the proposal's certificate was made, the certificate never needed. */
export const lift: TableAct<{ readonly wish: string }> = async (tx, { table, person, at }, { wish }) => {
  const { cycle } = table
  const [lifted] = await tx
    .updateTable('pairing_wish')
    .set({ lifted_at: at, lifted_by: person })
    .where('cycle', '=', cycle)
    .where('id', '=', wish)
    .where('lifted_at', 'is', null)
    .returning(['kind', 'revision', sql<string[]>`array_remove(ARRAY[a, b, c], NULL)`.as('schools')])
    .execute()
  if (lifted === undefined) return { missing: ['gone'] }
  if (lifted.kind === 'lock') await markGroup(tx, cycle, lifted.schools, false)
  const draft = await newestDraft(tx, cycle)
  await changeTable(tx, table, draft !== null && lifted.revision > draft.born)
  return { done: true }
}

/** Whether two lists name the same schools. */
export const sameSchools = (one: readonly string[], other: readonly string[]): boolean => key(one) === key(other)
