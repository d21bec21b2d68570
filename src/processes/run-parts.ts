import type { Database } from '../db/pool.ts'
import { openLog } from '../log.ts'
import { openMetrics } from '../metrics.ts'
import type { Settings } from '../settings.ts'
import { checkConnections } from './connections.ts'
import { requireCurrentSchema } from './current-schema.ts'
import { openHealthChecks } from './health-checks.ts'
import { openProcessDatabase } from './open-database.ts'
import { startOperations } from './operations.ts'
import type { StartPart } from './part.ts'
import { untilStopped } from './until-stopped.ts'

/**
 * A long-running process: opens the database, starts the parts in order, runs until it is told to stop, stops them in
 * reverse order, and returns the exit code. With `bringUpToDate` it does that first; in any
 * case it refuses a schema that is not current. Throws a sentence when it cannot start.
 */
export async function runParts(
  settings: Settings,
  options: { bringUpToDate?: (db: Database) => Promise<unknown>; parts: readonly StartPart[] },
): Promise<number> {
  const log = openLog(settings.logLevel)
  return await untilStopped(log, async life => {
    const { db, url } = await openProcessDatabase(settings, log, life)
    await checkConnections(db, settings)
    await options.bringUpToDate?.(db)
    await requireCurrentSchema(db)
    const metrics = openMetrics(db)
    const checks = openHealthChecks(url, settings.redisUrl, life)
    if (settings.metricsPort !== undefined) {
      log.info({ url: await startOperations(settings.metricsPort, metrics, checks, life) }, 'metrics')
    }
    for (const start of options.parts) {
      life.stopping.throwIfAborted()
      const part = await start({ settings, db, url, log, metrics, checks, stopping: life.stopping })
      life.undo(part.name, part.stop)
      log.info({ part: part.name, url: part.url }, 'started')
    }
  })
}
