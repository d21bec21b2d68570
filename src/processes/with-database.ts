import { findEmbedded } from '../db/embedded.ts'
import { type Database, openDatabase } from '../db/pool.ts'
import { openLog } from '../log.ts'
import type { Settings } from '../settings.ts'
import { openProcessDatabase } from './open-database.ts'
import { untilStopped } from './until-stopped.ts'

/**
 * Runs a short command on the database and returns its exit code: DATABASE_URL; or the embedded server, used beside the
 * program that runs it, or else started and stopped for this command. Logs on stderr: stdout is the command's.
 */
export async function withDatabase(settings: Settings, work: (db: Database) => Promise<number>): Promise<number> {
  const log = openLog(settings.logLevel, 2)
  return await untilStopped(log, async life => {
    const running = settings.databaseUrl === undefined ? await findEmbedded(settings.dataFolder) : undefined
    if (running !== undefined) {
      const db = openDatabase(running.url, { max: settings.pool })
      life.undo('pool', () => db.destroy())
      life.finish(await work(db))
      return
    }
    const { db } = await openProcessDatabase(settings, log, life)
    const { promise: told, resolve } = Promise.withResolvers<undefined>()
    life.stopping.addEventListener('abort', () => resolve(undefined))
    const exitCode = await Promise.race([work(db), told])
    if (exitCode !== undefined) life.finish(exitCode)
  })
}
