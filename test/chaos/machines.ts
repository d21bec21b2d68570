import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { type Embedded, startEmbedded } from '../../src/db/embedded.ts'
import type { Database } from '../../src/db/pool.ts'

/** A process of the fault run that can be killed and started again. */
export type Machine = {
  readonly name: string
  readonly start: () => Promise<void>
  /** kill -9 by its pid; resolves when it is gone. */
  readonly kill: () => Promise<void>
}

/** A free loopback port. */
export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const running = new Set<ChildProcess>()
// Whatever ends us, nothing is left behind.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

type Words = { name: string; command: readonly string[]; cwd: string; env: Record<string, string>; started: RegExp }

/** A node process that says in a line that it has started. `hear` gets what it says otherwise. */
export const nodeMachine = (
  { name, command, cwd, env, started }: Words,
  hear: (line: string) => void = () => undefined,
): Machine => {
  let child: ChildProcess | undefined
  let ended: Promise<unknown> = Promise.resolve()
  return {
    name,
    async start() {
      const mine = spawn(process.execPath, [...command], {
        cwd,
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = mine
      running.add(mine)
      ended = once(mine, 'close').then(() => running.delete(mine))
      const { promise, resolve } = Promise.withResolvers<void>()
      let said = ''
      for (const stream of [mine.stdout, mine.stderr])
        createInterface({ input: stream }).on('line', line => {
          if (started.test(line)) resolve()
          else said = `${said}\n${line}`.slice(-4000)
          hear(line)
        })
      const failed = ended.then(() => {
        throw new Error(`${name} ended before it had started: ${said}`)
      })
      failed.catch(() => undefined)
      await Promise.race([promise, failed])
    },
    async kill() {
      child?.kill('SIGKILL')
      await ended
    },
  }
}

/** The embedded PostgreSQL of a folder, at a port that stays. `remove` ends it for good, with the folder. */
export type Postgres = Machine & { readonly url: () => string; readonly remove: () => Promise<void> }

export const postgresMachine = (folder: string, port: number): Postgres => {
  let server: Embedded | undefined
  const leave = () => {
    server?.abandon()
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
  process.once('exit', leave)
  const settings = { port: String(port), track_commit_timestamp: 'on', max_connections: '120' }
  const silent = { info: () => undefined }
  return {
    name: 'PostgreSQL',
    url: () => server?.url ?? '',
    async start() {
      server = await startEmbedded({ folder, log: silent, settings })
    },
    async kill() {
      const file = path.join(folder, 'postgres/postmaster.pid')
      const [pid] = (await readFile(file, 'utf8')).split('\n')
      process.kill(Number(pid), 'SIGKILL')
    },
    async remove() {
      process.off('exit', leave)
      await server?.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Waits until the database answers again after it was killed. */
export const untilItAnswers = async (db: Database): Promise<void> => {
  for (;;) {
    const answered = await sql`SELECT 1`.execute(db).then(
      () => true,
      () => false,
    )
    if (answered) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
