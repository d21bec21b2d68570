import type { Pool } from 'pg'
import { chain } from '../../src/engine/chain.ts'
import type { LoadedRoot } from '../../src/engine/load.ts'
import type { Deadline } from '../../src/engine/play.ts'
import { run, type Statement } from './statements.ts'

/** All that one act, or what fell due, leaves in the database, worked out beforehand. Rows of history count from the root's last one. */
export type Rows = {
  readonly root: string
  readonly things: string
  readonly history: string
  readonly gone: string
  readonly fresh: string
  readonly count: number
  readonly head: string
}

/** What was played on a root in memory, as the rows that it comes to. `before` are the deadlines as they were. */
export const rowsOf = ({ id, n, head, stage }: LoadedRoot, before: ReadonlyMap<string, Deadline>): Rows => {
  const links = chain(id, n, head, stage.rows)
  return {
    root: id,
    things: JSON.stringify([...stage.changed].map(key => stage.things.get(key))),
    history: JSON.stringify(links.map(row => ({ ...row, n: row.n - n }))),
    gone: JSON.stringify([...before].filter(([key]) => !stage.deadlines.has(key)).map(([, deadline]) => deadline)),
    fresh: JSON.stringify(
      [...stage.deadlines].filter(([key, { at }]) => before.get(key)?.at !== at).map(([, deadline]) => deadline),
    ),
    count: links.length,
    head: links.at(-1)?.hash ?? head,
  }
}

const locks: Statement = { name: 'locks root', text: 'SELECT n, head FROM root WHERE id = $1 FOR UPDATE' }

const writes: Statement = {
  name: 'writes rows',
  text: `
    WITH things AS (
      UPDATE thing SET version = t.version, value = t.value, context = t.context, touched = t.touched
      FROM json_to_recordset($2) AS t(key text, version integer, value jsonb, context jsonb, touched integer)
      WHERE thing.root = $1 AND thing.key = t.key
    ), links AS (
      INSERT INTO history (root, n, key, machine, version, actor, at, event, before, after, born, prev, hash)
      SELECT $1, $3 + n, key, machine, version, actor, at, event, before, after, born, prev, hash FROM json_to_recordset($4)
        AS t(n integer, key text, machine text, version integer, actor jsonb, at timestamptz, event jsonb, before jsonb,
          after jsonb, born jsonb, prev text, hash text)
    ), gone AS (
      DELETE FROM deadline d USING json_to_recordset($5) AS t(key text, name text)
      WHERE d.root = $1 AND d.key = t.key AND d.name = t.name
    ), fresh AS (
      INSERT INTO deadline (root, key, name, due_at)
      SELECT $1, key, name, at FROM json_to_recordset($6) AS t(key text, name text, at timestamptz)
    )
    UPDATE root SET n = $7, head = $8 WHERE id = $1`,
}

const answers: Statement = {
  name: 'keeps the answer',
  text: 'INSERT INTO first_answer (person, key, body_sha256, answer, kept_until) VALUES ($1, $2, $3, $4, $5)',
}

/** The answer that an act's idempotency key is kept with. */
export type Answer = readonly [person: string, key: string, bodySha256: string, answer: string, keptUntil: string]

/** The same rows as the engine leaves, in one transaction of as few round trips as can be. */
export const writeRows = async (pool: Pool, rows: Rows, answer?: Answer): Promise<void> => {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const locked = await run<{ n: number }>(client, locks, [rows.root])
    const n = locked.rows[0]?.n ?? 0
    const { root, things, history, gone, fresh, count, head } = rows
    await run(client, writes, [root, things, n, history, gone, fresh, n + count, head])
    if (answer !== undefined) await run(client, answers, answer)
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}
