import { Client, DatabaseError } from 'pg'
import { SUPERUSER } from './embedded-server.ts'

/** This process's hold on an embedded server: an advisory lock there, which dies with the process. */
export type Owner = {
  /** From now on the server may end without `onLost`. The lock is held until it does, so that nobody comes between. */
  expectEnd(): void
}

const OWNER_LOCK = 5_000_002

/**
 * Connects to the server at `port`, becomes its owner and makes the database `vzaimo` if it is not there; or tells in
 * words which live process is the owner. Throws when the server cannot be reached. `onLost` is called when the
 * connection ends unexpectedly, because the server did.
 */
export async function takeOwnership(
  port: number,
  password: string,
  onLost: () => void,
): Promise<{ owner: Owner } | { takenBy: string }> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password,
    database: 'postgres',
    application_name: `process ${process.pid}`,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  let expected = true
  // 'end' follows.
  client.on('error', () => undefined)
  client.on('end', () => {
    if (!expected) onLost()
  })
  await client.connect()
  try {
    const takenBy = await lock(client)
    if (takenBy !== undefined) {
      await client.end()
      return { takenBy }
    }
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [SUPERUSER])
    if (rowCount === 0) await client.query(`create database ${SUPERUSER}`)
  } catch (error) {
    await client.end()
    throw error
  }
  expected = false
  return {
    owner: {
      expectEnd() {
        expected = true
      },
    },
  }
}

/** Undefined when the lock is ours, else who holds it. */
async function lock(client: Client): Promise<string | undefined> {
  try {
    // The connection of an owner that was killed a moment ago may still be closing.
    await client.query(`set lock_timeout = '2s'`)
    await client.query('select pg_advisory_lock($1)', [OWNER_LOCK])
    return undefined
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === '55P03')) throw error
  }
  const { rows } = await client.query<{ application_name: string }>(
    `select application_name from pg_stat_activity join pg_locks using (pid)
     where locktype = 'advisory' and objid = $1 and granted`,
    [OWNER_LOCK],
  )
  return rows[0]?.application_name ?? 'another process'
}
