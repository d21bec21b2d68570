import { sql } from 'kysely'
import type { Database } from '../../../db/pool.ts'
import { covers, scopeOf } from '../../access/scope.ts'
import type { Repair, RepairAsked, SuggestRepairs } from '../../repairs.ts'
import { tableOf, weightOf } from '../school-table.ts'
import { factorCount, type Level, type Locality, type School } from '../schools.ts'
import { settingsOf } from './request-query.ts'

/** So many ways are told. */
const few = 3

type Sitting = {
  readonly root: string
  readonly seats: number
  readonly begun: number
  readonly schools: readonly (Omit<School, 'risks'> & { readonly profile: Readonly<Record<string, Level>> | null })[]
}

/** The partnerships of a season that go on with one or two schools, all of them covered by the person. */
const sittings = async (db: Database, { cycle, person }: RepairAsked): Promise<Sitting[]> => {
  const scope = await scopeOf(db, person)
  const { rows } = await sql<Sitting>`
    SELECT p.root, p.seats, (
        SELECT count(*) FROM thing t WHERE t.root = p.root AND t.key LIKE 'assignment/%' AND t.value->>'review' <> 'waiting'
      ) AS begun,
      jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'region', s.region, 'municipality', s.municipality, 'timezone', s.zone,
        'locality', s.locality, 'students', s.students, 'profile', s.risk_profile) ORDER BY ss.seat)
        FILTER (WHERE NOT p.gone @> to_jsonb(ss.seat)) AS schools
    FROM partnership_stand p JOIN seat_school ss ON ss.root = p.root JOIN school s ON s.id = ss.school
    WHERE p.cycle = ${cycle}::uuid AND p.value = 'active' AND p.seats < 3
    GROUP BY p.root, p.seats HAVING bool_and(${covers(scope)})
  `.execute(db)
  return rows
}

/** Schools with which this one is not put together by itself: an earlier partner, a ban, a conflict, somebody's curator (rules 11). */
const keptFrom = async (db: Database, { cycle, school }: RepairAsked): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ other: string }>`
    SELECT o.school AS other FROM seat_school me JOIN seat_school o ON o.root = me.root WHERE me.school = ${school}::uuid
    UNION
    SELECT CASE WHEN a = ${school}::uuid THEN b ELSE a END FROM pairing_wish
    WHERE cycle = ${cycle}::uuid AND lifted_at IS NULL AND kind <> 'lock' AND ${school}::uuid IN (a, b)
    UNION
    SELECT CASE WHEN c.school = ${school}::uuid THEN w.school ELSE c.school END
    FROM curator c JOIN (SELECT person, school FROM workplace UNION SELECT person, school FROM member) w ON w.person = c.person
    WHERE ${school}::uuid IN (c.school, w.school)
  `.execute(db)
  return new Set(rows.map(({ other }) => other))
}

const schoolOf = ({ profile, ...it }: Sitting['schools'][number]): School | null => {
  const risks = Array.from({ length: factorCount }, (_, i) => profile?.[String(i + 1)])
  return risks.every(level => level !== undefined) ? { ...it, locality: it.locality as Locality, risks } : null
}

type Weighed = Repair & { readonly admissible: boolean }

const least = (one: Repair, other: Repair): number =>
  Number(one.into !== null) - Number(other.into !== null) || one.begun - other.begun || other.weight - one.weight

/** The ways that disturb the least: two schools without partners trouble nobody; a pair that has begun little is troubled less. */
export const suggestRepairs: SuggestRepairs = async (db, asked) => {
  const all = await sittings(db, asked)
  const apart = await keptFrom(db, asked)
  const own = await db
    .selectFrom('pairing_table')
    .select('settings')
    .where('cycle', '=', asked.cycle)
    .executeTakeFirst()
  const known = all.flatMap(({ schools }) => schools).flatMap(it => schoolOf(it) ?? [])
  const table = tableOf(known, Temporal.PlainDate.from(asked.on), settingsOf(own?.settings ?? null))
  const rowOf = new Map(known.map(({ id }, row) => [id, row]))
  const me = rowOf.get(asked.school)
  if (me === undefined) return null
  const weighed = all.flatMap(({ root, seats, begun, schools }): Weighed[] => {
    const rows = schools.flatMap(({ id }) => rowOf.get(id) ?? [])
    if (rows.length < schools.length || rows.includes(me)) return []
    const weight = rows.reduce((sum, row) => sum + weightOf(table, me, row), 0) / rows.length
    const admissible = rows.every(row => table.municipality[row] !== table.municipality[me])
    return [
      {
        into: seats === 1 ? null : root,
        schools: schools.map(({ id, name }) => ({ school: id, name })),
        weight: Math.round(weight),
        begun,
        admissible: admissible && schools.every(({ id }) => !apart.has(id)),
      },
    ]
  })
  return weighed
    .filter(({ admissible }) => admissible)
    .sort(least)
    .slice(0, few)
    .map(({ admissible: _, ...repair }) => repair)
}
