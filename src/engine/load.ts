import type { Transaction } from '../db/pool.ts'
import { type Deadline, deadlineId, emptyStage, type Stage } from './play.ts'
import type { Thing, Workflow } from './workflow.ts'

export type LoadedRoot = { id: string; kind: string; parent: string | null; n: number; head: string; stage: Stage }

const things = async (tx: Transaction, id: string): Promise<Map<string, Thing>> => {
  const rows = await tx
    .selectFrom('thing')
    .select(['key', 'machine', 'version', 'value', 'context', 'touched'])
    .where('root', '=', id)
    .orderBy('key')
    .execute()
  return new Map(rows.map(row => [row.key, row]))
}

const deadlines = async (tx: Transaction, id: string): Promise<Map<string, Deadline>> => {
  const rows = await tx.selectFrom('deadline').select(['key', 'name', 'due_at as at']).where('root', '=', id).execute()
  return new Map(rows.map(row => [deadlineId(row.key, row.name), row]))
}

/** All that a root holds, as it stands. */
export const loadStage = async (
  tx: Transaction,
  workflow: Workflow,
  root: Pick<LoadedRoot, 'id' | 'kind' | 'n'>,
): Promise<Stage> => ({
  ...emptyStage(workflow, root.kind),
  n: root.n,
  things: await things(tx, root.id),
  deadlines: await deadlines(tx, root.id),
})

/**
 * A root with all its things, under the root's lock: `update` for whoever decides, `share` for whoever writes content that the
 * machines' state permits. Null where there is no such root.
 */
export const loadRoot = async (
  tx: Transaction,
  workflow: Workflow,
  id: string,
  lock: 'update' | 'share',
): Promise<LoadedRoot | null> => {
  const query = tx.selectFrom('root').selectAll().where('id', '=', id)
  const root = await (lock === 'update' ? query.forUpdate() : query.forShare()).executeTakeFirst()
  return root === undefined ? null : { ...root, stage: await loadStage(tx, workflow, root) }
}
