import type { Database, Transaction } from '../db/pool.ts'
import { loadStage } from './load.ts'
import { applyDue } from './play.ts'
import { saveRoot } from './save.ts'
import type { Workflow } from './workflow.ts'

/** The root under its lock where something of it is due by `at`, else null. With `unlessBusy` also null where somebody holds it just now. */
const lockDue = async (tx: Transaction, root: string, at: string, unlessBusy: boolean) => {
  const query = tx
    .selectFrom('root')
    .selectAll()
    .where('id', '=', root)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('deadline').select('key').where('root', '=', root).where('due_at', '<=', at)),
    )
    .forUpdate()
  return (await (unlessBusy ? query.skipLocked() : query).executeTakeFirst()) ?? null
}

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
    const root = await lockDue(tx, id, at, unlessBusy)
    if (root === null) return 0
    const stage = await loadStage(tx, workflow, root)
    const deadlines = new Map(stage.deadlines)
    applyDue(stage, at)
    // A deadline whose thing no longer listens leaves without a row.
    await saveRoot(tx, { ...root, stage }, deadlines)
    return stage.rows.length
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
