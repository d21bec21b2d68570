import type { Database } from '../db/pool.ts'
import { loadRoot } from './load.ts'
import { applyDue } from './play.ts'
import { saveRoot } from './save.ts'
import type { Workflow } from './workflow.ts'

/**
 * Applies all that fell due on one root by `at`. Answers how many history rows that made; 0 where somebody was faster, and with `unlessBusy`
 * also where somebody is at it: whoever decides applies what is due himself, and whoever only writes content is soon done.
 */
export const tickRoot = (
  db: Database,
  workflow: Workflow,
  id: string,
  at: string,
  { unlessBusy = false } = {},
): Promise<number> =>
  db.transaction().execute(async tx => {
    const root = await loadRoot(tx, workflow, id, unlessBusy ? 'updateUnlessBusy' : 'update', at)
    if (root === null) return 0
    const deadlines = new Map(root.stage.deadlines)
    applyDue(root.stage, at)
    // A deadline whose thing no longer listens leaves without a row.
    await saveRoot(tx, root, deadlines)
    return root.stage.rows.length
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
