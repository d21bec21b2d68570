import { sql } from 'kysely'
import type { AnswerVersion } from '../../../workflows/machines/assignment.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import { keyOf, type Place } from './place.ts'
import { answerName } from './rules.ts'
import type { Wording } from './wording.ts'

/** One act in the life of a review, as history holds it, with the reason that went with it. */
export type ReviewAct = {
  readonly n: number
  readonly hash: string
  readonly at: string
  readonly type: 'review.submit' | 'review.takeBack' | 'review.open' | 'review.reopen'
  readonly name: string | null
  readonly role: string
  readonly reason: string | null
  readonly answers: readonly AnswerVersion[]
  readonly sha256: string | null
}

/** Everything that was done with a review, oldest first. */
export const reviewActs = async (db: Database | Transaction, place: Place): Promise<ReviewAct[]> => {
  const { rows } = await sql<ReviewAct>`
    SELECT h.n, h.hash, h.at, h.event->>'type' AS type, p.name, h.actor->>'role' AS role, r.body AS reason,
      coalesce(h.event->'facts'->'answers', '[]') AS answers, h.event->'facts'->>'sha256' AS sha256
    FROM history h LEFT JOIN person p ON p.id = (h.actor->>'person')::uuid
    LEFT JOIN reason r ON r.id = (h.event->'reason'->>'id')::uuid
    WHERE h.root = ${place.root}::uuid AND h.key = ${keyOf(place)} AND h.event->>'type' LIKE 'review.%'
    ORDER BY h.n
  `.execute(db)
  return rows
}

/** The submissions that stand: one that was taken back was never anybody's but its school's. After the reveal every one stays. */
export const standingSubmissions = (acts: readonly ReviewAct[]): ReviewAct[] =>
  acts.filter(({ type }, index) => type === 'review.submit' && acts[index + 1]?.type !== 'review.takeBack')

/** What a submission said in one answer. `body` is null where the text was blanked. */
export type Submitted = Pick<Wording, 'score'> & {
  readonly version: number
  readonly body: string | null
  readonly scoredVersion: number | null
}

/** A submission's answers by name: the very versions that it was of. */
export const submittedAnswers = async (
  db: Database | Transaction,
  place: Place,
  answers: readonly AnswerVersion[],
): Promise<ReadonlyMap<string, Submitted>> => {
  const { rows } = await sql<Submitted & { form: string; question: string }>`
    SELECT it.form, it.question, it.version, it.score, it.body, d.version AS "scoredVersion"
    FROM jsonb_to_recordset(${JSON.stringify(answers)}::jsonb) AS asked(answer text, version integer)
    JOIN answer_version it ON it.root = ${place.root}::uuid AND it.assignment = ${keyOf(place)}
      AND it.form || '/' || it.question = asked.answer AND it.version = asked.version AND it.fate = 'kept'
    LEFT JOIN document d ON d.id = it.scored_document
  `.execute(db)
  return new Map(rows.map(({ form, question, ...said }) => [answerName({ form, id: question }), said]))
}
