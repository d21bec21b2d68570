import { sql } from 'kysely'
import type { Database, Transaction } from '../db/pool.ts'
import { lockBlob } from './blob.ts'
import type { FileStore } from './store.ts'

/** How long a file may lie that no row names: its row may be still to come, or its process may have died before. */
const GRACE = { hours: 48 }
const BATCH = 500

/** A column that names files, in a table of any feature. */
type Namer = { readonly table: string; readonly column: string }

/**
 * Removes the files that no row has named for 48 hours, and those whose bytes were erased; each under its own lock, for which an upload of
 * the same bytes waits. Gives back how many. `at` is the real clock's instant (ISO text): how long a file lies is no business of the
 * program's clock.
 */
export const sweepBlobs = async (db: Database, store: FileStore, at: string): Promise<number> => {
  const before = Temporal.Instant.from(at).subtract(GRACE).toString({ fractionalSecondDigits: 3 })
  await store.forgetDrafts(before)
  const namers = await namersOf(db)
  let removed = 0
  let batch: string[] = []
  const removeBatch = async () => {
    const needed = await neededOf(db, namers, batch)
    for (const sha256 of batch) if (!needed.has(sha256) && (await remove(db, store, namers, sha256))) removed += 1
    batch = []
  }
  for await (const { sha256, since } of store.list()) {
    if (since >= before) continue
    batch.push(sha256)
    if (batch.length === BATCH) await removeBatch()
  }
  await removeBatch()
  return removed
}

/** Who refers to `blob`, as the database itself knows it: a new table that names files need not be told of here. */
async function namersOf(db: Database): Promise<Namer[]> {
  const { rows } = await sql<Namer>`
    SELECT c.conrelid::regclass::text AS table, a.attname AS column
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = 'blob'::regclass
  `.execute(db)
  return rows
}

/** Those of the hashes that some row names and that were not erased. */
async function neededOf(
  db: Database | Transaction,
  namers: readonly Namer[],
  hashes: readonly string[],
): Promise<ReadonlySet<string>> {
  const named = namers.map(
    ({ table, column }) => sql`EXISTS (SELECT 1 FROM ${sql.table(table)} n WHERE n.${sql.ref(column)} = b.sha256)`,
  )
  const { rows } = await sql<{ sha256: string }>`
    SELECT b.sha256 FROM blob b
    WHERE b.sha256 = ANY(${hashes}::text[]) AND b.erased_at IS NULL AND (${sql.join([...named, sql`false`], sql` OR `)})
  `.execute(db)
  return new Set(rows.map(({ sha256 }) => sha256))
}

/** Row first, file after the commit: a crash in between leaves a file without a row, never a row without its file. */
async function remove(db: Database, store: FileStore, namers: readonly Namer[], sha256: string): Promise<boolean> {
  const ifUnneeded = (deed: (tx: Transaction) => Promise<unknown>): Promise<boolean> =>
    db.transaction().execute(async tx => {
      await lockBlob(tx, sha256, 'update')
      if ((await neededOf(tx, namers, [sha256])).has(sha256)) return false
      await deed(tx)
      return true
    })
  const forgotten = await ifUnneeded(tx =>
    tx.deleteFrom('blob').where('sha256', '=', sha256).where('erased_at', 'is', null).execute(),
  )
  return forgotten && (await ifUnneeded(() => store.remove(sha256)))
}
