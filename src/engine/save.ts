import { sql } from 'kysely'
import type { Transaction } from '../db/pool.ts'
import { anyOf } from '../db/prepared.ts'
import { chain, type Link } from './chain.ts'
import type { LoadedRoot } from './load.ts'
import type { Deadline } from './play.ts'
import type { Told } from './workflow.ts'

/** A root on which something was played, with its deadlines as they were loaded. */
export type Played = { root: LoadedRoot; before: ReadonlyMap<string, Deadline> }

/** The statement's parameter: rows as a JSON array. */
const json = (list: readonly object[]) => JSON.stringify(list)

const toldOf = ({ root: { id, kind, parent, n, stage } }: Played): Told => ({
  root: id,
  parent,
  news: stage.workflow.newsOf(kind, {
    rows: stage.rows.map((row, index) => ({ ...row, n: n + index + 1 })),
    changed: stage.changed,
    view: stage.things,
  }),
})

const tellOf = async (tx: Transaction, played: readonly Played[]): Promise<void> => {
  const told = played.map(toldOf).filter(({ news }) => news.length > 0)
  if (told.length > 0) await played[0]?.root.stage.workflow.tell?.(tx, told, false)
}

const rowsOf = ({ root: { id, kind, n, head, stage }, before }: Played) => {
  const links = chain(id, n, head, stage.rows)
  const last = links.at(-1) ?? { n, hash: head }
  return {
    root: { root: id, n: last.n, head: last.hash, stand: stage.workflow.standOf(kind, stage.things) },
    links: links.map(link => ({ root: id, ...link })),
    things: [...stage.changed].flatMap(key => {
      const thing = stage.things.get(key)
      return thing === undefined ? [] : [{ root: id, ...thing }]
    }),
    gone: [...before].filter(([key]) => !stage.deadlines.has(key)).map(([, deadline]) => ({ root: id, ...deadline })),
    fresh: [...stage.deadlines]
      .filter(([key, { at }]) => before.get(key)?.at !== at)
      .map(([, deadline]) => ({ root: id, ...deadline })),
  }
}

/**
 * Writes what was played on loaded roots, in one statement: snapshots, the chained rows, deadlines, the new heads and stands; then what has to be
 * told of it. Answers where the rows stand in their chains, root by root.
 */
export const saveRoots = async (tx: Transaction, played: readonly Played[]): Promise<readonly (readonly Link[])[]> => {
  const rows = played.map(rowsOf)
  // Said beside the rows' own ids: the planner knows nothing of what a parameter holds, and would read whole tables for it.
  const ids = rows.map(({ root }) => root.root)
  await sql`
    WITH things AS (
      INSERT INTO thing (root, key, machine, version, value, context, touched)
      SELECT root, key, machine, version, value, context, touched
      FROM jsonb_to_recordset(${json(rows.flatMap(({ things }) => things))}::jsonb)
        AS t(root uuid, key text, machine text, version integer, value jsonb, context jsonb, touched integer)
      ON CONFLICT (root, key) DO UPDATE
      SET version = excluded.version, value = excluded.value, context = excluded.context, touched = excluded.touched
    ), links AS (
      INSERT INTO history (root, n, key, machine, version, actor, at, event, before, after, born, prev, hash)
      SELECT root, n, key, machine, version, actor, at, event, before, after, born, prev, hash
      FROM jsonb_to_recordset(${json(rows.flatMap(({ links }) => links))}::jsonb)
        AS t(root uuid, n integer, key text, machine text, version integer, actor jsonb, at timestamptz, event jsonb,
          before jsonb, after jsonb, born jsonb, prev text, hash text)
    ), gone AS (
      DELETE FROM deadline d
      USING jsonb_to_recordset(${json(rows.flatMap(({ gone }) => gone))}::jsonb) AS t(root uuid, key text, name text)
      WHERE d.root = ${anyOf(ids, 'uuid')} AND d.root = t.root AND d.key = t.key AND d.name = t.name
    ), fresh AS (
      INSERT INTO deadline (root, key, name, due_at)
      SELECT root, key, name, at
      FROM jsonb_to_recordset(${json(rows.flatMap(({ fresh }) => fresh))}::jsonb)
        AS t(root uuid, key text, name text, at timestamptz)
      ON CONFLICT (root, key, name) DO UPDATE SET due_at = excluded.due_at
    )
    UPDATE root r SET n = t.n, head = t.head, stand = t.stand
    FROM jsonb_to_recordset(${json(rows.map(({ root }) => root))}::jsonb) AS t(root uuid, n integer, head text, stand jsonb)
    WHERE r.id = ${anyOf(ids, 'uuid')} AND r.id = t.root
  `.execute(tx)
  await tellOf(tx, played)
  return rows.map(({ links }) => links)
}

/** The same for one root. */
export const saveRoot = async (
  tx: Transaction,
  root: LoadedRoot,
  before: ReadonlyMap<string, Deadline>,
): Promise<readonly Link[]> => (await saveRoots(tx, [{ root, before }]))[0] ?? []
