import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbedded } from './db/embedded.ts'
import { migrate, schemaState } from './db/migrate.ts'
import { type Database, openDatabase } from './db/pool.ts'
import { openLog } from './log.ts'
import { type Life, untilStopped } from './processes/until-stopped.ts'
import { loadSeasons } from './seasons.ts'
import type { Settings } from './settings.ts'
import { fewest } from './simulation/country.ts'
import { publishedAt } from './simulation/found.ts'
import type { Progress } from './simulation/play.ts'
import { progressLine, reportLines } from './simulation/print.ts'
import { closedAt, simulate } from './simulation/simulate.ts'

const usage = `npm run -s simulate -- [--schools N] [--seed S] [--json] [--database URL]
N is at least ${fewest}. URL names an empty database; without it a temporary one is started and removed.`

type Asked = { readonly schools: number; readonly seed: number; readonly json: boolean; readonly database?: string }

const readArguments = (args: readonly string[]): Asked | null => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        schools: { type: 'string', default: '3000' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        database: { type: 'string' },
      },
    })
    const { database, json } = values
    const [schools, seed] = [Number(values.schools), Number(values.seed)]
    if (!Number.isSafeInteger(schools) || schools < fewest || !Number.isSafeInteger(seed)) return null
    return { schools, seed, json, ...(database === undefined ? {} : { database }) }
  } catch {
    return null
  }
}

/**
 * What the temporary server does not do: it waits for no disk, for nothing of it outlives the run. Everything else is as the program
 * starts it.
 */
const fleeting = {
  max_connections: '50',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_wal_size: '4GB',
  // A rough picture of the tables is enough, and is taken every day that is played.
  default_statistics_target: '10',
}

const startOwn = async (life: Life): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'vzaimo-simulation-'))
  life.undo('temporary folder', () => rm(folder, { recursive: true, force: true }))
  // The database's own user must be able to enter it.
  await chmod(folder, 0o711)
  const server = await startEmbedded({
    ...{ folder, log: { info: () => undefined }, signal: life.stopping, settings: fleeting },
    onLost: () => life.fail('The temporary database ended by itself.'),
  })
  life.undo('temporary database', server.stop)
  life.undoAtOnce(server.abandon)
  return server.url
}

const openEmpty = async (asked: Asked, life: Life): Promise<Database> => {
  const db = openDatabase(asked.database ?? (await startOwn(life)), { applicationName: 'vzaimo simulate' })
  life.undo('pool', () => db.destroy())
  if ((await schemaState(db)) !== 'empty')
    throw new Error('The database is not empty: the simulation needs one of its own.')
  await migrate(db)
  return db
}

const redraws = 100

/** Draws how far the season is, over itself, where somebody looks. */
const drawing = (stream: NodeJS.WriteStream): ((progress: Progress) => void) | undefined => {
  if (!stream.isTTY) return undefined
  const [from, to] = [Date.parse(publishedAt), Date.parse(closedAt)]
  let last = 0
  return progress => {
    const now = performance.now()
    if (now - last < redraws) return
    last = now
    stream.write(`\r\u001b[K${progressLine(Math.min(1, (Date.parse(progress.at) - from) / (to - from)), progress)}`)
  }
}

/**
 * `npm run -s simulate -- --schools N --seed S [--json] [--database URL]`: a whole season in virtual time through the real engine, database and
 * ledger, and every invariant with its verdict. Exit code 0 only if all hold and nothing was refused; 2 where the words make no sense.
 */
export const simulateCommand = async (settings: Settings, args: readonly string[]): Promise<number> => {
  const asked = readArguments(args)
  if (asked === null) {
    console.error(usage)
    return 2
  }
  return untilStopped(openLog(settings.logLevel, 2), async life => {
    const db = await openEmpty(asked, life)
    const progress = drawing(process.stderr)
    const { promise: told, resolve } = Promise.withResolvers<null>()
    life.stopping.addEventListener('abort', () => resolve(null))
    const wish = { ...asked, realNow: () => new Date().toISOString(), ...(progress === undefined ? {} : { progress }) }
    const report = await Promise.race([simulate(db, loadSeasons(), wish), told])
    if (report === null) return life.finish(130)
    if (progress !== undefined) process.stderr.write('\r\u001b[K')
    if (asked.json) console.log(JSON.stringify(report))
    else for (const line of reportLines(report)) console.log(line)
    const holds = report.invariants.every(({ verdict }) => verdict === 'holds') && report.refusals.length === 0
    life.finish(holds ? 0 : 1)
  })
}
