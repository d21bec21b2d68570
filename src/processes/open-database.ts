import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { startEmbedded } from '../db/embedded.ts'
import { type Database, isPoolExhausted, openDatabase } from '../db/pool.ts'
import type { Log } from '../log.ts'
import type { Settings } from '../settings.ts'
import type { Life } from './until-stopped.ts'

/**
 * Opens the database for a long-running process: DATABASE_URL, or the embedded server of the data folder, which is
 * started. Waits up to 30 s for a DATABASE_URL that does not answer yet, as when all containers start together.
 */
export async function openProcessDatabase(
  settings: Settings,
  log: Log,
  life: Life,
): Promise<{ db: Database; url: string }> {
  const url = settings.databaseUrl ?? (await startOwn(settings, log, life))
  const db = openDatabase(url, { max: settings.pool })
  life.undo('pool', () => db.destroy())
  await untilItAnswers(db, log, life.stopping)
  return { db, url }
}

async function startOwn(settings: Settings, log: Log, life: Life): Promise<string> {
  const embedded = await startEmbedded({
    folder: settings.dataFolder,
    log,
    signal: life.stopping,
    settings: { max_connections: '200' },
    onLost: () => life.fail('The embedded database ended by itself. Its last words are in server.log beside its data.'),
  })
  life.undo('embedded database', embedded.stop)
  life.undoAtOnce(embedded.abandon)
  return embedded.url
}

async function untilItAnswers(db: Database, log: Log, stopping: AbortSignal): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    stopping.throwIfAborted()
    try {
      await sql`select 1`.execute(db)
      return
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (tries === 30) throw new Error(`The database at DATABASE_URL does not answer (${code ?? 'no reason given'}).`)
      if (!isPassing(error)) throw new Error(`The database at DATABASE_URL refuses us (${code ?? 'no reason given'}).`)
      if (tries === 0) log.warn({ code }, 'waiting for the database')
      await pause(1_000, undefined, { signal: stopping })
    }
  }
}

/** Not listening, not to be found or reached yet; starting up (57P03). */
const PASSING = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ETIMEDOUT', '57P03']
const isPassing = (error: unknown) =>
  isPoolExhausted(error) || PASSING.includes(String((error as NodeJS.ErrnoException).code))
