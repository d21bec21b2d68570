import { sql } from 'kysely'
import { assignmentKey } from '../../../workflows/keys.ts'
import type { Database, Transaction } from '../../db/pool.ts'

/**
 * One recommendation as it was sent, with what its receiver says to it. `document` is a slot of the reviewed package, null for all of it;
 * `text` null: it was blanked; `date`: YYYY-MM-DD, by when the receiver will do it.
 */
export type SentRecommendation = {
  readonly document: string | null
  readonly text: string | null
  readonly answer: 'accepted' | 'partly' | 'declined' | null
  readonly reason: string | null
  readonly date: string | null
  readonly done: boolean
  readonly dispute: string | null
}

/**
 * The recommendations of an assignment as they were last sent, in their order, with the present answers and disputes; empty while nothing
 * was sent. A draft is never among them.
 */
export const sentRecommendations = async (
  db: Database | Transaction,
  { root, reviewer, reviewed }: { readonly root: string; readonly reviewer: number; readonly reviewed: number },
): Promise<SentRecommendation[]> => {
  const present = (part: 'answer' | 'dispute') => sql`
    SELECT said, nullif(body, '') AS body FROM recommendation_version
    WHERE recommendation = sent.item AND part = ${part} AND fate = 'kept' ORDER BY version DESC LIMIT 1`
  const { rows } = await sql<SentRecommendation>`
    WITH sending AS (
      SELECT event->'facts'->'versions' AS versions FROM history
      WHERE root = ${root}::uuid AND key = ${assignmentKey(reviewer, reviewed)} AND event->>'type' = 'recommendations.send'
      ORDER BY n DESC LIMIT 1
    ), sent AS (
      SELECT it.* FROM sending,
        ROWS FROM (jsonb_to_recordset(sending.versions) AS (item uuid, version integer)) WITH ORDINALITY AS it(item, version, place)
    )
    SELECT item.said->>'document' AS document, item.body AS text,
      answer.said->>'answer' AS answer, answer.body AS reason, answer.said->>'date' AS date,
      coalesce((answer.said->>'done')::boolean, false) AS done, dispute.body AS dispute
    FROM sent
    CROSS JOIN LATERAL (
      SELECT said, body FROM recommendation_version
      WHERE recommendation = sent.item AND part = 'item' AND version = sent.version AND fate = 'kept' LIMIT 1
    ) item
    LEFT JOIN LATERAL (${present('answer')}) answer ON true
    LEFT JOIN LATERAL (${present('dispute')}) dispute ON true
    ORDER BY sent.place
  `.execute(db)
  return rows
}
