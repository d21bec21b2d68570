import { sql } from 'kysely'
import type { Transaction } from '../db/pool.ts'
import { chain, type Link } from './chain.ts'
import type { LoadedRoot } from './load.ts'
import type { Deadline } from './play.ts'

/** The statement's parameter: rows as a JSON array. */
const rows = (list: readonly object[]) => JSON.stringify(list)

/** Writes what was played on a loaded root: snapshots, the chained rows, deadlines, the new head. `before` are the deadlines as loaded. Answers where the rows stand in their chain. */
export const saveRoot = async (
  tx: Transaction,
  root: LoadedRoot,
  before: ReadonlyMap<string, Deadline>,
): Promise<readonly Link[]> => {
  const { id, stage } = root
  const links = chain(id, root.n, root.head, stage.rows)
  const { n, hash } = links.at(-1) ?? { n: root.n, hash: root.head }
  const things = [...stage.changed].map(key => stage.things.get(key)).filter(thing => thing !== undefined)
  const gone = [...before].filter(([key]) => !stage.deadlines.has(key)).map(([, deadline]) => deadline)
  const fresh = [...stage.deadlines]
    .filter(([key, { at }]) => before.get(key)?.at !== at)
    .map(([, deadline]) => deadline)
  await sql`
    WITH things AS (
      INSERT INTO thing (root, key, machine, version, value, context, touched)
      SELECT ${id}::uuid, key, machine, version, value, context, touched FROM jsonb_to_recordset(${rows(things)}::jsonb)
        AS t(key text, machine text, version integer, value jsonb, context jsonb, touched integer)
      ON CONFLICT (root, key) DO UPDATE
      SET version = excluded.version, value = excluded.value, context = excluded.context, touched = excluded.touched
    ), links AS (
      INSERT INTO history (root, n, key, machine, version, actor, at, event, before, after, born, prev, hash)
      SELECT ${id}::uuid, n, key, machine, version, actor, at, event, before, after, born, prev, hash
      FROM jsonb_to_recordset(${rows(links)}::jsonb)
        AS t(n integer, key text, machine text, version integer, actor jsonb, at timestamptz, event jsonb,
          before jsonb, after jsonb, born jsonb, prev text, hash text)
    ), gone AS (
      DELETE FROM deadline d USING jsonb_to_recordset(${rows(gone)}::jsonb) AS t(key text, name text)
      WHERE d.root = ${id}::uuid AND d.key = t.key AND d.name = t.name
    ), fresh AS (
      INSERT INTO deadline (root, key, name, due_at)
      SELECT ${id}::uuid, key, name, at
      FROM jsonb_to_recordset(${rows(fresh)}::jsonb) AS t(key text, name text, at timestamptz)
      ON CONFLICT (root, key, name) DO UPDATE SET due_at = excluded.due_at
    )
    UPDATE root SET n = ${n}, head = ${hash} WHERE id = ${id}::uuid
  `.execute(tx)
  return links
}
