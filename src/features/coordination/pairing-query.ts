import { sql } from 'kysely'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { Database } from '../../db/pool.ts'
import { anywhere, covers, type Scope } from '../access/scope.ts'

/** Where a school sits whose partners all left: its package goes along from there (rules 22). */
export type From = { readonly root: string; readonly seat: SeatNo }

/**
 * A school that could be paired by hand. `new`: it has never had partners in this season. `orphan`: its partners left. `out`: it left its pair
 * itself, or the pair was dissolved.
 */
export type FreeSchool = {
  readonly school: string
  readonly name: string
  readonly region: string
  readonly municipality: string
  readonly kind: 'new' | 'orphan' | 'out'
  readonly from: From | null
  /** Whether the reader covers every school of the pair that it would leave, too (rules 10). */
  readonly reachable: boolean
}

/** A trio of which two remain, and one reviews nobody: a further review is missing. */
export type Gap = { readonly root: string; readonly schools: readonly string[] }

const place = sql`s.id AS school, s.name, s.region, s.municipality`

/** Whether the school `s` sits in a pair of the season that goes on. */
const seated = (cycle: string) => sql`EXISTS (
  SELECT FROM seat_school ss JOIN partnership_stand p ON p.root = ss.root
  WHERE ss.school = s.id AND p.cycle = ${cycle}::uuid AND p.value = 'active' AND NOT p.gone @> to_jsonb(ss.seat))`

/** Schools of the scope whose partners all withdrew. */
export const orphans = async (
  db: Database,
  scope: Scope,
  cycle: string,
  among: readonly string[] | null,
): Promise<FreeSchool[]> => {
  const { rows } = await sql<FreeSchool>`
    SELECT ${place}, 'orphan' AS kind, jsonb_build_object('root', ss.root, 'seat', ss.seat) AS "from",
      (SELECT bool_and(${covers(scope)}) FROM seat_school o JOIN school s ON s.id = o.school WHERE o.root = p.root) AS reachable
    FROM partnership_stand p
    JOIN seat_school ss ON ss.root = p.root AND NOT p.gone @> to_jsonb(ss.seat)
    JOIN school s ON s.id = ss.school
    WHERE p.cycle = ${cycle}::uuid AND p.value = 'active' AND p.seats = 1 AND jsonb_array_length(p.gone) > 0 AND ${covers(scope)}
      ${among === null ? sql`` : sql`AND s.id = ANY (${among}::uuid[])`}
    ORDER BY s.name, s.id LIMIT 200
  `.execute(db)
  return rows
}

/** Schools of the scope that sit nowhere in the season, by name, after the cursor. */
export const unseated = async (
  db: Database,
  scope: Scope,
  cycle: string,
  { name, after, limit }: { name: string | null; after: string | null; limit: number },
): Promise<FreeSchool[]> => {
  const { rows } = await sql<FreeSchool>`
    SELECT ${place}, NULL AS "from", true AS reachable, CASE WHEN EXISTS (
        SELECT FROM seat_school ss JOIN root r ON r.id = ss.root WHERE ss.school = s.id AND r.parent = ${cycle}::uuid
      ) THEN 'out' ELSE 'new' END AS kind
    FROM school s
    WHERE ${covers(scope)} AND NOT ${seated(cycle)}
      ${name === null ? sql`` : sql`AND s.name ILIKE ${anywhere(name)}`}
      ${after === null ? sql`` : sql`AND (s.name, s.id) > (SELECT name, id FROM school WHERE id = ${after}::uuid)`}
    ORDER BY s.name, s.id LIMIT ${limit}
  `.execute(db)
  return rows
}

/** Partnerships of the scope from which a school left and in which two or more go on. */
export const gaps = async (db: Database, scope: Scope, cycle: string): Promise<Gap[]> => {
  const { rows } = await sql<Gap>`
    SELECT p.root, array_agg(s.name ORDER BY ss.seat) AS schools
    FROM partnership_stand p
    JOIN seat_school ss ON ss.root = p.root AND NOT p.gone @> to_jsonb(ss.seat)
    JOIN school s ON s.id = ss.school
    WHERE p.cycle = ${cycle}::uuid AND p.left_behind AND p.seats > 1
    GROUP BY p.root HAVING bool_or(${covers(scope)}) ORDER BY p.root LIMIT 200
  `.execute(db)
  return rows
}

