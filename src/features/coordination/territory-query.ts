import { sql } from 'kysely'
import type { View } from '../../../workflows/view.ts'
import type { Database } from '../../db/pool.ts'
import { type Held, held, stageOf } from '../../engine/load.ts'
import { applyDue } from '../../engine/play.ts'
import { covers, type Scope, scopeOf } from '../access/scope.ts'
import type { House } from '../house.ts'
import { byUrgency, type Cursor, comesAfter, type Filter, ranked, type Stand, standsSo } from './territory-filter.ts'
import { marksOf, pressingIn, standingOf, type TerritoryRow, type TerritorySchool } from './territory-row.ts'

export type Counts = Readonly<Record<Stand | 'all', number>>

/** A season in which the reader has partnerships. */
export type SeasonOf = { readonly cycle: string; readonly definition: string }

export type Place = { readonly region: string; readonly municipality: string | null }

/** A coordinator's page of partnerships. `next`: where the next part begins. */
export type Territory = {
  readonly scope: Scope
  readonly filter: Filter
  readonly counts: Counts
  readonly seasons: readonly SeasonOf[]
  readonly places: readonly Place[]
  readonly rows: readonly TerritoryRow[]
  readonly next: Cursor | null
}

type Wanted = { readonly filter: Filter; readonly after: Cursor | null; readonly limit: number; readonly at: string }

const states: readonly TerritoryRow['state'][] = [
  'decision',
  'overdue',
  'open',
  'waiting',
  'complete',
  'closed',
  'ended',
]

const countsOf = async (db: Database, scope: Scope, filter: Filter, at: string) => {
  const { rows } = await sql<Counts & { seasons: SeasonOf[] | null }>`
    WITH ${ranked(scope, filter, at)}
    SELECT count(*) FILTER (WHERE NOT ended) AS "all", count(*) FILTER (WHERE overdue) AS overdue,
      count(*) FILTER (WHERE held) AS held, count(*) FILTER (WHERE decision) AS decision,
      count(*) FILTER (WHERE left_behind) AS "left", count(*) FILTER (WHERE complete) AS complete, count(*) FILTER (WHERE ended) AS ended,
      (SELECT jsonb_agg(jsonb_build_object('cycle', it.cycle, 'definition', t.context->>'definition') ORDER BY it.cycle)
        FROM (SELECT DISTINCT cycle FROM stand) it JOIN thing t ON t.root = it.cycle AND t.key = '') AS seasons
    FROM ranked
  `.execute(db)
  const [{ seasons, ...counts } = { seasons: null, ...none }] = rows
  return { counts, seasons: seasons ?? [] }
}

const none: Counts = { all: 0, overdue: 0, held: 0, decision: 0, left: 0, complete: 0, ended: 0 }

/** The regions of a scope, and the municipalities of the chosen one. */
const placesOf = async (db: Database, scope: Scope, region: string | null): Promise<Place[]> => {
  const [only, ...others] = scope.offices
  if (!scope.everything && others.length === 0 && only?.municipality != null) return []
  const { rows } = await sql<Place>`
    SELECT DISTINCT btrim(s.region) AS region,
      CASE WHEN lower(btrim(s.region)) = lower(btrim(${region}::text)) THEN btrim(s.municipality) END AS municipality
    FROM school s WHERE ${covers(scope)} ORDER BY 1, 2
  `.execute(db)
  return rows
}

type Line = { rank: number; root: string; cycle: string; due: string | null; since: string | null }
type SchoolLine = Omit<TerritorySchool, 'standing' | 'marks'>
type Row = Line & Held & { asked: boolean; left: boolean; n: number; schools: SchoolLine[] }

const linesOf = async (db: Database, scope: Scope, { filter, after, limit, at }: Wanted): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    WITH ${ranked(scope, filter, at)}, part AS (
      SELECT * FROM ranked WHERE ${standsSo(filter.stand)} AND ${comesAfter(after)}
      ORDER BY ${byUrgency} LIMIT ${limit + 1}
    )
    SELECT part.rank, part.root, part.cycle, part.first_due AS due, r.stand->>'heldSince' AS since, part.asked, part.left_behind AS "left", r.n, ${held}, (
      SELECT json_agg(json_build_object('seat', ss.seat, 'name', s.name, 'region', s.region, 'municipality', s.municipality,
        'inScope', ${covers(scope)}) ORDER BY ss.seat)
      FROM seat_school ss JOIN school s ON s.id = ss.school WHERE ss.root = part.root
    ) AS schools
    FROM part JOIN root r ON r.id = part.root ORDER BY ${byUrgency}
  `.execute(db)
  return rows
}

const rowOf = ({ workflow }: Pick<House, 'workflow'>, at: string, line: Row): TerritoryRow => {
  const { root, cycle, n, things, deadlines, rank, schools, since, asked, left } = line
  const stage = stageOf(workflow, { kind: 'partnership', n }, { things, deadlines })
  applyDue(stage, at)
  const view: View = stage.things
  return {
    root,
    cycle,
    state: states[rank] ?? 'open',
    schools: schools.map(school => ({
      ...school,
      standing: standingOf(view, school.seat),
      marks: marksOf(view, school.seat),
    })),
    pressing: pressingIn(view, at),
    waitsSince: since,
    asked,
    left,
  }
}

/** A part of the partnerships that a coordinator has some school in, the most urgent first, as they are at `at`. Four queries at most. */
export const territoryOf = async (
  house: Pick<House, 'db' | 'workflow'>,
  person: string,
  wanted: Wanted,
): Promise<Territory> => {
  const { db } = house
  const { filter, limit, at } = wanted
  const scope = await scopeOf(db, person)
  const [{ counts, seasons }, places, lines] = await Promise.all([
    countsOf(db, scope, filter, at),
    placesOf(db, scope, filter.region),
    linesOf(db, scope, wanted),
  ])
  const shown = lines.slice(0, limit)
  const last = lines.length > limit ? shown.at(-1) : undefined
  return {
    scope,
    filter,
    counts,
    seasons,
    places,
    rows: shown.map(line => rowOf(house, at, line)),
    next: last === undefined ? null : { rank: last.rank, due: last.due, root: last.root },
  }
}
