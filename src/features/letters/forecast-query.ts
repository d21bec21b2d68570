import { type RawBuilder, sql } from 'kysely'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Database } from '../../db/pool.ts'
import { covers, type Scope, scopeOf } from '../access/scope.ts'
import type { House } from '../house.ts'
import { type Days, daysFrom, spansOf, zonesOfReaders } from './days.ts'
import { entryColumns, entryJoins, type ShownEntry } from './entry.ts'
import { type LetterFilter, meant, ofSchools } from './forecast-filter.ts'

/** What goes on one day: `letters` to people, in which `entries` are told. Every letter is one of the three last. */
export type Amounts = {
  readonly letters: number
  readonly entries: number
  /** Reminders before a deadline and on its last day, and nothing else. */
  readonly reminders: number
  /** With something that is overdue. */
  readonly overdue: number
  /** With an event, and nothing overdue. */
  readonly events: number
}

export type ForecastDay = Amounts & { readonly date: string }

/** One letter as it will go: what one person is told at once. */
export type ForecastLetter = {
  readonly sendAt: string
  readonly person: string
  readonly entries: readonly ShownEntry[]
}

/** A letter's place among those of a day: its instant, its reader, and an entry's number where that goes by itself. */
export type ForecastCursor = { readonly sendAt: string; readonly person: string; readonly alone: number }

export type Place = { readonly region: string; readonly municipality: string | null }

export type Forecast = {
  readonly scope: Scope
  readonly filter: LetterFilter
  readonly total: Amounts
  readonly days: readonly ForecastDay[]
  /** The day of which the letters are shown; null where none goes. */
  readonly date: string | null
  readonly letters: readonly ForecastLetter[]
  readonly next: ForecastCursor | null
  /** How many duties of these pairs wait for a partner's act: their letters begin with it (rules 3). */
  readonly held: number
  readonly places: readonly Place[]
  readonly seasons: readonly { readonly cycle: string; readonly definition: string }[]
}

type Wanted = {
  readonly filter: LetterFilter
  readonly date: string | null
  readonly after: ForecastCursor | null
  readonly limit: number
  readonly at: string
}

type Counted = { entries: number; letters: number; loud: number; overdue: number }

// What goes by itself is a letter each; all else of one person at one instant is one (engineering 21). An event's step is the number of its row in
// history, so that what is not ahead of a deadline has a step above 0: a number is compared faster than a word, half a million times.
const counted = sql`
  count(*) AS entries,
  count(*) FILTER (WHERE e.class <> 'ordinary') + count(DISTINCT e.person) FILTER (WHERE e.class = 'ordinary') AS letters,
  count(*) FILTER (WHERE e.class <> 'ordinary') + count(DISTINCT e.person) FILTER (WHERE e.step > 0 AND e.class = 'ordinary') AS loud,
  count(DISTINCT e.person) FILTER (WHERE e.step > 0 AND e.kind = 'rung') AS overdue`

const none: Amounts = { letters: 0, entries: 0, reminders: 0, overdue: 0, events: 0 }

const plus = (one: Amounts, { letters, entries, loud, overdue }: Counted): Amounts => ({
  letters: one.letters + letters,
  entries: one.entries + entries,
  reminders: one.reminders + letters - loud,
  overdue: one.overdue + overdue,
  events: one.events + loud - overdue,
})

/**
 * How much goes on which day. Hundreds of thousands of entries share a few instants, so the instants are counted first; only of those that
 * lie on different days for different readers the readers' zones are asked for. Two queries.
 */
const daysOf = async (db: Database, days: Days, which: RawBuilder<boolean>): Promise<ForecastDay[]> => {
  const { rows } = await sql<Counted & { sendAt: string }>`
    SELECT e.goes_at AS "sendAt", ${counted} FROM letter_entry e WHERE e.goes_at IS NOT NULL AND ${which} GROUP BY e.goes_at
  `.execute(db)
  const placed = rows.map(row => ({ ...row, date: days.everywhere(row.sendAt) }))
  const unsure = placed.filter(({ date }) => date === null).map(({ sendAt }) => sendAt)
  const { rows: byZone } = await sql<Counted & { sendAt: string; zone: string }>`
    SELECT e.goes_at AS "sendAt", p.zone, ${counted} FROM letter_entry e JOIN person p ON p.id = e.person
    WHERE e.goes_at = ANY(${unsure}::timestamptz[]) AND ${which} GROUP BY e.goes_at, p.zone
  `.execute(db)
  const amounts = new Map<string, Amounts>()
  const add = (date: string, row: Counted) => amounts.set(date, plus(amounts.get(date) ?? none, row))
  for (const row of placed) if (row.date !== null) add(row.date, row)
  for (const row of byZone) add(days.in(row.zone, row.sendAt), row)
  return [...amounts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([date, it]) => ({ date, ...it }))
}

const alone = sql`CASE WHEN e.class = 'ordinary' THEN 0 ELSE e.id END`

type LetterRow = { sendAt: string; person: string; alone: number; ids: number[] }

