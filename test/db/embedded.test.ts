import { spawn } from 'node:child_process'
import { chmod, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { type EmbeddedOptions, findEmbedded, startEmbedded } from '../../src/db/embedded.ts'
import { installedPrograms } from '../../src/db/embedded-programs.ts'
import { openDatabase } from '../../src/db/pool.ts'
import { systemPrograms, temporaryFolder } from '../fixtures/postgres.ts'
import { until } from '../fixtures/program.ts'

t.setTimeout(120_000)

t.test('lower and ILIKE are right in Cyrillic, names sort with Ё in its place', async t => {
  const folder = await newFolder(t)
  const server = await start(t, { folder })
  const [row] = await query(
    server.url,
    `select lower('ЁЖ') as lower, 'Ёлка' ilike 'ёЛКА' as alike, version() as version,
      (select string_agg(name, '' order by name collate "ru-x-icu") from unnest(array['Ж', 'Ё', 'Е']) as name) as sorted`,
  )
  t.match(row, { lower: 'ёж', alike: true, sorted: 'ЕЁЖ', version: /^PostgreSQL 18/ })
})

t.test('only loopback, only with the password', async t => {
  const folder = await newFolder(t)
  const server = await start(t, { folder })
  t.match(server.url, /^postgres:\/\/vzaimo:[\w-]{43}@127\.0\.0\.1:\d+\/vzaimo$/)
  await t.rejects(query(server.url.replace(/:[\w-]{43}@/, ':guess@'), 'select 1'), { code: '28P01' })
  const [row] = await query(
    server.url,
    `select current_setting('listen_addresses') as tcp, current_setting('unix_socket_directories') as sockets`,
  )
  t.same(row, { tcp: '127.0.0.1', sockets: '' })
})

t.test('its log quotes neither statements nor rows', async t => {
  const folder = await newFolder(t)
  const server = await start(t, { folder })
  await query(server.url, `create table person (name text unique)`)
  await query(server.url, `insert into person values ('Ivanova')`)
  await t.rejects(query(server.url, `insert into person values ('Ivanova')`), { code: '23505' })
  const log = await readFile(path.join(folder, 'postgres/server.log'), 'utf8')
  t.match(log, /duplicate key/)
  t.notMatch(log, /Ivanova/)
})

t.test('of two first starts at once one runs the folder, the other says who does', async t => {
  const folder = await newFolder(t)
  const both = await Promise.allSettled([startEmbedded({ folder, log }), startEmbedded({ folder, log })])
  const [won] = both.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))
  const lost = both.flatMap(one => (one.status === 'rejected' ? [one.reason] : []))
  t.match(lost, [{ message: `is already run by process ${process.pid}` }])
  t.equal((await findEmbedded(folder))?.url, won?.url)
  await won?.stop()
  t.equal(await findEmbedded(folder), undefined)
  t.same((await readdir(folder)).sort(), ['postgres', 'secrets'], 'nothing half made is left')
})

t.test('a number in postmaster.pid that now belongs to a stranger does not stop the start', async t => {
  const folder = await newFolder(t)
  const first = await startEmbedded({ folder, log })
  const pidFile = path.join(folder, 'postgres/postmaster.pid')
  const left = await readFile(pidFile, 'utf8')
  await first.stop()
  const { uid, gid } = await ownerOf(folder)
  const stranger = spawn('sleep', ['60'], { stdio: 'ignore', uid, gid })
  t.teardown(() => stranger.kill())
  await writeFile(pidFile, left.replace(/^\d+/, String(stranger.pid)))
  await start(t, { folder })
  t.equal(stranger.exitCode, null, 'the stranger lives')
})

t.test('what a killed first start left half made is swept', async t => {
  const folder = await newFolder(t)
  await mkdir(path.join(folder, 'postgres.new-99999999'))
  await writeFile(path.join(folder, 'postgres.new-99999999.password'), 'x')
  await start(t, { folder })
  t.same((await readdir(folder)).sort(), ['postgres', 'secrets'])
})

t.test('a first start that is broken off leaves nothing behind', async t => {
  const folder = await newFolder(t)
  const broken = new AbortController()
  const starting = startEmbedded({ folder, log, signal: broken.signal })
  starting.catch(() => undefined)
  await until(async () => (await readdir(folder)).some(name => name.startsWith('postgres.new-')) || undefined)
  broken.abort()
  await t.rejects(starting)
  t.same(await readdir(folder), ['secrets'])
})

t.test('the way an operator learns of it when the server ends by itself', async t => {
  const folder = await newFolder(t)
  const { promise: lost, resolve } = Promise.withResolvers<void>()
  const server = await start(t, { folder, onLost: resolve })
  server.abandon()
  const second = await start(t, { folder, onLost: resolve })
  await query(second.url, `copy (select 1) to program 'head -n1 postmaster.pid | xargs kill -9'`).catch(() => undefined)
  await t.resolves(lost)
})

t.test('programs in a closed folder are copied to where the server’s user reaches them', asRoot(), async t => {
  const folder = await newFolder(t)
  const closed = await newFolder(t)
  const installed = await installedPrograms()
  const programs = { ...installed, folder: path.join(closed, 'native') }
  await cp(installed.folder, programs.folder, { recursive: true, verbatimSymlinks: true })
  await chmod(closed, 0o700)
  const elsewhere = await newFolder(t)
  const remarks: string[] = []
  const server = await start(t, {
    folder,
    programs,
    elsewhere,
    log: { info: (it: unknown) => remarks.push(String(it)) },
  })
  t.match(remarks, [/^Its programs lie in .*programs-18/])
  t.match(await query(server.url, 'select 1 as one'), [{ one: 1 }])
})

const system = systemPrograms()
t.test('a system PostgreSQL does as well', { skip: system === undefined && 'no system PostgreSQL' }, async t => {
  const server = await start(t, { folder: await newFolder(t), ...(system === undefined ? {} : { programs: system }) })
  t.match(await query(server.url, `select lower('ЁЖ') as lower`), [{ lower: 'ёж' }])
})

const log = { info: () => undefined }

function asRoot() {
  return { skip: process.getuid?.() !== 0 && 'only root runs the server as another user' }
}

type Teardown = { teardown(handler: () => unknown): unknown }

async function start(t: Teardown, options: Partial<EmbeddedOptions> & { folder: string }) {
  const server = await startEmbedded({ log, ...options })
  t.teardown(() => server.stop())
  return server
}

async function newFolder(t: Teardown): Promise<string> {
  const folder = await temporaryFolder('vzaimo-embedded-')
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const db = openDatabase(url, { max: 1 })
  return await sql
    .raw(statement)
    .execute(db)
    .then(result => result.rows)
    .finally(() => db.destroy())
}

async function ownerOf(folder: string): Promise<{ uid: number; gid: number }> {
  return await stat(path.join(folder, 'postgres'))
}
