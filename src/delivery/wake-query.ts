import { sql } from 'kysely'
import type { Database } from '../db/pool.ts'
import { type Due, shares } from './wake-source.ts'

/** The share of a root: by the last byte of its id, which is random in every version of uuid. */
const share = sql<number>`get_byte(uuid_send(root), 15) % ${sql.lit(shares)}`

/** Deadlines due up to `until`: of each share one line for what is due by `at`, since the oldest of it, and one for each instant after that. */
export const dueShares = async (db: Database, at: string, until: string): Promise<Due[]> => {
  const { rows } = await sql<Due>`
    SELECT ${share} AS share, min(due_at) AS since, count(DISTINCT root) AS things
    FROM deadline WHERE due_at <= ${until}
    GROUP BY 1, greatest(due_at, ${at}::timestamptz) ORDER BY 2, 1
  `.execute(db)
  return rows
}

/** A root with something due, and since when. */
export type DueRoot = { root: string; since: string }

/** Roots of a share with something due by `at`, the longest waiting first; those that come after `last` in that order. */
export const dueRootsOf = async (
  db: Database,
  of: number,
  at: string,
  last: DueRoot | undefined,
  limit: number,
): Promise<DueRoot[]> => {
  const { rows } = await sql<DueRoot>`
    SELECT root, min(due_at) AS since FROM deadline
    WHERE due_at <= ${at} AND ${share} = ${of}
    GROUP BY root
    HAVING ${last === undefined ? sql`true` : sql`(min(due_at), root) > (${last.since}::timestamptz, ${last.root}::uuid)`}
    ORDER BY 2, 1 LIMIT ${limit}
  `.execute(db)
  return rows
}
