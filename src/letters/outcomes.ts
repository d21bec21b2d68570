import { sql } from 'kysely'
import type { Database, Transaction } from '../db/pool.ts'
import { leaseMs } from './desk.ts'
import type { Handing, Outcome } from './types.ts'

const minute = 60_000

/** A letter that was refused for now is tried again for so long after its first attempt (milliseconds of the program's clock). */
const patienceMs = 24 * 60 * minute

const longestPauseMs = 4 * 60 * minute

/** The pause before the next attempt: 5 minutes after the first, then twice as long each time, up to four hours. */
const pauseAfter = (attempt: number): number => Math.min(5 * minute * 2 ** (attempt - 1), longestPauseMs)

type Ended = Outcome & { state: 'sent' | 'waiting' | 'failed'; next: string | null }

type Handed = { id: string; state: string; attempts: number; firstAttemptAt: string }

// What the server accepted, it has, whoever tries meanwhile; any other news counts only of the attempt that is on its way.
const counts = ({ outcome, attempt }: Outcome, handed: Handed | undefined): boolean =>
  handed !== undefined && (outcome === 'sent' || (handed.state === 'handing' && handed.attempts === attempt))

const endOf = (outcome: Outcome, handed: Handed | undefined, at: string): Ended => {
  const wait = (ms: number) => new Date(Date.parse(at) + ms).toISOString()
  switch (outcome.outcome) {
    case 'sent':
      return { ...outcome, state: 'sent', next: null }
    case 'refused':
      return { ...outcome, state: 'failed', next: null }
    case 'lost':
      return { ...outcome, state: 'waiting', next: at }
    case 'deferred': {
      const tried = Date.parse(at) - Date.parse(handed?.firstAttemptAt ?? at)
      if (tried >= patienceMs) return { ...outcome, state: 'failed', next: null }
      // The last attempt comes when the patience ends, not after it.
      const pause = Math.min(pauseAfter(handed?.attempts ?? 1), Math.max(patienceMs - tried, minute))
      return { ...outcome, state: 'waiting', next: wait(pause) }
    }
  }
}

/**
 * Writes how handing over ended, set-wise. What the server accepted is `sent`, and its entries with it; what it refused for now waits for the next
 * attempt, up to 24 hours after the first; what it refused for good has failed. While the server as a whole is away (`lost`) nobody's attempt
 * counts. What comes late, of an attempt that somebody else has taken over, changes nothing. Answers which letters were refused for good;
 * `flag` writes in the same transaction what follows for their addresses.
 */
export const keepOutcomes = (
  db: Database,
  outcomes: readonly Outcome[],
  at: string,
  flag: (tx: Transaction, refused: readonly Outcome[]) => Promise<void> = async () => undefined,
): Promise<string[]> =>
  db.transaction().execute(async tx => {
    const handed = await tx
      .selectFrom('letter')
      .select(['id', 'state', 'attempts', 'first_attempt_at as firstAttemptAt'])
      .where(
        'id',
        '=',
        // One statement for however many: a list of another length would be prepared anew.
        sql<string>`ANY(${outcomes.map(({ letter }) => letter)}::uuid[])`,
      )
      .where('state', 'in', ['handing', 'waiting'])
      .orderBy('id')
      .forUpdate()
      .execute()
    const known = new Map(handed.map(each => [each.id, { ...each, firstAttemptAt: each.firstAttemptAt ?? at }]))
    const ended = outcomes
      .filter(outcome => counts(outcome, known.get(outcome.letter)))
      .map(outcome => endOf(outcome, known.get(outcome.letter), at))
    await write(tx, ended, at)
    const refused = ended.filter(({ outcome }) => outcome === 'refused')
    if (refused.length > 0) await flag(tx, refused)
    return refused.map(({ letter }) => letter)
  })

const write = async (tx: Transaction, ended: readonly Ended[], at: string): Promise<void> => {
  await sql`
    WITH ended AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(ended)}::jsonb)
        AS o(letter uuid, outcome text, code integer, answer text, state text, next timestamptz)
    ), attempts AS (
      INSERT INTO letter_attempt (letter, n, at, outcome, code, answer)
      SELECT l.id, l.attempts, ${at}::timestamptz, o.outcome, o.code, o.answer FROM ended o JOIN letter l ON l.id = o.letter
      WHERE o.outcome <> 'lost'
      ON CONFLICT DO NOTHING
    ), letters AS (
      UPDATE letter l SET state = o.state, next_attempt_at = o.next, leased_until = NULL,
        sent_at = CASE WHEN o.state = 'sent' THEN ${at}::timestamptz END, answer = coalesce(o.answer, l.answer),
        attempts = CASE WHEN o.outcome = 'lost' THEN l.attempts - 1 ELSE l.attempts END,
        first_attempt_at = CASE WHEN o.outcome = 'lost' AND l.attempts = 1 THEN NULL ELSE l.first_attempt_at END
      FROM ended o WHERE l.id = o.letter
    ), channel AS (
      UPDATE mail_channel SET last_sent_at = greatest(last_sent_at, ${at}::timestamptz)
      WHERE EXISTS (SELECT FROM ended WHERE state = 'sent')
    )
    UPDATE letter_entry e SET state = o.state, ended_at = ${at}::timestamptz
    FROM ended o WHERE e.letter = o.letter AND e.state = 'due' AND o.state IN ('sent', 'failed')
  `.execute(tx)
}

const asHeld = (letters: readonly Pick<Handing, 'id' | 'attempt'>[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(letters.map(({ id, attempt }) => ({ id, attempt })))}::jsonb) AS h(id uuid, attempt integer)`

/** Says that these letters are still in hand. Answers which of them are: whoever slept too long has lost the others. */
export const renewLeases = async (
  db: Database,
  letters: readonly Pick<Handing, 'id' | 'attempt'>[],
  realNow: string,
): Promise<string[]> => {
  const until = new Date(Date.parse(realNow) + leaseMs).toISOString()
  const { rows } = await sql<{ id: string }>`
    UPDATE letter l SET leased_until = ${until}
    FROM ${asHeld(letters)}
    WHERE l.id = h.id AND l.attempts = h.attempt AND l.state = 'handing' AND l.leased_until >= ${realNow}
    RETURNING l.id
  `.execute(db)
  return rows.map(({ id }) => id)
}

/**
 * Gives letters back that were not tried: by a budget, a server that rests, or a process that stops. They are due at `next`. A letter that
 * somebody else has taken over stays theirs.
 */
export const releaseLetters = async (
  db: Database,
  letters: readonly Pick<Handing, 'id' | 'attempt'>[],
  next: string,
): Promise<void> => {
  await sql`
    UPDATE letter l SET state = 'waiting', next_attempt_at = ${next}, leased_until = NULL, attempts = l.attempts - 1,
      first_attempt_at = CASE WHEN l.attempts = 1 THEN NULL ELSE l.first_attempt_at END
    FROM ${asHeld(letters)}
    WHERE l.id = h.id AND l.attempts = h.attempt AND l.state = 'handing'
  `.execute(db)
}
