import type { Transaction } from '../db/pool.ts'
import type { Receipt } from './receipt.ts'

/** An idempotency key: the same key gives the first answer again, with another body it is refused. */
export type Once = { key: string; bodySha256: string; keptUntil: string }

export type FirstAnswer = { same: boolean; receipt: Receipt }

/** The answer that was given to this person's key before, if any. */
export const firstAnswer = async (
  tx: Transaction,
  person: string,
  once: Once | undefined,
): Promise<FirstAnswer | null> => {
  if (once === undefined) return null
  const row = await tx
    .selectFrom('first_answer')
    .select(['body_sha256', 'answer'])
    .where('person', '=', person)
    .where('key', '=', once.key)
    .executeTakeFirst()
  return row === undefined ? null : { same: row.body_sha256 === once.bodySha256, receipt: row.answer as Receipt }
}

/**
 * Keeps an answer beside the act that it answers, in the same transaction. False where the key came to be used at the same time for
 * another root, whose lock does not keep the two apart.
 */
export const keepAnswer = async (
  tx: Transaction,
  person: string,
  once: Once | undefined,
  receipt: Receipt,
): Promise<boolean> => {
  if (once === undefined) return true
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('first_answer')
    .values({
      person,
      key: once.key,
      body_sha256: once.bodySha256,
      answer: JSON.stringify(receipt),
      kept_until: once.keptUntil,
    })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}
