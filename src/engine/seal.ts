import { sql } from 'kysely'
import type { Database, Transaction } from '../db/pool.ts'
import { genesis } from './chain.ts'
import { owedSeals } from './seal-days.ts'
import { type Head, merkleRoot, type Seal, sealed } from './seal-hash.ts'

const sealLock = 5_000_005

/** Somebody who is to hear of what was sealed, in the seal's own transaction. */
export type TellOfSeals = (tx: Transaction, seals: readonly Seal[]) => Promise<void>

const readHeads = (tx: Transaction): Promise<Head[]> =>
  tx.selectFrom('root').select(['id as root', 'n', 'head']).orderBy('id').execute()

/** Only what is news since the last seal is written down: a season of quiet days takes no room. */
const keepHeads = async (tx: Transaction, day: string): Promise<void> => {
  await sql`
    INSERT INTO seal_head (root, day, n)
    SELECT r.id, ${day}::date, r.n FROM root r
    LEFT JOIN LATERAL (SELECT h.n FROM seal_head h WHERE h.root = r.id ORDER BY h.day DESC LIMIT 1) last ON true
    WHERE last.n IS DISTINCT FROM r.n
  `.execute(tx)
}

const write = async (tx: Transaction, days: readonly string[], at: string): Promise<Seal[]> => {
  const [first] = days
  if (first === undefined) return []
  const heads = await readHeads(tx)
  const common = { at, roots: heads.length, merkle: merkleRoot(heads) }
  const before = await tx.selectFrom('seal').select('hash').orderBy('day', 'desc').limit(1).executeTakeFirst()
  const seals: Seal[] = []
  for (const day of days) seals.push(sealed({ day, ...common, prev: seals.at(-1)?.hash ?? before?.hash ?? genesis }))
  await tx.insertInto('seal').values(seals).execute()
  await keepHeads(tx, first)
  return seals
}

/**
 * Seals every day that has ended in the operator's `zone` at `at` (program's clock) and has no seal yet: all heads as they are now, in one
 * snapshot. A day on which nothing ran gets its seal late, with the instant at which it was really made. One process does it, the others find it
 * done. Answers what was made.
 */
export const makeSeals = (db: Database, zone: string, at: string, tell: TellOfSeals): Promise<readonly Seal[]> =>
  db.connection().execute(async connection => {
    await sql`SELECT pg_advisory_lock(${sealLock})`.execute(connection)
    try {
      const owed = await owedSeals(connection, zone, at)
      if (owed === null || owed.days.length === 0) return []
      return await connection
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async tx => {
          const seals = await write(tx, owed.days, at)
          await tell(tx, seals)
          return seals
        })
    } finally {
      await sql`SELECT pg_advisory_unlock(${sealLock})`.execute(connection)
    }
  })

/** A seal with every head that it is over, as it is kept outside the database. */
export type SealDocument = Seal & {
  readonly heads: readonly (readonly [root: string, n: number, head: string | null])[]
}

/** A seal by its day with its heads, as histories have them now: what was sealed and is gone has null. Null where there is no such seal. */
export const readSeal = async (db: Database, day: string): Promise<SealDocument | null> => {
  const seal = await db.selectFrom('seal').selectAll().where('day', '=', day).executeTakeFirst()
  if (seal === undefined) return null
  const { rows } = await sql<{ root: string; n: number; head: string | null }>`
    SELECT h.root, h.n, y.hash AS head FROM (
      SELECT DISTINCT ON (root) root, n FROM seal_head WHERE day <= ${day}::date ORDER BY root, day DESC
    ) h LEFT JOIN history y ON y.root = h.root AND y.n = h.n ORDER BY h.root
  `.execute(db)
  const { at, roots, merkle, prev, hash } = seal
  return { day, at, roots, merkle, prev, hash, heads: rows.map(({ root, n, head }) => [root, n, head]) }
}
