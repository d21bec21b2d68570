import { sql } from 'kysely'
import { addWorkingDays, unknownYears } from '../../../workflows/calendar.ts'
import { localDate } from '../../../workflows/deadlines.ts'
import { rootKey } from '../../../workflows/keys.ts'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { Outcome } from '../../../workflows/outcomes.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import { cycleIn } from '../../../workflows/view.ts'
import type { Database } from '../../db/pool.ts'
import type { House } from '../house.ts'
import { type OpenedSeason, openSeason } from './open-season.ts'

export const outcomes: readonly Outcome[] = ['complete', 'completeLate', 'oneSided', 'notCompleted', 'withdrawn']

export type SeasonState = 'draft' | 'pairing' | 'running' | 'closed' | 'cancelled'

/** A school whose expertise is not complete. */
export type Unfinished = {
  readonly school: string
  readonly name: string
  readonly region: string
  readonly root: string
  readonly seat: SeatNo
}

/** What a closing or reopening has still to reach, partnership by partnership. */
export type Remaining = { readonly to: 'close' | 'reopen'; readonly left: number; readonly all: number }

/** A season as whoever runs it sees it. Dates are YYYY-MM-DD. */
export type SeasonPage = {
  readonly opened: OpenedSeason
  readonly state: SeasonState
  readonly stages: readonly { readonly id: string; readonly date: string }[]
  readonly closes: string | null
  /** The first day to which a stage can be moved earlier (rules 5). */
  readonly earliest: string
  /** Years that the season reaches into and whose decree on days off is not known: there article 112 alone holds. */
  readonly withoutDecree: readonly number[]
  /** How each seat ended, or would end if the season closed now (rules 7). */
  readonly counts: Readonly<Record<Outcome, number>>
  readonly unfinished: readonly Unfinished[]
  readonly next: string | null
  readonly remaining: Remaining
  readonly may: Readonly<Record<'move' | 'close' | 'reopen' | 'cancel', boolean>>
}

// The same as `outcomesOf` says of a view (workflows/outcomes.ts), seat by seat out of the stands.
const outcome = sql`CASE WHEN p.gone @> to_jsonb(ss.seat) THEN 'withdrawn' WHEN p.settled @> to_jsonb(ss.seat) THEN 'oneSided'
  WHEN NOT p.filed @> to_jsonb(ss.seat) THEN 'notCompleted' WHEN p.late @> to_jsonb(ss.seat) THEN 'completeLate' ELSE 'complete' END`

const seats = (cycle: string) => sql`
  FROM partnership_stand p JOIN seat_school ss ON ss.root = p.root
  WHERE p.cycle = ${cycle}::uuid AND p.value <> 'dissolved'`

const countsOf = async (db: Database, cycle: string): Promise<Record<Outcome, number>> => {
  const { rows } = await sql<{ outcome: Outcome; n: number }>`
    SELECT ${outcome} AS outcome, count(*) AS n ${seats(cycle)} GROUP BY 1
  `.execute(db)
  const none = { complete: 0, completeLate: 0, oneSided: 0, notCompleted: 0, withdrawn: 0 }
  return { ...none, ...Object.fromEntries(rows.map(row => [row.outcome, row.n])) }
}

const unfinishedIn = async (
  db: Database,
  cycle: string,
  after: string | null,
  limit: number,
): Promise<Unfinished[]> => {
  const { rows } = await sql<Unfinished>`
    SELECT s.id AS school, s.name, s.region, it.root, it.seat
    FROM (SELECT ss.root, ss.seat, ss.school, ${outcome} AS outcome ${seats(cycle)}) it JOIN school s ON s.id = it.school
    WHERE it.outcome = 'notCompleted'
      ${after === null ? sql`` : sql`AND (s.name, s.id) > (SELECT name, id FROM school WHERE id = ${after}::uuid)`}
    ORDER BY s.name, s.id LIMIT ${limit}
  `.execute(db)
  return rows
}

export const stateOf = ({ view }: Pick<OpenedSeason, 'view'>): SeasonState => {
  const value = view.get(rootKey)?.value
  return (typeof value === 'object' ? 'running' : value) as SeasonState
}

/** What is still to be closed with its season, or opened again with it. One query. */
export const remainingIn = async (db: Database, cycle: string, state: SeasonState): Promise<Remaining> => {
  const to = state === 'closed' || state === 'cancelled' ? 'close' : 'reopen'
  const { rows } = await sql<{ left: number; all: number }>`
    SELECT count(*) FILTER (WHERE value = ${to === 'close' ? 'active' : 'closed'}) AS "left", count(*) AS "all"
    FROM partnership_stand WHERE cycle = ${cycle}::uuid AND value <> 'dissolved'
  `.execute(db)
  return { to, ...(rows[0] ?? { left: 0, all: 0 }) }
}

const yearsWithoutDecree = ({ calendar }: SeasonDefinition, days: readonly string[]): number[] => {
  const [first, last] = [days[0], days.at(-1)]
  return first === undefined || last === undefined ? [] : unknownYears(calendar, first, last)
}

/** Reads a season for whoever runs it; a fixed number of queries. */
export const seasonPageOf = async (
  house: Pick<House, 'db' | 'seasons' | 'workflow'>,
  cycle: string,
  at: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<SeasonPage> => {
  const opened = await openSeason(house, cycle, at)
  const { view, season, would } = opened
  const { dates, closes } = cycleIn(view)
  const { db } = house
  const state = stateOf(opened)
  const [counts, list, remaining] = await Promise.all([
    countsOf(db, cycle),
    unfinishedIn(db, cycle, after, limit + 1),
    remainingIn(db, cycle, state),
  ])
  const unfinished = list.slice(0, limit)
  const stages = season.stages.flatMap(({ id }) => {
    const date = dates[id] ?? null
    return date === null ? [] : [{ id, date }]
  })
  const days = [...stages.map(({ date }) => date), ...(closes === null ? [] : [closes])].sort()
  return {
    opened,
    state,
    stages,
    closes,
    withoutDecree: yearsWithoutDecree(season, days),
    earliest: addWorkingDays(season.calendar, localDate(at, season.zone), season.workingDays.earliestMove, 5),
    counts,
    unfinished,
    next: list.length > limit ? (unfinished.at(-1)?.school ?? null) : null,
    remaining,
    may: {
      move: would('cycle.moveDates', { tooEarly: [], ends: null }),
      close: would('cycle.close'),
      reopen: would('cycle.reopen'),
      cancel: would('cycle.cancel'),
    },
  }
}
