import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { takeOwnership } from './embedded-owner.ts'
import { existingData, findPlace, notePlace, type Place } from './embedded-place.ts'
import { installedPrograms, type Programs } from './embedded-programs.ts'
import { abandonServer, initialise, runningServer, SUPERUSER, startServer, stopServer } from './embedded-server.ts'
import { secret } from './secrets.ts'

/** A running embedded server, by the url of its database. */
export type Embedded = {
  url: string
  /** Ends it, rolling back what is open; resolves when it is down. */
  stop(): Promise<void>
  /** Tells it to end by itself, as after a crash, without waiting: for a process that exits in this instant. */
  abandon(): void
}

export type EmbeddedOptions = {
  /** The data folder; made if absent. */
  folder: string
  log: Pick<Log, 'info'>
  /** Called when the server ends without our asking. */
  onLost?: () => void
  /** Breaks the start off: the promise is rejected, and nothing is left running. */
  signal?: AbortSignal
  /** Settings of PostgreSQL, beside ours. */
  settings?: Record<string, string>
  /** Stand in for the programs that npm installed. */
  programs?: Programs
  /** Where data and programs go that the server's user could not reach in their own place. */
  elsewhere?: string
}

/**
 * Starts the embedded PostgreSQL of a data folder, making it on first use, and returns when it answers. It listens on
 * 127.0.0.1 at a free port, with a random password kept under `<folder>/secrets`. A server left behind by a process
 * that was killed is taken over.
 *
 * Throws an Error whose message says what to do, among others when a live process already runs it.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const folder = path.resolve(options.folder)
  const place = await findPlace(folder, options.programs ?? (await installedPrograms()), options.elsewhere)
  const password = await secret(folder, 'postgres')
  for (const remark of place.remarks) options.log.info(remark)
  await initialise(place, password, options.signal)
  await notePlace(folder, place.data)
  const { port, owner } = await runAndOwn(place, password, options)
  return {
    url: urlOf(port, password),
    async stop() {
      owner.expectEnd()
      await stopServer(place, 2)
    },
    abandon() {
      owner.expectEnd()
      abandonServer(place)
    },
  }
}

/**
 * The database of a data folder, if its server runs now: for short commands beside a running program, which neither
 * start nor stop it.
 */
export async function findEmbedded(folder: string): Promise<{ url: string } | undefined> {
  const data = await existingData(folder)
  const server = data === undefined ? undefined : await runningServer(data)
  return server && { url: urlOf(server.port, await secret(path.resolve(folder), 'postgres')) }
}

const urlOf = (port: number, password: string) => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${SUPERUSER}`

/** Several tries: the port may be taken meanwhile, a rival's server may be starting, a killed one still ending. */
async function runAndOwn(place: Place, password: string, options: EmbeddedOptions) {
  let failure: unknown
  for (let tries = 0; tries < 4; tries += 1) {
    options.signal?.throwIfAborted()
    if (tries > 0) await pause(300 * tries)
    const taken = await tryToRunAndOwn(place, password, options).catch(error => {
      failure = error
    })
    if (taken === undefined) continue
    if ('owner' in taken) return taken
    throw new Error(`The database in ${options.folder} is already run by ${taken.takenBy}: stop that one first.`)
  }
  throw failure
}

async function tryToRunAndOwn(place: Place, password: string, options: EmbeddedOptions) {
  if ((await runningServer(place.data)) === undefined) await startServer(place, options.settings ?? {})
  const server = await runningServer(place.data)
  if (server === undefined) throw new Error('The embedded database ended as soon as it had started.')
  return { ...server, ...(await takeOwnership(server.port, password, options.onLost ?? (() => undefined))) }
}
