import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { findEmbedded } from '../../src/db/embedded.ts'
import { openDatabase } from '../../src/db/pool.ts'
import { temporaryFolder } from '../fixtures/postgres.ts'
import { get, runProgram, serverRunsIn, startProgram, until } from '../fixtures/program.ts'

t.setTimeout(180_000)

t.test(
  'a first start in an empty folder serves, stops on SIGTERM within 5 s, and starts again with its data',
  async t => {
    const folder = await dataFolder(t)
    const first = await startProgram(t, { env: { VZAIMO_DATA: folder } })
    t.match(await get(`${first.url}/live`), { status: 200 })
    t.match(await get(`${first.url}/health`), { status: 200, body: { status: 'ok', migrations: 'current' } })
    await note(folder, 'kept')

    const asked = performance.now()
    first.child.kill('SIGTERM')
    t.equal((await first.ended).code, 0)
    t.ok(performance.now() - asked < 5_000, 'within 5 s')
    t.notOk(serverRunsIn(folder), 'its database is down')

    const second = await startProgram(t, { env: { VZAIMO_DATA: folder } })
    t.same(await notes(folder), ['kept'])
    second.child.kill('SIGINT')
    t.equal((await second.ended).code, 0)
    t.notOk(serverRunsIn(folder))
  },
)

t.test('after kill -9 the next start takes the database over, with every committed row', async t => {
  const folder = await dataFolder(t)
  const killed = await startProgram(t, { env: { VZAIMO_DATA: folder } })
  await note(folder, 'committed')
  killed.child.kill('SIGKILL')
  t.equal((await killed.ended).signal, 'SIGKILL')
  t.ok(serverRunsIn(folder), 'the database was left behind')

  const next = await startProgram(t, { env: { VZAIMO_DATA: folder } })
  t.match(await get(`${next.url}/health`), { status: 200 })
  t.same(await notes(folder), ['committed'])
  next.child.kill('SIGTERM')
  t.equal((await next.ended).code, 0)
  t.notOk(serverRunsIn(folder))
})

t.test('a second start in the same folder says so and exits 1; the first goes on', async t => {
  const folder = await dataFolder(t)
  const first = await startProgram(t, { env: { VZAIMO_DATA: folder } })
  const second = await runProgram(t, { env: { VZAIMO_DATA: folder } })
  t.equal(second.code, 1)
  t.match(second.output, `is already run by process ${first.child.pid}: stop that one first.`)
  t.match(await get(`${first.url}/health`), { status: 200 })

  const beside = await runProgram(t, { args: ['migrate'], env: { VZAIMO_DATA: folder } })
  t.equal(beside.code, 0, 'a short command works beside it')
  t.match(beside.output, 'The schema is up to date.')
  t.match(await get(`${first.url}/health`), { status: 200 })
})

t.test('when its database is killed, the program says so and exits 1, and the next start recovers', async t => {
  const folder = await dataFolder(t)
  const program = await startProgram(t, { env: { VZAIMO_DATA: folder } })
  await note(folder, 'committed')
  const url = (await findEmbedded(folder))?.url ?? ''
  const db = openDatabase(url, { max: 1 })
  await sql`copy (select 1) to program 'head -n1 postmaster.pid | xargs kill -9'`.execute(db).catch(() => undefined)
  await db.destroy()
  const end = await program.ended
  t.equal(end.code, 1)
  t.match(end.output, 'The embedded database ended by itself.')

  await startProgram(t, { env: { VZAIMO_DATA: folder } })
  t.same(await notes(folder), ['committed'])
})

t.test('a SIGTERM in the midst of the first start leaves nothing running and nothing half made', async t => {
  const folder = await dataFolder(t)
  const end = await runProgram(t, { env: { VZAIMO_DATA: folder } }, async child => {
    await until(() => existsSync(path.join(folder, 'secrets/postgres')) || undefined)
    child.kill('SIGTERM')
  })
  t.equal(end.code, 0)
  t.notMatch(end.output, 'started')
  t.notOk(serverRunsIn(folder))
  const program = await startProgram(t, { env: { VZAIMO_DATA: folder } })
  t.match(await get(`${program.url}/health`), { status: 200 })
})

async function dataFolder(t: { teardown(handler: () => Promise<void>): unknown }): Promise<string> {
  const folder = await temporaryFolder('vzaimo-data-')
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function note(folder: string, text: string): Promise<void> {
  await withData(folder, async db => {
    await sql`create table note (text text)`.execute(db)
    await sql`insert into note values (${text})`.execute(db)
  })
}

async function notes(folder: string): Promise<string[]> {
  return await withData(folder, async db =>
    (await sql<{ text: string }>`select text from note`.execute(db)).rows.map(row => row.text),
  )
}

async function withData<Value>(
  folder: string,
  work: (db: ReturnType<typeof openDatabase>) => Promise<Value>,
): Promise<Value> {
  const running = await findEmbedded(folder)
  if (running === undefined) throw new Error(`no server runs in ${folder}`)
  const db = openDatabase(running.url, { max: 1 })
  return await work(db).finally(() => db.destroy())
}
