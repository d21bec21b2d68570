import { sql } from 'kysely'
import type { Transaction } from '../db/pool.ts'
import type { Received } from './receive.ts'
import type { FileStore } from './store.ts'

/** Holds the sweep off one file until the transaction ends: `share` for whoever is about to name it, `update` for the sweep. */
export const lockBlob = async (tx: Transaction, sha256: string, lock: 'share' | 'update'): Promise<void> => {
  const key = sql`hashtextextended(${`blob ${sha256}`}, 0)`
  await (lock === 'share'
    ? sql`SELECT pg_advisory_xact_lock_shared(${key})`
    : sql`SELECT pg_advisory_xact_lock(${key})`
  ).execute(tx)
}

/**
 * Enters a received file as a row, in the transaction that then names it. `gone`: the sweep came in between, the upload must be repeated;
 * `erased`: these very bytes were erased before, and are not taken in again.
 */
export const enterBlob = async (
  tx: Transaction,
  store: FileStore,
  { sha256, bytes, kind, locked }: Received,
): Promise<'entered' | 'gone' | 'erased'> => {
  await lockBlob(tx, sha256, 'share')
  const known = await tx.selectFrom('blob').select('erased_at').where('sha256', '=', sha256).executeTakeFirst()
  if (known !== undefined && known.erased_at !== null) return 'erased'
  if (!(await store.has(sha256))) return 'gone'
  await tx
    .insertInto('blob')
    .values({ sha256, bytes, type: kind, locked, erased_at: null })
    .onConflict(conflict => conflict.column('sha256').doNothing())
    .execute()
  return 'entered'
}
