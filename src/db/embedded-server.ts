import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import type { Place } from './embedded-place.ts'
import { attempt, run } from './embedded-programs.ts'
import { isAlive } from './is-alive.ts'

/** The superuser of an embedded server. */
export const SUPERUSER = 'vzaimo'

/**
 * Makes an empty cluster at `place.data` unless there is one. It is made beside and renamed, so that a start that was
 * killed half way leaves no half cluster, and of two first starts one wins. `signal` breaks it off.
 */
export async function initialise(place: Place, password: string, signal?: AbortSignal): Promise<void> {
  if (existsSync(path.join(place.data, 'PG_VERSION'))) return
  await sweepDrafts(place.data)
  const draft = `${place.data}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  const passwordFile = `${draft}.password`
  try {
    await mkdir(draft, { mode: 0o700 })
    await writeFile(passwordFile, password, { mode: 0o600 })
    if (place.account !== undefined) {
      await chown(draft, place.account.uid, place.account.gid)
      await chown(passwordFile, place.account.uid, place.account.gid)
    }
    const access = [`--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
    await run(
      place.programs,
      'initdb',
      ['-D', draft, ...access, '-E', 'UTF8', ...localeOptions(place)],
      place.account,
      signal,
    )
    await rename(draft, place.data)
  } catch (error) {
    // Lost to another first start: its cluster serves as well.
    if (!existsSync(path.join(place.data, 'PG_VERSION'))) throw error
  } finally {
    await rm(passwordFile, { force: true })
    await rm(draft, { recursive: true, force: true })
  }
}

/**
 * Starts the server and waits until it answers; it runs in a session of its own. Throws if it cannot be started, also
 * when another start was quicker: then `runningServer` finds it. `settings` are PostgreSQL's own, values without spaces.
 */
export async function startServer(place: Place, settings: Record<string, string>): Promise<void> {
  const log = path.join(place.data, 'server.log')
  if (existsSync(log)) await rename(log, `${log}.before`)
  const all: Record<string, string> = {
    port: String(await freePort()),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    // The default is of turning disks: with it small tables are read whole rather than by their indexes.
    random_page_cost: '1.1',
    // The server's log quotes no statement and no row: they hold names and texts.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    ...settings,
  }
  const options = Object.entries(all).map(([name, value]) => `-c ${name}=${value}`)
  const args = ['start', '-D', place.data, '-w', '-t', '60', '-s', '-l', log, '-o', options.join(' ')]
  try {
    await run(place.programs, 'pg_ctl', args, place.account)
  } catch (error) {
    const words = await readFile(log, 'utf8').catch(() => '')
    throw new Error(`The embedded database did not start: ${words.trim().split('\n').at(-1)}`, { cause: error })
  }
}

/** Stops it, ending open transactions; where that takes over `seconds`, it is ended as by a crash and recovers later. */
export async function stopServer(place: Place, seconds: number): Promise<void> {
  const pgCtl = path.join(place.programs.folder, 'bin/pg_ctl')
  const stop = (mode: string) =>
    attempt(pgCtl, ['stop', '-D', place.data, '-m', mode, '-w', '-t', String(seconds), '-s'], place.account)
  const { code } = await stop('fast')
  if (code !== 0 && (await runningServer(place.data)) !== undefined) await stop('immediate')
}

/** Asks the server to end as by a crash, and waits for nothing. */
export function abandonServer(place: Place): void {
  const { account, data, programs } = place
  spawnSync(path.join(programs.folder, 'bin/pg_ctl'), ['stop', '-D', data, '-m', 'immediate', '-W', '-s'], {
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    cwd: path.parse(data).root,
    stdio: 'ignore',
  })
}

/** The port of the live server of this data folder, by its postmaster.pid; undefined where none runs. */
export async function runningServer(data: string): Promise<{ port: number } | undefined> {
  const file = path.join(data, 'postmaster.pid')
  const text = await readFile(file, 'utf8').catch(() => '')
  const [pid = '', , , port = ''] = text.split('\n')
  if (!/^\d+$/.test(pid) || !isAlive(Number(pid))) return undefined
  if (await isServerOf(Number(pid), data)) return { port: Number(port) }
  // The number now belongs to a stranger, and PostgreSQL would refuse to start because of it. The rest of the file
  // stays: by it PostgreSQL tells whether children of the dead server still hold its memory.
  await writeFile(file, text.replace(pid, '99999999'))
  return undefined
}

async function isServerOf(pid: number, data: string): Promise<boolean> {
  if (process.platform === 'win32') return true
  if (process.platform === 'linux') {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return words.split('\0').includes(data)
  }
  return (await attempt('/bin/ps', ['-o', 'command=', '-p', String(pid)], undefined)).output.includes(data)
}

/** PostgreSQL 17 and newer bring a C.UTF-8 of their own, right for Cyrillic on every machine; else the system's. */
function localeOptions(place: Place): string[] {
  return Number.parseInt(place.programs.version, 10) >= 17
    ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    : ['--locale=C.UTF-8']
}

/** Clusters half made by starts that were killed. */
async function sweepDrafts(data: string): Promise<void> {
  for (const name of await readdir(path.dirname(data))) {
    const pid = new RegExp(`^${path.basename(data)}\\.new-(\\d+)`).exec(name)?.[1]
    if (pid === undefined || isAlive(Number(pid))) continue
    await rm(path.join(path.dirname(data), name), { recursive: true, force: true })
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
