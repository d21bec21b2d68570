import { sql } from 'kysely'
import type { Transaction } from '../db/pool.ts'
import { type Held, held, type LoadedRoot, stageOf } from './load.ts'
import { applyDue, playAct } from './play.ts'
import { type Played, saveRoots } from './save.ts'
import type { Actor, Event, Workflow } from './workflow.ts'

/** Roots of one statement at a time, so that no parameter and no memory grows without bound. */
const batch = 250

type Row = Omit<LoadedRoot, 'stage'> & Held

const loadAfter = async (tx: Transaction, workflow: Workflow, parent: string, after: string): Promise<LoadedRoot[]> => {
  await sql`
    SELECT id FROM root WHERE parent = ${parent}::uuid AND id > ${after}::uuid ORDER BY id LIMIT ${batch} FOR UPDATE
  `.execute(tx)
  // A second statement reads what those wrote for whom the first had to wait.
  const { rows } = await sql<Row>`
    SELECT r.id, r.kind, r.parent, r.n, r.head, ${held}
    FROM root r WHERE r.parent = ${parent}::uuid AND r.id > ${after}::uuid ORDER BY r.id LIMIT ${batch}
  `.execute(tx)
  return rows.map(({ things, deadlines, ...root }) => ({
    ...root,
    stage: stageOf(workflow, root, { things, deadlines }),
  }))
}

/**
 * Plays one event on every root of a parent that takes it, set-wise and within the caller's transaction, in the order of their ids: the same
 * rows as one dispatch after another would write. Answers on how many.
 */
export const playOnChildren = async (
  tx: Transaction,
  workflow: Workflow,
  parent: string,
  event: Event,
  actor: Actor,
  at: string,
): Promise<number> => {
  let count = 0
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const roots = await loadAfter(tx, workflow, parent, after)
    const last = roots.at(-1)
    if (last === undefined) return count
    const played = roots.flatMap((root): Played[] => {
      const before = new Map(root.stage.deadlines)
      applyDue(root.stage, at)
      return playAct(root.stage, { key: '', event }, actor, at) ? [{ root, before }] : []
    })
    if (played.length > 0) await saveRoots(tx, played)
    count += played.length
    after = last.id
  }
}
