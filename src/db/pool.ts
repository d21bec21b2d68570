import { Kysely, type Transaction as KyselyTransaction, PostgresDialect } from 'kysely'
import { DatabaseError, Pool } from 'pg'
import { columnTypes } from './column-types.ts'
import { prepareStatements } from './prepared.ts'
import type { Schema } from './schema.ts'

/** The one handle on the database: a Kysely over a pg pool. `destroy()` ends the pool. */
export type Database = Kysely<Schema>

/** An open transaction; every write takes it as its first argument. */
export type Transaction = KyselyTransaction<Schema>

/**
 * Opens a pool of at most `max` connections (default 10) to the PostgreSQL at `url`. Nothing is connected before the
 * first query. What columns look like in rows is told in column-types.ts.
 *
 * A query waits at most `waitForConnectionMs` (default 3 s) for a free connection and then fails with an error that
 * `isPoolExhausted` knows, so that the edge can answer 503 with Retry-After. A statement may run 10 s, wait 5 s for a
 * lock, and a transaction may idle 15 s: after that the server ends it.
 */
export function openDatabase(
  url: string,
  options: { max?: number; applicationName?: string; waitForConnectionMs?: number } = {},
): Database {
  const pool = new Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'vzaimo',
    connectionTimeoutMillis: options.waitForConnectionMs ?? 3_000,
    statement_timeout: 10_000,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 15_000,
    types: columnTypes,
  })
  // A connection that breaks while no query runs, idle or between two queries of a transaction, is dropped; whoever
  // needs it next is told. Without listeners the events would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', client => {
    client.on('error', () => undefined)
    prepareStatements(client)
  })
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  pools.set(db, pool)
  return db
}

/** How many connections the pool has, how many of them are idle, and how many queries wait for one. */
export function poolUse(db: Database): { total: number; idle: number; waiting: number } {
  const pool = pools.get(db)
  return { total: pool?.totalCount ?? 0, idle: pool?.idleCount ?? 0, waiting: pool?.waitingCount ?? 0 }
}

const pools = new WeakMap<Database, Pool>()

/** Whether the error means "every connection is taken just now": ours (pool) or the server's (53300). */
export function isPoolExhausted(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code === '53300'
  return error instanceof Error && error.message === 'timeout exceeded when trying to connect'
}
