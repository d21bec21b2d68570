import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Database, Transaction } from '../db/pool.ts'
import type { Once } from '../engine/first-answer.ts'

export type { Once } from '../engine/first-answer.ts'

/** The request's idempotency key with what was asked by it, kept for 48 hours (engineering 16). */
export const onceOf = (request: FastifyRequest, key: string, body: object): Once => ({
  key,
  bodySha256: createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(body)}`)
    .digest('hex'),
  keptUntil: Temporal.Instant.from(request.at).add({ hours: 48 }).toString({ fractionalSecondDigits: 3 }),
})

/** `first` is false where the answer was given before and nothing was done now. */
export type OnceOutcome<Done, Refused> = { done: Done; first: boolean } | Refused | { keyReused: true }

/** Adds to an answer that was kept what came of it after the commit: whether a letter went out, say. */
export const amendAnswer = async (db: Database, person: string, key: string, answer: object): Promise<void> => {
  await db
    .updateTable('first_answer')
    .set({ answer: JSON.stringify(answer) })
    .where('person', '=', person)
    .where('key', '=', key)
    .execute()
}

/**
 * Does something that is no event of a partnership once per person and key, and answers the same the second time. Of two requests at once
 * with one key the second waits for the first. A refusal is not kept.
 */
export const doOnce = async <Done extends object, Refused extends object>(
  tx: Transaction,
  person: string,
  { key, bodySha256, keptUntil }: Once,
  act: () => Promise<{ done: Done } | Refused>,
): Promise<OnceOutcome<Done, Refused>> => {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${person} ${key}`}, 1))`.execute(tx)
  const before = await tx
    .selectFrom('first_answer')
    .select(['body_sha256', 'answer'])
    .where('person', '=', person)
    .where('key', '=', key)
    .executeTakeFirst()
  if (before !== undefined)
    return before.body_sha256 === bodySha256 ? { done: before.answer as Done, first: false } : { keyReused: true }
  const outcome = await act()
  if (!('done' in outcome)) return outcome
  await tx
    .insertInto('first_answer')
    .values({ person, key, body_sha256: bodySha256, answer: JSON.stringify(outcome.done), kept_until: keptUntil })
    .execute()
  return { done: outcome.done, first: true }
}
