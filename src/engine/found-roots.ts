import { sql } from 'kysely'
import type { Transaction } from '../db/pool.ts'
import { chain, genesis } from './chain.ts'
import { found } from './play.ts'
import type { Actor, Birth, Workflow } from './workflow.ts'

/** A root to be: its own thing has the empty key, the others live beside it. `said` goes into its first row, as a reason does. */
export type Founding = {
  id: string
  kind: string
  parent: string | null
  own: Birth
  births: readonly Birth[]
  said?: Readonly<Record<string, unknown>>
}

/** Rows of one statement at a time, so that no parameter grows without bound. */
const batch = 500

const rowsOf = (workflow: Workflow, { id, kind, parent, own, births, said }: Founding, actor: Actor, at: string) => {
  const stage = found(workflow, kind, own, births, actor, at, said)
  const links = chain(id, 0, genesis, stage.rows)
  const head = links.at(-1)?.hash ?? genesis
  return {
    roots: [{ id, kind, parent, n: links.length, head }],
    things: [...stage.things.values()].map(thing => ({ root: id, ...thing })),
    history: links.map(row => ({ root: id, ...row })),
    deadlines: [...stage.deadlines.values()].map(deadline => ({ root: id, ...deadline })),
  }
}

const insert = async (tx: Transaction, rows: ReturnType<typeof rowsOf>): Promise<void> => {
  const json = (list: readonly object[]) => JSON.stringify(list)
  await sql`
    INSERT INTO root (id, kind, parent, n, head)
    SELECT * FROM jsonb_to_recordset(${json(rows.roots)}::jsonb) AS t(id uuid, kind text, parent uuid, n integer, head text)
  `.execute(tx)
  await sql`
    INSERT INTO thing (root, key, machine, version, value, context, touched)
    SELECT * FROM jsonb_to_recordset(${json(rows.things)}::jsonb)
      AS t(root uuid, key text, machine text, version integer, value jsonb, context jsonb, touched integer)
  `.execute(tx)
  await sql`
    INSERT INTO history (root, n, key, machine, version, actor, at, event, before, after, born, prev, hash)
    SELECT * FROM jsonb_to_recordset(${json(rows.history)}::jsonb)
      AS t(root uuid, n integer, key text, machine text, version integer, actor jsonb, at timestamptz, event jsonb,
        before jsonb, after jsonb, born jsonb, prev text, hash text)
  `.execute(tx)
  await sql`
    INSERT INTO deadline (root, key, name, due_at)
    SELECT root, key, name, at FROM jsonb_to_recordset(${json(rows.deadlines)}::jsonb)
      AS t(root uuid, key text, name text, at timestamptz)
  `.execute(tx)
}

/** Brings roots into being, set-wise, each with one history row that holds all first snapshots, within the caller's transaction. */
export const foundRoots = async (
  tx: Transaction,
  workflow: Workflow,
  foundings: readonly Founding[],
  actor: Actor,
  at: string,
): Promise<void> => {
  for (let start = 0; start < foundings.length; start += batch) {
    const each = foundings.slice(start, start + batch).map(founding => rowsOf(workflow, founding, actor, at))
    await insert(tx, {
      roots: each.flatMap(rows => rows.roots),
      things: each.flatMap(rows => rows.things),
      history: each.flatMap(rows => rows.history),
      deadlines: each.flatMap(rows => rows.deadlines),
    })
  }
}
