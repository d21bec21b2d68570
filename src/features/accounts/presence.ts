import { sql } from 'kysely'
import { seatKey } from '../../../workflows/keys.ts'
import type { Database } from '../../db/pool.ts'
import type { House } from '../house.ts'

/** The seats of the person's schools that nobody of the school has signed in for yet. */
const awaitedSeats = async (db: Database, person: string): Promise<{ root: string; seat: number }[]> => {
  const { rows } = await sql<{ root: string; seat: number }>`
    SELECT ss.root, ss.seat
    FROM member m
    JOIN seat_school ss ON ss.school = m.school
    JOIN thing t ON t.root = ss.root AND t.key = 'seat/' || ss.seat
    WHERE m.person = ${person} AND t.value->>'presence' = 'awaited'
    ORDER BY ss.root, ss.seat
  `.execute(db)
  return rows
}

/**
 * Tells each partnership that waits for it that somebody of the school is here (rules 9): the first member's sign-in does the duty. A
 * refusal means that there is nothing to tell: a closed season, or a colleague was quicker. So it may be told any number of times.
 */
export const announcePresence = async (
  { db, dispatch }: Pick<House, 'db' | 'dispatch'>,
  person: string,
  at: string,
): Promise<void> => {
  for (const { root, seat } of await awaitedSeats(db, person))
    await dispatch({ root, key: seatKey(seat), event: { type: 'seat.signIn' }, person, at })
}
