import { sql } from 'kysely'
import type { Database, Transaction } from '../../db/pool.ts'

/** In how many rows of which table some words stand, in whatever column. */
export type Trace = { readonly table: string; readonly rows: number }

const escaped = (needle: string) => JSON.stringify(needle).slice(1, -1)

/**
 * Looks for words in every column of every table, as text; the database itself says which tables there are, so that a new one need not be
 * told of here. `skip`: rows of one person's own, which are known to name them.
 */
export const tracesOf = async (
  db: Database | Transaction,
  needles: readonly string[],
  skip: string | null = null,
): Promise<Trace[]> => {
  const sought = needles.filter(needle => needle.trim().length > 2)
  if (sought.length === 0) return []
  const { rows: tables } = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name
  `.execute(db)
  const patterns = [...new Set(sought.flatMap(needle => [needle, escaped(needle)]))].map(needle => needle.toLowerCase())
  const traces: Trace[] = []
  for (const { name } of tables) {
    const isOwn = name === 'person' ? sql`it.id = ${skip}::uuid` : sql`false`
    const { rows } = await sql<{ rows: number }>`
      SELECT count(*)::integer AS rows FROM ${sql.table(name)} it
      WHERE NOT coalesce(${isOwn}, false)
        AND EXISTS (SELECT FROM unnest(${patterns}::text[]) needle WHERE position(needle IN lower(it::text)) > 0)
    `.execute(db)
    const found = rows[0]?.rows ?? 0
    if (found > 0) traces.push({ table: name, rows: found })
  }
  return traces
}
