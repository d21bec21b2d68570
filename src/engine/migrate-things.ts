import { sql } from 'kysely'
import type { Database } from '../db/pool.ts'
import { loadRoot } from './load.ts'
import { deadlineId, deadlinesOf, type Stage, settle } from './play.ts'
import { saveRoot } from './save.ts'
import { machineOf, restore, SnapshotMismatch } from './step.ts'
import type { Actor, Stand, Thing, Workflow } from './workflow.ts'

const migrator: Actor = { person: null, role: 'migration' }

const lead = (workflow: Workflow, { machine, version }: Thing, stand: Stand): Stand => {
  const today = machineOf(workflow, machine).version
  if (version > today)
    throw new SnapshotMismatch(`«${machine}» is stored by version ${version}, which is newer than ${today} here`)
  let led = stand
  for (let from = version; from < today; from += 1) {
    const migration = workflow.migrations[machine]?.[from]
    if (migration === undefined)
      throw new SnapshotMismatch(`There is no migration of «${machine}» from version ${from}`)
    led = migration(led)
  }
  return led
}

/** Brings one thing to its machine's version of today; the row holds its whole stand, so that replay can start there. */
const migrate = (stage: Stage, thing: Thing, at: string): void => {
  const { key, machine, version, value, context } = thing
  const { deadlines, ...after } = lead(stage.workflow, thing, { value, context, deadlines: deadlinesOf(stage, key) })
  const today = machineOf(stage.workflow, machine).version
  stage.n += 1
  const migrated = { key, machine, version: today, touched: stage.n, ...after }
  restore(stage.workflow, migrated)
  for (const { name } of deadlinesOf(stage, key)) stage.deadlines.delete(deadlineId(key, name))
  for (const { name, at } of deadlines) stage.deadlines.set(deadlineId(key, name), { key, name, at })
  stage.things.set(key, migrated)
  stage.changed.add(key)
  const event = { type: 'migrated', at, from: version, deadlines }
  const before = { value, context }
  stage.rows.push({ key, machine, version: today, actor: migrator, at, event, before, after, born: null })
}

const isOld = (workflow: Workflow, { machine, version }: Thing) => machineOf(workflow, machine).version !== version

const migrateRoot = (db: Database, workflow: Workflow, id: string, at: string): Promise<number> =>
  db.transaction().execute(async tx => {
    const root = await loadRoot(tx, workflow, id, 'update')
    if (root === null) return 0
    const { stage } = root
    const before = new Map(stage.deadlines)
    const old = [...stage.things.values()].filter(thing => isOld(workflow, thing))
    if (old.length === 0) return 0
    for (const thing of old) migrate(stage, thing, at)
    settle(stage, migrator, at)
    await saveRoot(tx, root, before)
    return old.length
  })

/** Roots after `last` that hold a thing of another version than today's, in order. */
const oldRoots = async (db: Database, { machines }: Workflow, last: string): Promise<string[]> => {
  const versions = Object.entries(machines).map(([machine, { version }]) => ({ machine, version }))
  const { rows } = await sql<{ root: string }>`
    SELECT DISTINCT root FROM thing
    WHERE root > ${last}::uuid AND NOT EXISTS (
      SELECT FROM jsonb_to_recordset(${JSON.stringify(versions)}::jsonb) AS today(machine text, version integer)
      WHERE today.machine = thing.machine AND today.version = thing.version
    )
    ORDER BY root LIMIT 500
  `.execute(db)
  return rows.map(({ root }) => root)
}

const beforeAll = '00000000-0000-0000-0000-000000000000'

/**
 * Brings every stored thing to its machine's version of today, root by root under each root's lock, each migration a history row. What is
 * done stays done: called again it goes on where it was stopped, and changes nothing where all is new. Throws `SnapshotMismatch`, with
 * nothing written on that root, where a migration is missing, leads to no fitting snapshot, or the stored version is newer than ours.
 */
export const migrateThings = async (
  db: Database,
  workflow: Workflow,
  at: string,
): Promise<{ roots: number; things: number }> => {
  const migrated = { roots: 0, things: 0 }
  for (let ids = await oldRoots(db, workflow, beforeAll); ids.length > 0; ) {
    for (const id of ids) {
      const things = await migrateRoot(db, workflow, id, at)
      if (things > 0) migrated.roots += 1
      migrated.things += things
    }
    ids = await oldRoots(db, workflow, ids.at(-1) ?? beforeAll)
  }
  return migrated
}
