import { sql } from 'kysely'
import type { Transaction } from '../db/pool.ts'
import { flagAddresses } from './address-faults.ts'
import { blamesAddress, statusIn, withoutAddresses } from './server-words.ts'
import type { Outcome } from './types.ts'
import type { RulesOf } from './wanted.ts'

/** What taking note of a bounce needs beside the database. */
export type Bouncing = { readonly rulesOf: RulesOf; readonly newId: () => string }

/**
 * What a server said of a letter that it had taken. `permanent`: it will never arrive there; else it is only late. `status`: such as 5.1.1
 * (RFC 3463); `says`: the server's words as they came. `at`: when we heard of it, by the program's clock.
 */
export type Bounce = {
  readonly letter: string
  readonly at: string
  readonly source: 'mailbox' | 'webhook'
  readonly permanent: boolean
  readonly status: string | null
  readonly says: string | null
}

/** `flagged`: the address counts as dead from now on. `noted`: only written down. `repeated`: this was said before. `unknown`: no letter of ours. */
export type BounceOutcome = 'flagged' | 'noted' | 'repeated' | 'unknown'

/**
 * Takes note of a bounce, once. The letter stays sent (engineering 20); if it will never arrive and that is for its address, the address is flagged
 * and whoever answers for its reader's schools is told.
 */
export const noteBounce = async (
  tx: Transaction,
  { rulesOf, newId }: Bouncing,
  { letter, at, source, permanent, status, says }: Bounce,
): Promise<BounceOutcome> => {
  const reader = await tx
    .selectFrom('letter')
    .innerJoin('person', 'person.id', 'letter.person')
    .select('person.email')
    .where('letter.id', '=', letter)
    .executeTakeFirst()
  if (reader === undefined) return 'unknown'
  const kept = says === null ? null : withoutAddresses(says, reader.email)
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('letter_bounce')
    .values({ id: newId(), letter, at, source, permanent, status, says: kept })
    .onConflict(known => known.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) return 'repeated'
  if (!permanent || !blamesAddress(status)) return 'noted'
  const flagged = await flagAddresses(tx, rulesOf, [{ letter, at, wentAt: null, status, says: kept }])
  return flagged.length > 0 ? 'flagged' : 'noted'
}

/** Flags the addresses of letters that were refused for good at handing over, where that was for the address; all else is passed by. */
export const noteRefused = async (
  tx: Transaction,
  rulesOf: RulesOf,
  outcomes: readonly Outcome[],
  at: string,
): Promise<void> => {
  const refused = outcomes.filter(
    ({ outcome, answer }) => outcome === 'refused' && blamesAddress(answer === null ? null : statusIn(answer)),
  )
  if (refused.length === 0) return
  const { rows } = await sql<{ letter: string; email: string | null }>`
    SELECT l.id AS letter, p.email FROM letter l JOIN person p ON p.id = l.person
    WHERE l.id = ANY(${refused.map(({ letter }) => letter)}::uuid[])
  `.execute(tx)
  const emails = new Map(rows.map(({ letter, email }) => [letter, email]))
  await flagAddresses(
    tx,
    rulesOf,
    refused.map(({ letter, answer }) => ({
      letter,
      at,
      wentAt: at,
      status: answer === null ? null : statusIn(answer),
      says: answer === null ? null : withoutAddresses(answer, emails.get(letter) ?? null),
    })),
  )
}
