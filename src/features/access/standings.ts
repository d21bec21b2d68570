import { type RawBuilder, sql } from 'kysely'
import type { Role, Standing } from '../../../workflows/permissions.ts'
import type { Database, Transaction } from '../../db/pool.ts'

/**
 * What a person is to a partnership: each of their roles with the seats it covers, the nearest role first. Staff of a seated school never
 * act as its partner's curator, nor as anybody's there (rules 11). One query, and no content is read.
 */
export const standingsOf = async (db: Database | Transaction, person: string, root: string): Promise<Standing[]> =>
  (await standingsQuery(person, root).execute(db)).rows

/** The same as one value, for a query that asks for more. */
export const standingsValue = (person: string, root: string): RawBuilder<Standing[]> =>
  sql`(SELECT coalesce(json_agg(standing), '[]') FROM (${standingsQuery(person, root)}) standing)`

const standingsQuery = (person: string, root: string) => sql<{ role: Role; seats: number[] }>`
    WITH seats AS (
      SELECT ss.seat, ss.school, lower(btrim(s.region)) AS region, lower(btrim(s.municipality)) AS municipality
      FROM seat_school ss JOIN school s ON s.id = ss.school WHERE ss.root = ${root}::uuid
    ), held AS (
      SELECT m.role, CASE m.role WHEN 'head' THEN 1 WHEN 'schoolCoordinator' THEN 2 ELSE 3 END AS rank, seats.seat
      FROM member m JOIN seats ON seats.school = m.school WHERE m.person = ${person}::uuid
      UNION ALL
      SELECT 'curator', 4, seats.seat
      FROM curator c JOIN seats ON seats.school = c.school
      WHERE c.person = ${person}::uuid
        AND NOT EXISTS (SELECT 1 FROM workplace w JOIN seats o ON o.school = w.school WHERE w.person = c.person)
        AND NOT EXISTS (SELECT 1 FROM member w JOIN seats o ON o.school = w.school WHERE w.person = c.person)
      UNION ALL
      SELECT k.level || 'Coordinator', CASE k.level WHEN 'municipal' THEN 5 WHEN 'regional' THEN 6 ELSE 7 END, seats.seat
      FROM coordinator k JOIN seats ON k.region IS NULL
        OR (lower(btrim(k.region)) = seats.region
            AND (k.municipality IS NULL OR lower(btrim(k.municipality)) = seats.municipality))
      WHERE k.person = ${person}::uuid
    )
    SELECT role, array_agg(DISTINCT seat ORDER BY seat) AS seats FROM held GROUP BY role ORDER BY min(rank)
  `
