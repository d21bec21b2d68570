import { sql } from 'kysely'
import type { Database } from '../db/pool.ts'

/** Removes sessions that have ended by `at`, an instant of the real clock: sessions keep real time. */
export const removeEndedSessions = async (db: Database, at: string): Promise<number> => {
  const { numAffectedRows } = await sql`
    DELETE FROM session WHERE id_sha256 IN (
      SELECT id_sha256 FROM session WHERE expires_at < ${at} LIMIT 5000 FOR UPDATE SKIP LOCKED
    )
  `.execute(db)
  return Number(numAffectedRows)
}
