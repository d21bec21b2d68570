import { sql } from 'kysely'
import type { Database } from '../db/pool.ts'

/** No limit on signing in looks further back than this, in milliseconds. */
const remembered = 30 * 24 * 60 * 60 * 1_000

/** Removes attempts to sign in that no limit counts any more. `realMs` is the real clock's now: limits keep real time. */
export const removeOldAttempts = async (db: Database, realMs: number): Promise<number> => {
  const { numAffectedRows } = await sql`
    DELETE FROM sign_in_attempt WHERE id IN (
      SELECT id FROM sign_in_attempt WHERE at < ${new Date(realMs - remembered).toISOString()} LIMIT 5000 FOR UPDATE SKIP LOCKED
    )
  `.execute(db)
  return Number(numAffectedRows)
}