/** A part of the letters of a day, in the order in which they go. Two queries. */
const lettersOf = async (
  db: Database,
  days: Days,
  which: RawBuilder<boolean>,
  date: string,
  { after, limit, at }: Wanted,
): Promise<{ letters: ForecastLetter[]; next: ForecastCursor | null }> => {
  const spans = spansOf(days, date, at)
  const from = spans.map(span => span.from).sort()[0] ?? at
  const to =
    spans
      .map(span => span.to)
      .sort()
      .at(-1) ?? at
  const { rows: found } = await sql<LetterRow>`
    SELECT e.goes_at AS "sendAt", e.person, ${alone} AS alone, array_agg(e.id ORDER BY e.id) AS ids
    FROM letter_entry e JOIN person p ON p.id = e.person
    JOIN jsonb_to_recordset(${JSON.stringify(spans)}::jsonb) AS day(zone text, "from" timestamptz, "to" timestamptz)
      ON day.zone = p.zone AND e.goes_at >= day."from" AND e.goes_at < day."to"
    WHERE e.goes_at >= ${from}::timestamptz AND e.goes_at < ${to}::timestamptz
      AND ${which}
      ${
        after === null
          ? sql``
          : sql`AND e.goes_at >= ${after.sendAt}::timestamptz
              AND (e.goes_at, e.person, ${alone}) > (${after.sendAt}::timestamptz, ${after.person}::uuid, ${after.alone}::bigint)`
      }
    GROUP BY e.goes_at, e.person, 3 ORDER BY e.goes_at, e.person, 3 LIMIT ${limit + 1}
  `.execute(db)
  const shown = found.slice(0, limit)
  const { rows: entries } = await sql<ShownEntry>`
    SELECT ${entryColumns} FROM letter_entry e ${entryJoins}
    WHERE e.id = ANY(${shown.flatMap(({ ids }) => ids)}::bigint[]) ORDER BY e.deadline, e.opened_at, e.id
  `.execute(db)
  const last = found.length > limit ? shown.at(-1) : undefined
  return {
    letters: shown.map(({ sendAt, person, ids }) => ({
      sendAt,
      person,
      entries: entries.filter(({ id }) => ids.includes(id)),
    })),
    next: last === undefined ? null : { sendAt: last.sendAt, person: last.person, alone: last.alone },
  }
}

const heldIn = async (db: Database, scope: Scope, filter: LetterFilter): Promise<number> => {
  const whole = scope.everything && [filter.region, filter.municipality, filter.school].every(each => each === null)
  const { rows } = await sql<{ held: number }>`
    SELECT coalesce(sum(p.held), 0)::integer AS held FROM partnership_stand p WHERE p.value = 'active'
      ${filter.cycle === null ? sql`` : sql`AND p.cycle = ${filter.cycle}::uuid`}
      ${whole ? sql`` : sql`AND p.root IN (SELECT ss.root FROM seat_school ss WHERE ${ofSchools(scope, filter, 'ss.school')})`}
  `.execute(db)
  return rows[0]?.held ?? 0
}

/** The regions of a scope, and the municipalities of the chosen one. */
export const placesOf = async (db: Database, scope: Scope, region: string | null): Promise<Place[]> => {
  const { rows } = await sql<Place>`
    SELECT DISTINCT btrim(s.region) AS region,
      CASE WHEN lower(btrim(s.region)) = lower(btrim(${region}::text)) THEN btrim(s.municipality) END AS municipality
    FROM school s WHERE ${covers(scope)} ORDER BY 1, 2
  `.execute(db)
  return rows
}

/** The seasons, the newest first. */
const seasonsOf = async (db: Database): Promise<Forecast['seasons']> => {
  const { rows } = await sql<{ cycle: string; definition: string }>`
    SELECT r.id AS cycle, t.context->>'definition' AS definition
    FROM root r JOIN thing t ON t.root = r.id AND t.key = '' WHERE r.kind = 'cycle' ORDER BY 2 DESC, 1
  `.execute(db)
  return rows
}

/** Seasons share one working calendar and one country's hours of letters. */
export const hoursOf = ({ seasons }: Pick<House, 'seasons'>): SeasonDefinition => {
  const [season] = seasons.values()
  if (season === undefined) throw new Error('There is no season here')
  return season
}

const totalOf = (days: readonly ForecastDay[]): Amounts =>
  days.reduce<Amounts>(
    (sum, it) => ({
      letters: sum.letters + it.letters,
      entries: sum.entries + it.entries,
      reminders: sum.reminders + it.reminders,
      overdue: sum.overdue + it.overdue,
      events: sum.events + it.events,
    }),
    none,
  )

/** Everything that will go out about the schools of a coordinator's territory, by day; what is in a letter already, the outbox tells. Nine queries. */
export const forecastOf = async (
  house: Pick<House, 'db' | 'seasons'>,
  person: string,
  wanted: Wanted,
): Promise<Forecast> => {
  const { db } = house
  const { filter, at } = wanted
  const [scope, zones, seasons] = await Promise.all([scopeOf(db, person), zonesOfReaders(db), seasonsOf(db)])
  const calendar = daysFrom(at, zones, hoursOf(house))
  const which = meant(scope, filter)
  const [days, held, places] = await Promise.all([
    daysOf(db, calendar, which),
    heldIn(db, scope, filter),
    placesOf(db, scope, filter.region),
  ])
  const date = wanted.date ?? days[0]?.date ?? null
  const { letters, next } = await lettersOf(db, calendar, which, date ?? at.slice(0, 10), wanted)
  return { scope, filter, total: totalOf(days), days, date, letters, next, held, places, seasons }
}
