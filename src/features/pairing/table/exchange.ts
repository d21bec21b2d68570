import { fairnessOf } from '../fairness.ts'
import { problemOf } from '../problem.ts'
import { boardOf } from './board.ts'
import { changeTable } from './open-table.ts'
import { certificateIn, groupsIn, newestDraft } from './proposals.ts'
import { askingOf } from './request-query.ts'
import { rowsOf } from './rows.ts'
import { storeDraft } from './store-proposal.ts'
import type { TableAct } from './table-acts.ts'
import { exchangeOf } from './what-if.ts'
import { keepWish, sameSchools } from './wishes.ts'

type Wanted = { readonly a: string; readonly b: string; readonly reason?: string }

/**
 * Two schools change places in the newest proposal: a new version, whose two new groups are locked, so that a proposal made anew keeps them.
 * What the proposal proves is untouched: nothing is worth more than its bound.
 */
export const exchange: TableAct<Wanted> = async (tx, by, { a, b, reason: typed }) => {
  const { table, person, at } = by
  const { cycle } = table
  const draft = await newestDraft(tx, cycle)
  if (draft === null || draft.revision !== table.revision) return { missing: ['outdated'] }
  const asking = await askingOf(tx, cycle, table)
  const certificate = await certificateIn(tx, cycle, draft.base)
  if (certificate === null) throw new Error('The base of this version has no certificate')
  const before = (await groupsIn(tx, cycle, draft.version)).map(({ members }) => members)
  const board = boardOf(asking.request, before, certificate, draft)
  const [one, other] = [board.rowOf.get(a), board.rowOf.get(b)]
  if (one === undefined || other === undefined) return { missing: ['outdated'] }
  const wanted = exchangeOf(board, one, other)
  if (wanted === null) return { missing: ['fixed'] }
  const reason = typed === undefined || typed.trim() === '' ? null : typed.trim()
  const never = wanted.broken.filter(rule => rule === 'ban' || rule === 'conflict')
  const missing = [
    ...never.map(rule => (rule === 'ban' ? 'banned' : 'conflict')),
    ...(wanted.broken.length > never.length && reason === null ? ['reasonNeeded'] : []),
  ]
  if (missing.length > 0) return { missing }
  for (const schools of wanted.groups) await keepWish(tx, by, { kind: 'lock', schools, reason })
  const revision = await changeTable(tx, table, false)
  const problem = problemOf({ ...asking.request, locks: [...asking.request.locks, ...wanted.groups] })
  const touched = [board.groups[board.groupOf[one] ?? -1], board.groups[board.groupOf[other] ?? -1]]
  const leaving = touched.map(rows => (rows ?? []).map(row => problem.schools[row]?.id ?? ''))
  const groups = [...before.filter(ids => !leaving.some(gone => sameSchools(gone, ids))), ...wanted.groups]
  await storeDraft(tx, problem, {
    ...{ cycle, revision, born: draft.born, how: 'exchanged', at, person, groups },
    ...{ seconds: draft.seconds, checkSeconds: draft.checkSeconds, rounds: draft.rounds },
    ...{ bound: draft.bound, objections: draft.objections },
    fairness: { ...draft.fairness, proposed: fairnessOf(problem, rowsOf(problem, groups)) },
    ...{ certificate: null, base: draft.base },
  })
  return { done: true }
}
