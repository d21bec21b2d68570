import { Redis } from 'ioredis'
import { sql } from 'kysely'
import { schemaState } from '../db/migrate.ts'
import { openDatabase } from '../db/pool.ts'
import type { HealthChecks } from '../http/health.ts'
import type { Life } from './until-stopped.ts'

/**
 * The checks of /health, on connections of their own, so that a busy pool is not mistaken for an absent database.
 * Without Redis the queue lies in the database and answers as that does.
 */
export function openHealthChecks(url: string, redisUrl: string | undefined, life: Life): HealthChecks {
  const db = openDatabase(url, { max: 1, applicationName: 'vzaimo health' })
  life.undo('health checks', () => db.destroy())
  const database = async () => {
    await sql`select 1`.execute(db)
  }
  return {
    stopping: life.stopping,
    database,
    migrations: () => schemaState(db),
    queue: redisUrl === undefined ? database : redisCheck(redisUrl, life),
  }
}

function redisCheck(url: string, life: Life): () => Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    connectTimeout: 1_500,
    commandTimeout: 1_500,
    retryStrategy: tries => Math.min(200 * tries, 2_000),
  })
  // Told by the check; without a listener ioredis prints each.
  redis.on('error', () => undefined)
  life.undo('queue check', async () => redis.disconnect())
  redis.connect().catch(() => undefined)
  return async () => {
    await redis.ping()
  }
}
