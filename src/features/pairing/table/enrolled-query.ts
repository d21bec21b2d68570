import { sql } from 'kysely'
import type { Database } from '../../../db/pool.ts'
import { anywhere } from '../../access/scope.ts'
import { factorCount } from '../schools.ts'

/** Schools with a complete profile that are not enrolled, by region. */
export type Waiting = { readonly region: string; readonly schools: number }

/** Reads who could be enrolled yet. */
export const waitingSchools = async (db: Database, cycle: string): Promise<Waiting[]> => {
  const { rows } = await sql<Waiting>`
    SELECT min(s.region) AS region, count(*) AS schools FROM school s
    WHERE (SELECT count(*) FROM jsonb_object_keys(coalesce(s.risk_profile, '{}'))) = ${factorCount}
      AND NOT EXISTS (SELECT FROM enrolled_school e WHERE e.cycle = ${cycle}::uuid AND e.school = s.id)
    GROUP BY lower(btrim(s.region)) ORDER BY 1
  `.execute(db)
  return rows
}

/** How many enrolled schools have nobody whom a letter would reach (rules 9). */
export const unaddressed = async (db: Database, cycle: string): Promise<number> => {
  const { rows } = await sql<{ schools: number }>`
    SELECT count(*) AS schools FROM enrolled_school e
    WHERE e.cycle = ${cycle}::uuid AND NOT EXISTS (
      SELECT FROM member m JOIN person p ON p.id = m.person AND p.email IS NOT NULL
      WHERE m.school = e.school AND NOT EXISTS (SELECT FROM address_fault f WHERE f.person = p.id))
  `.execute(db)
  return rows[0]?.schools ?? 0
}

/** An enrolled school as a list names it. */
export type Listed = { readonly school: string; readonly name: string; readonly region: string }

/** Enrolled schools by name, after a school. */
export const enrolledList = async (
  db: Database,
  cycle: string,
  { name, after, limit }: { readonly name: string | null; readonly after: string | null; readonly limit: number },
): Promise<Listed[]> => {
  const { rows } = await sql<Listed>`
    SELECT s.id AS school, s.name, s.region FROM enrolled_school e JOIN school s ON s.id = e.school
    WHERE e.cycle = ${cycle}::uuid
      ${name === null ? sql`` : sql`AND s.name ILIKE ${anywhere(name)}`}
      ${after === null ? sql`` : sql`AND (s.name, s.id) > (SELECT name, id FROM school WHERE id = ${after}::uuid)`}
    ORDER BY s.name, s.id LIMIT ${limit}
  `.execute(db)
  return rows
}

/** A season as the list of tables names it. */
export type Listing = {
  readonly cycle: string
  readonly definition: string
  readonly value: unknown
  readonly schools: number
  readonly version: number | null
}

/** All seasons, the ones to be paired first. */
export const allTables = async (db: Database): Promise<Listing[]> => {
  const { rows } = await sql<Listing>`
    SELECT r.id AS cycle, t.context->>'definition' AS definition, t.value,
      (SELECT count(*) FROM (
        SELECT school FROM enrolled_school e WHERE e.cycle = r.id
        UNION SELECT ss.school FROM seat_school ss JOIN root p ON p.id = ss.root WHERE p.parent = r.id
      ) its) AS schools,
      (SELECT max(version) FROM pairing_proposal d WHERE d.cycle = r.id) AS version
    FROM root r JOIN thing t ON t.root = r.id AND t.key = ''
    WHERE r.kind = 'cycle' ORDER BY t.value <> '"pairing"', t.value <> '"draft"', r.id
  `.execute(db)
  return rows
}
