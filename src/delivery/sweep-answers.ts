import { sql } from 'kysely'
import type { Database } from '../db/pool.ts'

/** Removes answers to idempotency keys that are kept no longer at `at`, an instant of the program's clock. */
export const removeSpentAnswers = async (db: Database, at: string): Promise<number> => {
  const { numAffectedRows } = await sql`
    DELETE FROM first_answer WHERE (person, key) IN (
      SELECT person, key FROM first_answer WHERE kept_until < ${at} ORDER BY kept_until LIMIT 5000 FOR UPDATE SKIP LOCKED
    )
  `.execute(db)
  return Number(numAffectedRows)
}
