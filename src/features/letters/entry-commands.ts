import { sql } from 'kysely'
import type { LetterRules } from '../../../workflows/letters/entries.ts'
import type { LetterClass } from '../../../workflows/letters/kinds.ts'
import { nextOrdinary, nextUrgent } from '../../../workflows/letters/working-time.ts'
import type { Transaction } from '../../db/pool.ts'
import type { Scope } from '../access/scope.ts'
import { ofSchools } from './forecast-filter.ts'

/** A whole letter, or one entry of the ledger. */
export type Target = { readonly letter: string } | { readonly entry: number }

/** Why nothing was changed. `none`: it ended already. `busy`: it is just being handed over. */
export type Refused = { refused: 'none' | 'busy' | 'cannot' | 'address' | 'absent' }
export type Changed = { done: { entries: number } }

type Reader = { person: string; zone: string; week: 5 | 6; region: string | null; fails: boolean }

type Held = {
  id: number
  state: 'due' | 'sent' | 'skipped' | 'failed' | 'cancelled'
  class: LetterClass
  letter: string | null
  letterState: string | null
  /** A later generation of it has been opened. */
  followed: boolean
}

const among = (scope: Scope, target: Target) =>
  sql`${'letter' in target ? sql`e.letter = ${target.letter}::uuid` : sql`e.id = ${target.entry}::bigint`}
    AND ${ofSchools(scope, { region: null, municipality: null, school: null })}`

/**
 * The entries that are meant, within the scope, under lock. Their reader's lock comes first, for a process that makes letters holds it; then
 * that of the letter, then those of the entries by their ids, as acts take them. Null where there is nothing of the scope.
 */
const holdEntries = async (
  tx: Transaction,
  scope: Scope,
  target: Target,
): Promise<{ reader: Reader; entries: Held[] } | null> => {
  const { rows: found } = await sql<{ id: number; person: string | null; letter: string | null }>`
    SELECT e.id, e.person, e.letter FROM letter_entry e WHERE ${among(scope, target)} ORDER BY e.id
  `.execute(tx)
  const person = found.find(each => each.person !== null)?.person
  if (person == null) return null
  const ids = found.map(({ id }) => id)
  const { rows: readers } = await sql<Reader>`
    SELECT p.id AS person, p.zone, EXISTS (SELECT FROM address_fault f WHERE f.person = p.id) AS fails,
      CASE WHEN e.role = 'school' THEN coalesce(s.week, 5) ELSE 5 END AS week, s.region
    FROM person p JOIN letter_entry e ON e.id = ${ids[0]}::bigint LEFT JOIN school s ON s.id = e.school
    WHERE p.id = ${person}::uuid FOR NO KEY UPDATE OF p
  `.execute(tx)
  const letters = found.flatMap(({ letter }) => letter ?? [])
  await sql`SELECT id FROM letter WHERE id = ANY(${letters}::uuid[]) ORDER BY id FOR UPDATE`.execute(tx)
  await sql`SELECT id FROM letter_entry WHERE id = ANY(${ids}::bigint[]) ORDER BY id FOR UPDATE`.execute(tx)
  const { rows: entries } = await sql<Held>`
    SELECT e.id, e.state, e.class, e.letter, l.state AS "letterState", EXISTS (
      SELECT FROM letter_entry o WHERE o.root = e.root AND o.key = e.key AND o.kind = e.kind AND o.step = e.step AND o.role = e.role
        AND o.seat = e.seat AND o.person = e.person AND o.generation > e.generation
    ) AS followed
    FROM letter_entry e LEFT JOIN letter l ON l.id = e.letter WHERE e.id = ANY(${ids}::bigint[]) ORDER BY e.id
  `.execute(tx)
  const [reader] = readers
  return reader === undefined ? null : { reader, entries }
}

/** When something of this class may go to a reader from `at` on. */
const permitted = (
  rules: LetterRules,
  letterClass: LetterClass,
  { zone, week, region }: Reader,
  at: string,
): string => {
  const clock = { zone, week, calendar: rules.calendarOf(region) }
  if (letterClass === 'asked') return at
  return letterClass === 'urgent' ? nextUrgent(at, clock, rules.letters, null) : nextOrdinary(at, clock, rules.letters)
}

type Actor = { readonly person: string; readonly at: string }

/**
 * What failed is due again, by a named person; its class and its letter stay, and its patience begins anew (engineering 20). What a later entry
 * has followed stays as it is.
 */
export const retry = async (
  tx: Transaction,
  scope: Scope,
  target: Target,
  rules: LetterRules,
  actor: Actor,
): Promise<Changed | Refused> => {
  const held = await holdEntries(tx, scope, target)
  if (held === null) return { refused: 'absent' }
  const failed = held.entries.filter(({ state }) => state === 'failed')
  if (failed.length === 0)
    return { refused: held.entries.some(({ letterState }) => letterState === 'handing') ? 'busy' : 'none' }
  if (held.reader.fails) return { refused: 'address' }
  const open = failed.filter(({ followed }) => !followed)
  const [first] = open
  if (first === undefined) return { refused: 'cannot' }
  const next = permitted(rules, first.class, held.reader, actor.at)
  await sql`
    WITH letters AS (
      UPDATE letter SET state = 'waiting', next_attempt_at = ${next}, first_attempt_at = NULL
      WHERE id = ANY(${open.flatMap(({ letter }) => letter ?? [])}::uuid[]) AND state = 'failed'
    )
    UPDATE letter_entry SET state = 'due', ended_at = NULL, reason = NULL, by_person = ${actor.person}::uuid, send_at = ${next}
    WHERE id = ANY(${open.map(({ id }) => id)}::bigint[]) AND state = 'failed'
  `.execute(tx)
  return { done: { entries: open.length } }
}

/** What is due will not go, by a named person and for a reason that stays in the ledger. A letter with nothing left to say is dropped. */
export const cancel = async (
  tx: Transaction,
  scope: Scope,
  target: Target,
  reason: string,
  actor: Actor,
): Promise<Changed | Refused> => {
  const held = await holdEntries(tx, scope, target)
  if (held === null) return { refused: 'absent' }
  const due = held.entries.filter(({ state }) => state === 'due')
  const free = due.filter(({ letterState }) => letterState !== 'handing')
  if (free.length === 0) return { refused: due.length > 0 ? 'busy' : 'none' }
  const ids = free.map(({ id }) => id)
  await sql`
    UPDATE letter_entry SET state = 'cancelled', ended_at = ${actor.at}, by_person = ${actor.person}::uuid, reason = ${reason}
    WHERE id = ANY(${ids}::bigint[]) AND state = 'due'
  `.execute(tx)
  await sql`
    UPDATE letter l SET state = 'dropped', next_attempt_at = NULL
    WHERE l.id = ANY(${free.flatMap(({ letter }) => letter ?? [])}::uuid[]) AND l.state = 'waiting'
      AND NOT EXISTS (SELECT FROM letter_entry e WHERE e.letter = l.id AND e.state = 'due')
  `.execute(tx)
  return { done: { entries: free.length } }
}
