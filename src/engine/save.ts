import { sql } from 'kysely'
import type { Transaction } from '../db/pool.ts'
import { chain } from './chain.ts'
import type { LoadedRoot } from './load.ts'
import type { Deadline, Stage } from './play.ts'

const json = (value: object | string | null) => (value === null ? null : JSON.stringify(value))

const saveThings = async (tx: Transaction, root: string, { things, changed }: Stage): Promise<void> => {
  const rows = [...changed].map(key => things.get(key)).filter(thing => thing !== undefined)
  if (rows.length === 0) return
  await sql`
    INSERT INTO thing (root, key, machine, version, value, context, touched)
    SELECT ${root}::uuid, key, machine, version, value, context, touched
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS t(key text, machine text, version integer, value jsonb, context jsonb, touched integer)
    ON CONFLICT (root, key) DO UPDATE
    SET version = excluded.version, value = excluded.value, context = excluded.context, touched = excluded.touched
  `.execute(tx)
}

const saveDeadlines = async (
  tx: Transaction,
  root: string,
  before: ReadonlyMap<string, Deadline>,
  after: ReadonlyMap<string, Deadline>,
): Promise<void> => {
  const gone = [...before].filter(([id]) => !after.has(id)).map(([, deadline]) => deadline)
  const fresh = [...after].filter(([id, { at }]) => before.get(id)?.at !== at).map(([, deadline]) => deadline)
  if (gone.length > 0)
    await sql`
      DELETE FROM deadline d USING jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) AS t(key text, name text)
      WHERE d.root = ${root}::uuid AND d.key = t.key AND d.name = t.name
    `.execute(tx)
  if (fresh.length > 0)
    await sql`
      INSERT INTO deadline (root, key, name, due_at)
      SELECT ${root}::uuid, key, name, at FROM jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) AS t(key text, name text, at timestamptz)
      ON CONFLICT (root, key, name) DO UPDATE SET due_at = excluded.due_at
    `.execute(tx)
}

/** What came of a write: the last history row's number and hash, which are the proof that a person is given. */
export type Saved = { n: number; hash: string }

/** Writes what was played on a loaded root: snapshots, the chained rows, deadlines, the new head. `before` are the deadlines as loaded. */
export const saveRoot = async (
  tx: Transaction,
  root: LoadedRoot,
  before: ReadonlyMap<string, Deadline>,
): Promise<Saved> => {
  const { id, stage } = root
  const links = chain(id, root.n, root.head, stage.rows)
  const last = links.at(-1)
  if (last === undefined) {
    await saveDeadlines(tx, id, before, stage.deadlines)
    return { n: root.n, hash: root.head }
  }
  await saveThings(tx, id, stage)
  await tx
    .insertInto('history')
    .values(
      links.map(({ born, before: from, after, actor, event, ...row }) => ({
        root: id,
        ...row,
        actor: JSON.stringify(actor),
        event: JSON.stringify(event),
        before: json(from),
        after: JSON.stringify(after),
        born: json(born),
      })),
    )
    .execute()
  await saveDeadlines(tx, id, before, stage.deadlines)
  await tx.updateTable('root').set({ n: last.n, head: last.hash }).where('id', '=', id).execute()
  return { n: last.n, hash: last.hash }
}
