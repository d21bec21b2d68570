import { isDeepStrictEqual } from 'node:util'
import type { Database, Transaction } from '../db/pool.ts'
import { loadStage } from './load.ts'
import type { Stage } from './play.ts'
import { reasonFaults, type StoredReason } from './reason-faults.ts'
import { chainFaults, type Fault, replayFaults, type StoredRow } from './replay.ts'
import { can } from './step.ts'
import type { Workflow } from './workflow.ts'

/** `blanked`: texts that were emptied with a reason; the rows that name them verify all the same. */
export type Verified = {
  roots: number
  rows: number
  things: number
  deadlines: number
  blanked: number
  faults: readonly Fault[]
}

const readRows = (tx: Transaction, root: string): Promise<StoredRow[]> =>
  tx.selectFrom('history').selectAll().where('root', '=', root).orderBy('n').execute()

const readInherited = async (tx: Transaction, parent: string | null) =>
  parent === null ? [] : tx.selectFrom('reason').select(['id', 'sha256']).where('root', '=', parent).execute()

const readReasons = (tx: Transaction, root: string): Promise<StoredReason[]> =>
  tx.selectFrom('reason').select(['id', 'salt', 'body', 'sha256']).where('root', '=', root).orderBy('id').execute()

/** Things whose neighbours' news was not brought to them. */
const unsettled = (root: string, { workflow, kind, things }: Stage): Fault[] => {
  try {
    return workflow
      .settle(kind, things)
      .filter(({ key, event }) => {
        const thing = things.get(key)
        return thing !== undefined && can(workflow, thing, { ...event, at: '' })
      })
      .map(({ key }) => ({ root, n: null, key, says: 'The thing has not learned what its neighbours did' }))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [{ root, n: null, key: null, says: `The things cannot be asked about each other: ${reason}` }]
  }
}

/** What stands beside the head is what the things say. */
const misstated = (root: string, stand: object | null, { workflow, kind, things }: Stage): Fault[] =>
  isDeepStrictEqual(stand, workflow.standOf(kind, things))
    ? []
    : [{ root, n: null, key: null, says: 'How it stands is not what its things say' }]

const verifyRoot = (db: Database, workflow: Workflow, id: string) =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async tx => {
      const root = await tx.selectFrom('root').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
      const rows = await readRows(tx, id)
      const stage = await loadStage(tx, workflow, root)
      const { blanked, faults: reasons } = reasonFaults(
        id,
        rows,
        await readReasons(tx, id),
        await readInherited(tx, root.parent),
      )
      const faults = [
        ...chainFaults(id, { n: root.n, hash: root.head }, rows),
        ...replayFaults(workflow, id, rows, stage),
        ...unsettled(id, stage),
        ...misstated(id, root.stand, stage),
        ...reasons,
      ]
      return { rows: rows.length, things: stage.things.size, deadlines: stage.deadlines.size, blanked, faults }
    })

/** Checks every root, each as one consistent snapshot: its chain, its history played again, its texts, and that its things know of each other. */
export const verifyRoots = async (db: Database, workflow: Workflow): Promise<Verified> => {
  const roots = await db.selectFrom('root').select('id').orderBy('id').execute()
  const total = { roots: roots.length, rows: 0, things: 0, deadlines: 0, blanked: 0 }
  const faults: Fault[] = []
  for (const { id } of roots) {
    const verified = await verifyRoot(db, workflow, id)
    total.rows += verified.rows
    total.things += verified.things
    total.deadlines += verified.deadlines
    total.blanked += verified.blanked
    faults.push(...verified.faults)
  }
  return { ...total, faults }
}
