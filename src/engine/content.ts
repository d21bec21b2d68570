import type { Database, Transaction } from '../db/pool.ts'
import { loadRoot } from './load.ts'
import { applyDue } from './play.ts'
import { hasTag } from './step.ts'
import type { View, Workflow } from './workflow.ts'

/** Whether content may be written just now: the thing's state carries the tag, the root is open, its owner takes part. */
export type Permit = { writable: boolean; view: View; parent: string | null }

/**
 * What people write is content, not an event: a write that takes the root's lock shared, asks the machine's state at the instant `at`
 * (what fell due by then counts, whether a worker wrote it or not), and then writes in the same transaction. An act that decides takes
 * the lock for itself, so that the two never cross. Null where there is no such root or thing.
 */
export const writeContent = <Answer>(
  db: Database,
  workflow: Workflow,
  where: { root: string; key: string; tag: string; at: string },
  write: (tx: Transaction, permit: Permit) => Promise<Answer>,
): Promise<Answer | null> =>
  db.transaction().execute(async tx => {
    const loaded = await loadRoot(tx, workflow, where.root, 'share')
    if (loaded === null) return null
    applyDue(loaded.stage, where.at)
    const thing = loaded.stage.things.get(where.key)
    const own = loaded.stage.things.get('')
    if (thing === undefined || own === undefined) return null
    const { things: view } = loaded.stage
    const writable =
      hasTag(workflow, own, 'open') &&
      hasTag(workflow, thing, where.tag) &&
      !workflow.isOut(loaded.kind, view, where.key, { type: where.tag })
    return write(tx, { writable, view, parent: loaded.parent })
  })
