import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'

/** Columns that open something, or only prove a text: no data of a person. */
const unsaid = new Set(['hash', 'token_sha256', 'id_sha256', 'salt', 'sha256', 'form_key', 'body_sha256', 'answer'])

/** Tables whose words are a school's, not a person's: rows are told of, with when and where, and no word of them (rules 16). */
const ofSchools = new Set(['answer', 'answer_version', 'recommendation_version', 'minutes_version'])
const words = new Set(['body', 'score', 'said'])

type Row = Readonly<Record<string, unknown>>

const shown = (table: string, row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).filter(([column]) => !unsaid.has(column) && !(ofSchools.has(table) && words.has(column))),
  )

/** Everything that is kept about a person, by table: their own row, and each row that names them by their id. */
export const exportOf = async (db: Database, person: string): Promise<Record<string, Row[]>> => {
  const { rows: columns } = await sql<{ table: string; column: string }>`
    SELECT c.conrelid::regclass::text AS table, a.attname AS column
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = 'person'::regclass ORDER BY 1, 2
  `.execute(db)
  const found: Record<string, Row[]> = {}
  const own = await db.selectFrom('person').selectAll().where('id', '=', person).execute()
  found.person = own
  for (const { table, column } of [...columns, { table: 'reason', column: 'author' }]) {
    const { rows } = await sql<Row>`
      SELECT * FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ${person}::uuid
    `.execute(db)
    if (rows.length > 0) found[`${table}.${column}`] = rows.map(row => shown(table, row))
  }
  const acts = await sql<Row>`
    SELECT root, n, at, key, event->>'type' AS type FROM history WHERE actor->>'person' = ${person} ORDER BY at, root, n
  `.execute(db)
  if (acts.rows.length > 0) found.history = [...acts.rows]
  return found
}
