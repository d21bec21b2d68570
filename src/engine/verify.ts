import type { Database, Transaction } from '../db/pool.ts'
import type { Deadline } from './play.ts'
import { chainFaults, type Fault, replayFaults, type StoredRow } from './replay.ts'
import { can } from './step.ts'
import type { Thing, Workflow } from './workflow.ts'

export type Verified = { roots: number; rows: number; things: number; deadlines: number; faults: readonly Fault[] }

type Stored = { things: Map<string, Thing>; rows: StoredRow[]; deadlines: Map<string, Deadline> }

const read = async (db: Transaction, root: string): Promise<Stored> => {
  const things = await db
    .selectFrom('thing')
    .select(['key', 'machine', 'version', 'value', 'context', 'touched'])
    .where('root', '=', root)
    .execute()
  const rows = await db.selectFrom('history').selectAll().where('root', '=', root).orderBy('n').execute()
  const due = await db.selectFrom('deadline').select(['key', 'name', 'due_at as at']).where('root', '=', root).execute()
  return {
    things: new Map(things.map(thing => [thing.key, thing])),
    rows,
    deadlines: new Map(due.map(deadline => [`${deadline.key} ${deadline.name}`, deadline])),
  }
}

/** Things whose neighbours' news was not brought to them. */
const unsettled = (workflow: Workflow, root: string, kind: string, { things }: Stored): Fault[] =>
  workflow
    .settle(kind, things)
    .filter(({ key, event }) => {
      const thing = things.get(key)
      return thing !== undefined && can(workflow, thing, { ...event, at: '' })
    })
    .map(({ key }) => ({ root, n: null, key, says: 'The thing has not learned what its neighbours did' }))

const verifyRoot = (db: Database, workflow: Workflow, id: string) =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async tx => {
      const { kind, n, head } = await tx.selectFrom('root').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
      const stored = await read(tx, id)
      const faults = [
        ...chainFaults(id, { n, hash: head }, stored.rows),
        ...replayFaults(workflow, id, stored.rows, stored.things, stored.deadlines),
        ...unsettled(workflow, id, kind, stored),
      ]
      return { rows: stored.rows.length, things: stored.things.size, deadlines: stored.deadlines.size, faults }
    })

/** Checks every root, each as one consistent snapshot: its chain, its history played again, and that its things know of each other. */
export const verifyRoots = async (db: Database, workflow: Workflow): Promise<Verified> => {
  const roots = await db.selectFrom('root').select('id').orderBy('id').execute()
  const total = { roots: roots.length, rows: 0, things: 0, deadlines: 0 }
  const faults: Fault[] = []
  for (const { id } of roots) {
    const verified = await verifyRoot(db, workflow, id)
    total.rows += verified.rows
    total.things += verified.things
    total.deadlines += verified.deadlines
    faults.push(...verified.faults)
  }
  return { ...total, faults }
}
