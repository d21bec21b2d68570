import type { Transaction } from '../db/pool.ts'
import { genesis } from './chain.ts'
import { found } from './play.ts'
import { saveRoot } from './save.ts'
import type { Actor, Birth, Workflow } from './workflow.ts'

/** A root to be: its own thing has the empty key, the others live beside it. */
export type Founding = { id: string; kind: string; parent: string | null; own: Birth; births: readonly Birth[] }

/** Brings roots into being, each with one history row that holds all first snapshots, within the caller's transaction. */
export const foundRoots = async (
  tx: Transaction,
  workflow: Workflow,
  foundings: readonly Founding[],
  actor: Actor,
  at: string,
): Promise<void> => {
  for (const { id, kind, parent, own, births } of foundings) {
    const stage = found(workflow, kind, own, births, actor, at)
    const root = { id, kind, parent, n: 0, head: genesis, stage }
    await tx.insertInto('root').values({ id, kind, parent, n: 0, head: genesis }).execute()
    await saveRoot(tx, root, new Map())
  }
}
