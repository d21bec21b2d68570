import { sql } from 'kysely'
import type { Database } from '../db/pool.ts'
import type { Settings } from '../settings.ts'

/** Objects of the queue that open a pool each: two queues and their two workers (engineering 11). */
const QUEUE_OBJECTS = 4

/** Beside the pools: the health check, the embedded server's owner, one for an operator's command. */
const OTHERS = 3

/** The most connections that this many processes with these pools can open. */
export function connectionsNeeded(settings: Pick<Settings, 'pool' | 'queuePool' | 'processes' | 'redisUrl'>): number {
  const queue = settings.redisUrl === undefined ? QUEUE_OBJECTS * settings.queuePool : 0
  return settings.processes * (settings.pool + queue + OTHERS)
}

/** Throws a sentence when the server would turn away some of the connections that the settings allow. */
export async function checkConnections(db: Database, settings: Settings): Promise<void> {
  const { rows } = await sql<{ free: number }>`
    select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as free
  `.execute(db)
  const free = rows[0]?.free ?? 0
  const needed = connectionsNeeded(settings)
  if (needed <= free) return
  throw new Error(
    `The database admits ${free} connections, the settings allow ${needed} (VZAIMO_PROCESSES ${settings.processes} × ` +
      `VZAIMO_POOL ${settings.pool} and VZAIMO_QUEUE_POOL ${settings.queuePool}): lower these or raise max_connections.`,
  )
}
