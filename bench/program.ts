import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Ground, Place } from './ground.ts'

const root = path.resolve(import.meta.dirname, '..')

/** How long a server may take to start, in milliseconds. */
const PATIENCE = 60_000

/**
 * Starts a server of ours in a process of its own and answers its address, which it tells in a line of JSON with `url`. It writes its log
 * into a file, as it would on a real machine, and is stopped with the ground.
 */
const startServer = async (
  ground: Ground,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> => {
  const folder = await mkdtemp(path.join(ground.folder, 'server-'))
  const log = path.join(folder, 'log')
  const output = await open(log, 'w')
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, VZAIMO_DATA: folder, ...env },
    // A floor ends when this pipe does, however we end.
    stdio: ['pipe', output.fd, output.fd],
  })
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  ground.undo(async () => {
    stop(child)
    await ended
    await output.close()
  })
  for (let waited = 0; waited < PATIENCE; waited += 50) {
    const text = await readFile(log, 'utf8')
    const url = /"url":"(http:[^"]+)"[^\n]*"msg":"started"/.exec(text)?.[1]
    if (url !== undefined) return url
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended: ${text}`)
    await pause(50)
  }
  throw new Error(`${args.join(' ')} did not start: ${await readFile(log, 'utf8')}`)
}

const stop = (child: ChildProcess): void => {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
}

/** The program itself, serving a database. */
export const startProgram = (ground: Ground, { url }: Place): Promise<string> =>
  startServer(ground, ['src/main.ts', 'serve'], {
    DATABASE_URL: url,
    HOST: '127.0.0.1',
    PORT: '0',
    VZAIMO_METRICS_PORT: 'off',
  })

/** The bare server that does the same work, or the least. `pages`: a JSON file of what it answers, by path. */
export const startFloor = (ground: Ground, { url }: Place, pages: string): Promise<string> =>
  startServer(ground, ['bench/floors/server.ts', pages], { DATABASE_URL: url })
