import type { Database, Transaction } from '../db/pool.ts'
import { type Lock, loadRoot } from './load.ts'
import { applyDue } from './play.ts'
import { saveRoot } from './save.ts'
import type { Workflow } from './workflow.ts'

const tick = async (tx: Transaction, workflow: Workflow, id: string, at: string, lock: Lock): Promise<number> => {
  const root = await loadRoot(tx, workflow, id, lock, at)
  if (root === null) return 0
  const deadlines = new Map(root.stage.deadlines)
  applyDue(root.stage, at)
  // A deadline whose thing no longer listens leaves without a row.
  await saveRoot(tx, root, deadlines)
  return root.stage.rows.length
}

/** Applies all that fell due on one root by `at`. Answers how many history rows that made; 0 where somebody was faster. */
export const tickRoot = (db: Database, workflow: Workflow, root: string, at: string): Promise<number> =>
  db.transaction().execute(tx => tick(tx, workflow, root, at, 'update'))

/**
 * The same for several roots in one transaction, in which nobody waits: a root that somebody holds just now is passed over and answered with
 * 0. When one of them throws, nothing was written on any.
 */
export const tickFreeRoots = (
  db: Database,
  workflow: Workflow,
  roots: readonly string[],
  at: string,
): Promise<number[]> =>
  db.transaction().execute(async tx => {
    const rows: number[] = []
    for (const root of roots) rows.push(await tick(tx, workflow, root, at, 'updateUnlessBusy'))
    return rows
  })

/** Roots that have something due by `at`, the longest waiting first. */
export const dueRoots = async (db: Database, at: string, limit: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('deadline')
    .select(({ fn }) => ['root', fn.min('due_at').as('first')])
    .where('due_at', '<=', at)
    .groupBy('root')
    .orderBy('first')
    .orderBy('root')
    .limit(limit)
    .execute()
  return rows.map(({ root }) => root)
}

/** The instant of the next deadline after `at`, or null. */
export const nextDueAt = async (db: Database, at: string): Promise<string | null> => {
  const row = await db
    .selectFrom('deadline')
    .select('due_at')
    .where('due_at', '>', at)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst()
  return row?.due_at ?? null
}
