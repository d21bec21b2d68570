import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { pino } from 'pino'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../src/db/pool.ts'
import { openQueues } from '../../src/delivery/queue.ts'
import { askForSweep } from '../../src/delivery/sweep.ts'
import { startRedis } from '../delivery/fixtures/redis.ts'
import { temporaryFolder } from '../fixtures/postgres.ts'
import { freePort, type Machine, nodeMachine, postgresMachine } from './machines.ts'

/** Everything that a season runs on: real processes, each of which can be killed. */
export type Place = {
  readonly db: Database
  readonly folder: string
  readonly base: string
  readonly postgres: Machine
  readonly web: Machine
  readonly workers: readonly Machine[]
  readonly sink: Machine
  readonly sinkFile: string
  /** How many letters the mail server has accepted. */
  readonly letters: () => number
  readonly redis: {
    readonly url: string
    readonly kill: () => Promise<void>
    readonly start: () => Promise<void>
  } | null
  /** What was logged as trouble. */
  readonly troubles: () => number
  /** Makes some worker look for what is due, as moving the clock does. */
  readonly sweep: () => Promise<void>
  readonly close: () => Promise<void>
}

const quiet = pino({ level: 'silent' })

/** `tree`: the folder of the program that is run. Resolves when everything has started but web and workers. */
export const openPlace = async (tree: string, onRedis: boolean): Promise<Place> => {
  const undoing: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const undo of undoing.splice(0).reverse()) await undo().catch(() => undefined)
  }
  try {
    const folder = await temporaryFolder('vzaimo-chaos-')
    const postgres = postgresMachine(folder, await freePort())
    await postgres.start()
    undoing.push(postgres.remove)
    const db = openDatabase(postgres.url())
    undoing.push(() => db.destroy())
    await migrate(db)
    const redis = onRedis ? await startRedis({ teardown: stop => undoing.push(stop) }) : null
    const [webPort, sinkPort] = [await freePort(), await freePort()]
    const sinkFile = path.join(folder, 'sink.jsonl')
    let letters = 0
    let troubles = 0
    const sink = nodeMachine(
      {
        name: 'mail server',
        command: [path.join(import.meta.dirname, 'sink.ts'), String(sinkPort), sinkFile],
        ...{ cwd: folder, env: {}, started: /^ready/ },
      },
      line => {
        if (line === 'got') letters += 1
      },
    )
    await sink.start()
    undoing.push(sink.kill)
    const data = path.join(folder, 'data')
    await mkdir(data)
    const env: Record<string, string> = {
      ...{ DATABASE_URL: postgres.url(), VZAIMO_DATA: data, HOST: '127.0.0.1', PORT: String(webPort) },
      ...{ SMTP_URL: `smtp://127.0.0.1:${sinkPort}`, VZAIMO_PROCESSES: '3', VZAIMO_LOG_LEVEL: 'info' },
      ...(redis === null ? {} : { REDIS_URL: redis.url }),
    }
    const program = (name: string, args: readonly string[]): Machine =>
      nodeMachine({ name, command: ['src/main.ts', ...args], cwd: tree, env, started: /"msg":"started"/ }, line => {
        if (/"level":[56]0/.test(line)) troubles += 1
      })
    const web = program('web', ['serve'])
    const workers = ['worker 1', 'worker 2'].map(name => program(name, ['work']))
    for (const machine of [web, ...workers]) undoing.push(machine.kill)
    const now = () => Date.now()
    const queues = await openQueues({ url: postgres.url(), redisUrl: redis?.url, pool: 1 }, { log: quiet, now })
    undoing.push(queues.close)
    return {
      ...{ db, folder, postgres, web, workers, sink, sinkFile, close },
      ...{ base: `http://127.0.0.1:${webPort}`, letters: () => letters, troubles: () => troubles },
      redis: redis === null ? null : { url: redis.url, kill: redis.stop, start: redis.start },
      sweep: () => askForSweep(queues, now()).catch(() => undefined),
    }
  } catch (error) {
    await close()
    throw error
  }
}
