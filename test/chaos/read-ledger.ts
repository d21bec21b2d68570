import { sql } from 'kysely'
import type { Database } from '../../src/db/pool.ts'
import type { LedgerEntry, LedgerLetter } from './oracle/found.ts'

/** The ledger as its tables hold it. The instants of commits are PostgreSQL's own (`track_commit_timestamp`). */
export const readLedger = async (db: Database): Promise<{ entries: LedgerEntry[]; letters: LedgerLetter[] }> => {
  const { rows: entries } = await sql<LedgerEntry>`
    SELECT id, root, key, kind, step, role, seat, person, class, state, reason, deadline, send_at AS "sendAt", letter FROM letter_entry ORDER BY id
  `.execute(db)
  const { rows: letters } = await sql<LedgerLetter>`
    SELECT l.id, p.email, l.state, l.message_id AS "messageId", l.answer,
      CASE WHEN l.state = 'sent' THEN extract(epoch FROM pg_xact_commit_timestamp(l.xmin))::double precision * 1000 END AS committed
    FROM letter l JOIN person p ON p.id = l.person ORDER BY l.id
  `.execute(db)
  return { entries, letters }
}

/** What keeps the season from going on at an instant: due by then, or in somebody's hands. While the mail server is away what is due may wait. */
export const unfinished = async (db: Database, at: string, mailIsThere: boolean): Promise<string | null> => {
  const { rows } = await sql<{ deadlines: number; due: number; handing: number; rests: boolean }>`
    SELECT (SELECT count(*)::integer FROM deadline WHERE due_at <= ${at}) AS deadlines,
      (SELECT count(*)::integer FROM letter_entry WHERE state = 'due' AND letter IS NULL AND send_at <= ${at})
        + (SELECT count(*)::integer FROM letter WHERE state = 'waiting' AND next_attempt_at <= ${at}) AS due,
      (SELECT count(*)::integer FROM letter WHERE state = 'handing') AS handing,
      (SELECT coalesce(rests_until > ${at}, false) FROM mail_channel) AS rests
  `.execute(db)
  const [now] = rows
  if (now === undefined) return 'no answer'
  const waits = now.rests && !mailIsThere
  if (now.deadlines + now.handing === 0 && (now.due === 0 || waits)) return null
  return `${now.deadlines} deadlines, ${now.due} entries or letters due, ${now.handing} letters in hand`
}
