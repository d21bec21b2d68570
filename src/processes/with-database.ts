import { findEmbedded } from '../db/embedded.ts'
import { type Database, openDatabase } from '../db/pool.ts'
import { openLog } from '../log.ts'
import type { Settings } from '../settings.ts'
import { requireCurrentSchema } from './current-schema.ts'
import { openProcessDatabase } from './open-database.ts'
import { type Life, untilStopped } from './until-stopped.ts'

/**
 * Runs a short command on the database and returns its exit code (130 where a signal ended it): DATABASE_URL; or the
 * embedded server, used beside the program that runs it, or else started and stopped for this command. Logs on stderr:
 * stdout is the command's. Refuses a schema that is not current, unless `anySchema`.
 */
export async function withDatabase(
  settings: Settings,
  work: (db: Database) => Promise<number>,
  { anySchema = false } = {},
): Promise<number> {
  const log = openLog(settings.logLevel, 2)
  return await untilStopped(log, async life => {
    const db = (await openBeside(settings, life)) ?? (await openProcessDatabase(settings, log, life)).db
    if (!anySchema) await requireCurrentSchema(db)
    const { promise: told, resolve } = Promise.withResolvers<undefined>()
    life.stopping.addEventListener('abort', () => resolve(undefined))
    life.finish((await Promise.race([work(db), told])) ?? 130)
  })
}

/** The embedded database of a program that runs now, if there is one. */
async function openBeside(settings: Settings, life: Life): Promise<Database | undefined> {
  const running = settings.databaseUrl === undefined ? await findEmbedded(settings.dataFolder) : undefined
  if (running === undefined) return undefined
  const db = openDatabase(running.url, { max: settings.pool })
  life.undo('pool', () => db.destroy())
  return db
}
