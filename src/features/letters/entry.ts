import { type RawBuilder, sql } from 'kysely'
import type { LetterClass, LetterKind, LetterRole } from '../../../workflows/letters/kinds.ts'
import type { Act } from '../../../workflows/machines/duty.ts'

export type EntryState = 'due' | 'sent' | 'skipped' | 'failed' | 'cancelled'
export type LetterState = 'handing' | 'waiting' | 'sent' | 'failed' | 'dropped'

/** An entry of the ledger as pages show it. Instants are UTC texts; no address, no content of anybody's. */
export type ShownEntry = {
  readonly id: number
  readonly root: string
  readonly kind: LetterKind
  /** Of a rung. */
  readonly act: Act | null
  /** Days from the deadline of a rung. */
  readonly step: number
  readonly role: LetterRole
  readonly school: string | null
  readonly schoolName: string | null
  /** The school that the duty or the event is about, where it is another. */
  readonly aboutName: string | null
  readonly person: string | null
  readonly personName: string | null
  readonly class: LetterClass
  readonly deadline: string | null
  readonly openedAt: string
  readonly sendAt: string
  readonly state: EntryState
  /** Of a skipped one its reason's code; of a cancelled one the words of whoever did it. */
  readonly reason: string | null
  readonly byName: string | null
  readonly endedAt: string | null
  readonly letter: string | null
  readonly letterState: LetterState | null
  readonly nextAttemptAt: string | null
  readonly attempts: number | null
  readonly answer: string | null
  /** What came back of its letter after the server had taken it. */
  readonly bounce: string | null
}

/** What a page shows of the entries `e` of the query around. */
export const entryColumns: RawBuilder<unknown> = sql`
  e.id, e.root, e.kind, CASE WHEN e.kind = 'rung' THEN split_part(e.key, '/', 3) END AS act, e.step, e.role, e.school, s.name AS "schoolName",
  CASE WHEN jsonb_typeof(e.detail->'about') = 'number' THEN (
    SELECT o.name FROM seat_school ss JOIN school o ON o.id = ss.school
    WHERE ss.root = e.root AND ss.seat = (e.detail->>'about')::smallint AND o.id IS DISTINCT FROM e.school
  ) END AS "aboutName",
  e.person, p.name AS "personName", e.class, e.deadline, e.opened_at AS "openedAt", e.send_at AS "sendAt", e.state, e.reason,
  b.name AS "byName", e.ended_at AS "endedAt", e.letter, l.state AS "letterState", l.next_attempt_at AS "nextAttemptAt", l.attempts, l.answer,
  (SELECT coalesce(n.says, n.status, '') FROM letter_bounce n WHERE n.letter = e.letter ORDER BY n.at DESC LIMIT 1) AS bounce`

/** The tables that those columns need beside `e`. */
export const entryJoins: RawBuilder<unknown> = sql`
  LEFT JOIN school s ON s.id = e.school
  LEFT JOIN person p ON p.id = e.person
  LEFT JOIN person b ON b.id = e.by_person
  LEFT JOIN letter l ON l.id = e.letter`
