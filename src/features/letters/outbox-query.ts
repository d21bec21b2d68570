import { type RawBuilder, sql } from 'kysely'
import type { LetterClass, LetterRole } from '../../../workflows/letters/kinds.ts'
import type { Database } from '../../db/pool.ts'
import { type Scope, scopeOf } from '../access/scope.ts'
import type { LetterState } from './entry.ts'
import { type LetterFilter, ofSchools } from './forecast-filter.ts'
import { type Place, placesOf } from './forecast-query.ts'

const letterStates: readonly LetterState[] = ['waiting', 'handing', 'failed', 'sent', 'dropped']

/** What a list of letters can be narrowed to: a state, or those that came back after the server had taken them. */
export type OutboxStand = LetterState | 'returned'
export const outboxStands: readonly OutboxStand[] = [...letterStates, 'returned']

export type OutboxFilter = Pick<LetterFilter, 'region' | 'municipality' | 'school'> & {
  readonly stand: OutboxStand | null
}

export type OutboxCursor = { readonly madeAt: string; readonly id: string }

/** A letter in the list. `mixed`: it also speaks of schools that the reader of the page does not answer for, and its words are not shown. */
export type OutboxLetter = {
  readonly id: string
  readonly state: LetterState
  readonly class: LetterClass
  readonly person: string
  readonly personName: string | null
  readonly role: LetterRole | null
  readonly schoolName: string | null
  readonly subject: string | null
  readonly mixed: boolean
  readonly entries: number
  readonly madeAt: string
  readonly sentAt: string | null
  readonly nextAttemptAt: string | null
  readonly attempts: number
  /** The mail server's last words. */
  readonly answer: string | null
  readonly bounce: string | null
}

export type Outbox = {
  readonly scope: Scope
  readonly filter: OutboxFilter
  readonly counts: Readonly<Record<OutboxStand, number>>
  readonly places: readonly Place[]
  readonly letters: readonly OutboxLetter[]
  readonly next: OutboxCursor | null
}

/** Whether the letter `l` says something about the schools of a scope and filter. */
export const concerns = (
  scope: Scope,
  filter: Pick<OutboxFilter, 'region' | 'municipality' | 'school'>,
): RawBuilder<boolean> =>
  scope.everything && [filter.region, filter.municipality, filter.school].every(each => each === null)
    ? sql<boolean>`true`
    : sql<boolean>`l.id IN (SELECT e.letter FROM letter_entry e WHERE e.letter IS NOT NULL AND ${ofSchools(scope, filter)})`

/** Whether it says something about others, too. */
export const isMixed = (scope: Scope): RawBuilder<boolean> =>
  scope.everything
    ? sql<boolean>`false`
    : sql<boolean>`EXISTS (
        SELECT FROM letter_entry e WHERE e.letter = l.id
          AND NOT coalesce(${ofSchools(scope, { region: null, municipality: null, school: null })}, false))`

const standsSo = (stand: OutboxStand | null): RawBuilder<boolean> => {
  if (stand === null) return sql<boolean>`true`
  if (stand === 'returned') return sql<boolean>`EXISTS (SELECT FROM letter_bounce n WHERE n.letter = l.id)`
  return sql<boolean>`l.state = ${stand}`
}

const countsOf = async (db: Database, which: RawBuilder<boolean>): Promise<Outbox['counts']> => {
  const { rows } = await sql<{ stand: OutboxStand; n: number }>`
    SELECT l.state AS stand, count(*) AS n FROM letter l WHERE ${which} GROUP BY l.state
    UNION ALL
    SELECT 'returned', count(DISTINCT n.letter) FROM letter_bounce n JOIN letter l ON l.id = n.letter WHERE ${which}
  `.execute(db)
  const none = { waiting: 0, handing: 0, failed: 0, sent: 0, dropped: 0, returned: 0 }
  return { ...none, ...Object.fromEntries(rows.map(({ stand, n }) => [stand, n])) }
}

type Wanted = { readonly filter: OutboxFilter; readonly after: OutboxCursor | null; readonly limit: number }

/** A part of the letters about the schools of a coordinator's territory, the newest first. Four queries. */
export const outboxOf = async (db: Database, person: string, { filter, after, limit }: Wanted): Promise<Outbox> => {
  const scope = await scopeOf(db, person)
  const which = concerns(scope, filter)
  const [counts, places, { rows }] = await Promise.all([
    countsOf(db, which),
    placesOf(db, scope, filter.region),
    sql<OutboxLetter>`
      WITH part AS (
        SELECT l.* FROM letter l WHERE ${which} AND ${standsSo(filter.stand)}
          ${after === null ? sql`` : sql`AND (l.made_at, l.id) < (${after.madeAt}::timestamptz, ${after.id}::uuid)`}
        ORDER BY l.made_at DESC, l.id DESC LIMIT ${limit + 1}
      )
      SELECT l.id, l.state, l.class, l.person, p.name AS "personName", first.role, first.name AS "schoolName", l.subject,
        ${isMixed(scope)} AS mixed, (SELECT count(*) FROM letter_entry e WHERE e.letter = l.id) AS entries,
        l.made_at AS "madeAt", l.sent_at AS "sentAt", l.next_attempt_at AS "nextAttemptAt", l.attempts, l.answer,
        (SELECT coalesce(n.says, n.status, '') FROM letter_bounce n WHERE n.letter = l.id ORDER BY n.at DESC LIMIT 1) AS bounce
      FROM part l JOIN person p ON p.id = l.person
      LEFT JOIN LATERAL (
        SELECT e.role, s.name FROM letter_entry e LEFT JOIN school s ON s.id = e.school
        WHERE e.letter = l.id AND ${ofSchools(scope, filter)} ORDER BY e.id LIMIT 1
      ) first ON true
      ORDER BY l.made_at DESC, l.id DESC
    `.execute(db),
  ])
  const letters = rows.slice(0, limit)
  const last = rows.length > limit ? letters.at(-1) : undefined
  return {
    scope,
    filter,
    counts,
    places,
    letters: letters.map(letter => (letter.mixed ? { ...letter, subject: null } : letter)),
    next: last === undefined ? null : { madeAt: last.madeAt, id: last.id },
  }
}
