import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import { covers, type Scope } from '../access/scope.ts'

/** Schools that no letter reaches: nobody who decides there has an address that works (rules 9). `schools`: the first of them by name. */
export type Unreachable = {
  readonly count: number
  readonly schools: readonly { readonly school: string; readonly name: string }[]
}

const shown = 20

const unreachable = async (db: Database, which: RawBuilder<boolean>): Promise<Unreachable> => {
  const { rows } = await sql<Unreachable>`
    WITH found AS (
      SELECT s.id AS school, s.name FROM school s
      WHERE ${which} AND NOT EXISTS (
        SELECT FROM member m JOIN person p ON p.id = m.person LEFT JOIN address_fault f ON f.person = p.id
        WHERE m.school = s.id AND m.role IN ('head', 'schoolCoordinator') AND p.email IS NOT NULL AND f.person IS NULL)
    )
    SELECT (SELECT count(*) FROM found) AS count, coalesce((
      SELECT jsonb_agg(first ORDER BY first.name, first.school) FROM (SELECT * FROM found ORDER BY name, school LIMIT ${shown}) first
    ), '[]') AS schools
  `.execute(db)
  return rows[0] ?? { count: 0, schools: [] }
}

/** Those of these schools that no letter reaches. */
export const unreachableAmong = (db: Database, schools: readonly string[]): Promise<Unreachable> =>
  unreachable(db, sql<boolean>`s.id = ANY(${schools}::uuid[])`)

/** Those of a scope. */
export const unreachableIn = (db: Database, scope: Scope): Promise<Unreachable> =>
  unreachable(db, sql<boolean>`${covers(scope)}`)
