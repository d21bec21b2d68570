import { sql } from 'kysely'
import type { Database } from '../db/pool.ts'
import { plannedEachTime } from '../db/prepared.ts'

/** Something of a share is due since, or from, an instant of the program's clock: so many persons, entries or letters of it. */
export type DueLetters = { share: number; since: string; things: number }

/**
 * What is due up to `until`, by share: one line for what is due by `at`, and one for each instant after that. A letter whose process is gone is
 * due at once; `realNow` is the machine's clock, by which leases end.
 */
export const dueLetters = async (
  db: Database,
  shares: number,
  at: string,
  until: string,
  realNow: string,
): Promise<DueLetters[]> => {
  const { rows } = await sql<DueLetters>`
    ${plannedEachTime} SELECT get_byte(uuid_send(person), 15) % ${sql.lit(shares)} AS share, min(due_at) AS since, count(*) AS things
    FROM (
      SELECT person, goes_at AS due_at FROM letter_entry WHERE goes_at <= ${until}
      UNION ALL
      SELECT person, next_attempt_at FROM letter WHERE state = 'waiting' AND next_attempt_at <= ${until}
      UNION ALL
      SELECT person, ${at}::timestamptz FROM letter WHERE state = 'handing' AND leased_until < ${realNow}
    ) due
    GROUP BY 1, greatest(due_at, ${at}::timestamptz) ORDER BY 2, 1
  `.execute(db)
  return rows
}