/** These schools as they could be paired; those that are not in the scope, or sit somewhere already, are left out. */
export const freeAmong = async (
  db: Database,
  scope: Scope,
  cycle: string,
  schools: readonly string[],
): Promise<FreeSchool[]> => {
  const left = await orphans(db, scope, cycle, schools)
  const { rows } = await sql<FreeSchool>`
    SELECT ${place}, NULL AS "from", true AS reachable, 'new' AS kind FROM school s
    WHERE s.id = ANY (${schools}::uuid[]) AND ${covers(scope)} AND NOT ${seated(cycle)}
  `.execute(db)
  return schools.flatMap(asked => [...left, ...rows].filter(({ school }) => school === asked).slice(0, 1))
}

/** A pair that somebody could join. */
export type RunningPair = {
  readonly root: string
  readonly seats: readonly { readonly seat: SeatNo; readonly school: string; readonly name: string }[]
}

/** Pairs of the season with one or two schools, all of them of the scope: one of them by id, or those with such a name. */
export const runningPairs = async (
  db: Database,
  scope: Scope,
  cycle: string,
  asked: { readonly root: string } | { readonly name: string },
): Promise<RunningPair[]> => {
  const which =
    'root' in asked
      ? sql`p.root = ${asked.root}::uuid`
      : sql`p.root IN (SELECT n.root FROM seat_school n JOIN school ns ON ns.id = n.school WHERE ns.name ILIKE ${anywhere(asked.name)})`
  const { rows } = await sql<RunningPair>`
    SELECT p.root, jsonb_agg(jsonb_build_object('seat', ss.seat, 'school', s.id, 'name', s.name) ORDER BY ss.seat) AS seats
    FROM partnership_stand p
    JOIN seat_school ss ON ss.root = p.root
    JOIN school s ON s.id = ss.school
    WHERE p.cycle = ${cycle}::uuid AND p.value = 'active' AND p.seats < 3 AND ${which}
    GROUP BY p.root HAVING bool_and(${covers(scope)}) ORDER BY p.root LIMIT 20
  `.execute(db)
  return rows
}

/** Two schools with what speaks against putting them together; by hand it is a warning (rules 11, 23). */
export type Warning = {
  readonly code: 'municipality' | 'earlier' | 'curator'
  readonly schools: readonly [string, string]
}

/** What speaks against these schools as partners, by names. `besides`: a partnership that they may share. One query. */
export const warningsOf = async (
  db: Database,
  schools: readonly string[],
  besides: string | null,
): Promise<Warning[]> => {
  const { rows } = await sql<{ code: Warning['code']; one: string; other: string }>`
    WITH them AS (SELECT * FROM school WHERE id = ANY (${schools}::uuid[])), two AS (
      SELECT a.id AS a, b.id AS b, a.name AS one, b.name AS other,
        lower(btrim(a.region)) = lower(btrim(b.region)) AND lower(btrim(a.municipality)) = lower(btrim(b.municipality)) AS near
      FROM them a JOIN them b ON a.id < b.id
    )
    SELECT 'municipality' AS code, one, other FROM two WHERE near
    UNION ALL
    SELECT 'earlier', one, other FROM two WHERE EXISTS (
      SELECT FROM seat_school x JOIN seat_school y ON y.root = x.root
      WHERE x.school = a AND y.school = b AND x.root IS DISTINCT FROM ${besides}::uuid)
    UNION ALL
    SELECT 'curator', one, other FROM two WHERE EXISTS (
      SELECT FROM curator c
      JOIN (SELECT person, school FROM workplace UNION ALL SELECT person, school FROM member) w ON w.person = c.person
      WHERE (c.school = a AND w.school = b) OR (c.school = b AND w.school = a))
  `.execute(db)
  return rows.map(({ code, one, other }) => ({ code, schools: [one, other] }))
}
