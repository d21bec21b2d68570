import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { scopeOf } from '../access/scope.ts'
import { entryColumns, entryJoins, type ShownEntry } from './entry.ts'
import { ofSchools } from './forecast-filter.ts'
import { concerns, isMixed, type OutboxLetter } from './outbox-query.ts'

export type Attempt = {
  readonly n: number
  readonly at: string
  readonly outcome: 'sent' | 'deferred' | 'refused' | 'lost'
  readonly code: number | null
  readonly answer: string | null
}

export type Bounce = {
  readonly at: string
  readonly permanent: boolean
  readonly status: string | null
  readonly says: string | null
}

/** One letter with all that became of it. `body`: null where it is no longer kept, or is not all the reader's to read. */
export type LetterPage = {
  readonly letter: Omit<OutboxLetter, 'role' | 'schoolName' | 'entries' | 'bounce'> & {
    readonly messageId: string
    readonly lang: 'ru' | 'en'
    readonly body: string | null
  }
  readonly entries: readonly ShownEntry[]
  readonly attempts: readonly Attempt[]
  readonly bounces: readonly Bounce[]
}

const wholeScope = { region: null, municipality: null, school: null }

/**
 * Reads a letter for a coordinator who answers for some school that it speaks of; a foreign one is as if there were none. Of its reasons only
 * those about that coordinator's schools are shown. Five queries.
 */
export const letterPageOf = async (db: Database, person: string, id: string): Promise<LetterPage> => {
  const scope = await scopeOf(db, person)
  const { rows } = await sql<LetterPage['letter']>`
    SELECT l.id, l.state, l.class, l.person, p.name AS "personName", l.subject, l.body, l.lang, l.message_id AS "messageId",
      ${isMixed(scope)} AS mixed, l.made_at AS "madeAt", l.sent_at AS "sentAt", l.next_attempt_at AS "nextAttemptAt", l.attempts, l.answer
    FROM letter l JOIN person p ON p.id = l.person WHERE l.id = ${id}::uuid AND ${concerns(scope, wholeScope)}
  `.execute(db)
  const [letter] = rows
  if (letter === undefined) return throwProblem(problem('not-found'))
  const [entries, attempts, bounces] = await Promise.all([
    sql<ShownEntry>`
      SELECT ${entryColumns} FROM letter_entry e ${entryJoins}
      WHERE e.letter = ${id}::uuid AND ${ofSchools(scope, wholeScope)} ORDER BY e.deadline, e.opened_at, e.id
    `.execute(db),
    sql<Attempt>`SELECT n, at, outcome, code, answer FROM letter_attempt WHERE letter = ${id}::uuid ORDER BY n`.execute(
      db,
    ),
    sql<Bounce>`SELECT at, permanent, status, says FROM letter_bounce WHERE letter = ${id}::uuid ORDER BY at`.execute(
      db,
    ),
  ])
  return {
    letter: letter.mixed ? { ...letter, subject: null, body: null } : letter,
    entries: entries.rows,
    attempts: attempts.rows,
    bounces: bounces.rows,
  }
}
