import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { startEmbedded } from '../src/db/embedded.ts'
import { isAlive } from '../src/db/is-alive.ts'
import { migrate } from '../src/db/migrate.ts'
import { type Database, openDatabase } from '../src/db/pool.ts'

/** A database of ours. */
export type Place = { readonly name: string; readonly url: string }

/** What the benchmarks stand on: one PostgreSQL, a folder, and whatever must be taken down at the end. */
export type Ground = {
  readonly folder: string
  /** PostgreSQL's own name and version. */
  readonly postgres: string
  /** A new migrated database. */
  readonly newDatabase: () => Promise<Place>
  /** A copy of one that nobody is connected to. */
  readonly clone: (place: Place) => Promise<Place>
  readonly drop: (place: Place) => Promise<void>
  /** A pool that is ended with the ground, or by whoever asked for it. */
  readonly connect: (place: Place) => Database
  /** A pool for this work alone. */
  readonly using: <Answer>(place: Place, work: (db: Database) => Promise<Answer>) => Promise<Answer>
  /** Registers how to take something down; in reverse order. */
  readonly undo: (stop: () => Promise<unknown>) => void
  readonly close: () => Promise<void>
}

/**
 * DATABASE_URL, on which databases are made and dropped, or the embedded server in a temporary folder with the settings that the program
 * itself starts it with: nothing is traded for speed.
 */
export const openGround = async (): Promise<Ground> => {
  const undoing: (() => Promise<unknown>)[] = []
  const undo = (stop: () => Promise<unknown>) => {
    undoing.push(stop)
  }
  const close = async () => {
    for (const stop of undoing.splice(0).reverse())
      await stop().catch(error => console.error(error instanceof Error ? error.message : error))
  }
  try {
    await sweepAbandoned()
    const folder = await temporaryFolder()
    undo(() => rm(folder, { recursive: true, force: true }))
    const server = await openServer(folder, undo)
    const databases = openDatabases(server, undo)
    const { rows } = await asAdmin(server, client => client.query<{ server_version: string }>('show server_version'))
    return { folder, postgres: rows[0]?.server_version ?? 'unknown', ...databases, undo, close }
  } catch (error) {
    await close()
    throw error
  }
}

type Databases = Pick<Ground, 'newDatabase' | 'clone' | 'drop' | 'connect' | 'using'>

const openDatabases = (server: string, undo: Ground['undo']): Databases => {
  let count = 0
  const create = async (template: string): Promise<Place> => {
    count += 1
    const name = `vzaimo_bench_${process.pid}_${count}`
    await asAdmin(server, client => client.query(`create database ${name} template ${template}`))
    undo(() => drop({ name, url: '' }))
    return { name, url: Object.assign(new URL(server), { pathname: `/${name}` }).href }
  }
  const drop = async ({ name }: Place): Promise<void> => {
    await asAdmin(server, client => client.query(`drop database if exists ${name} with (force)`))
  }
  const using: Databases['using'] = async (place, work) => {
    const db = openDatabase(place.url)
    try {
      return await work(db)
    } finally {
      await db.destroy()
    }
  }
  return {
    newDatabase: async () => {
      const place = await create('template1')
      await using(place, migrate)
      return place
    },
    clone: ({ name }) => create(name),
    drop,
    connect: place => {
      const db = openDatabase(place.url)
      undo(() => db.destroy())
      return db
    },
    using,
  }
}

const FOLDER = 'vzaimo-bench-'
const silent = { info: () => undefined }

/** The database's own user must be able to enter it. Its name holds this process's number. */
const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), `${FOLDER}${process.pid}-`))
  await chmod(folder, 0o711)
  return folder
}

/** Servers and folders of benchmarks that were killed. */
const sweepAbandoned = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const pid = new RegExp(`^${FOLDER}(\\d+)-`).exec(name)?.[1]
    if (pid === undefined || isAlive(Number(pid))) continue
    const folder = path.join(tmpdir(), name)
    if (existsSync(path.join(folder, 'postgres')))
      await startEmbedded({ folder, log: silent }).then(
        server => server.stop(),
        () => undefined,
      )
    await rm(folder, { recursive: true, force: true })
  }
}

const openServer = async (folder: string, undo: Ground['undo']): Promise<string> => {
  const given = process.env.DATABASE_URL
  if (given !== undefined && given !== '') return given
  const server = await startEmbedded({ folder, log: silent, settings: { max_connections: '200' } })
  undo(server.stop)
  return server.url
}

const asAdmin = async <Answer>(server: string, work: (client: Client) => Promise<Answer>): Promise<Answer> => {
  const client = new Client({ connectionString: server })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
