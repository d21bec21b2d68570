import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { connectionsNeeded } from '../../src/processes/connections.ts'
import { emptyDatabase, testDatabase } from '../fixtures/database.ts'
import { temporaryFolder } from '../fixtures/postgres.ts'
import { get, runProgram, startProgram } from '../fixtures/program.ts'

t.setTimeout(120_000)

t.test('bad settings end the start with one line each, and touch nothing', async t => {
  const folder = await newFolder(t)
  const data = path.join(folder, 'data')
  const end = await runProgram(t, { env: { VZAIMO_DATA: data, VZAIMO_POLL: '1', S3_URL: 's3://x', PORT: 'http' } })
  t.equal(end.code, 1)
  t.equal(end.output.trim().split('\n').length, 3, end.output)
  t.notOk(existsSync(data))
})

t.test('an unknown command is told the known ones', async t => {
  t.match(await runProgram(t, { args: ['toString'] }), { code: 1, output: /^Commands: all, serve, work, migrate, / })
})

t.test('serve and work refuse a schema that is empty, older or newer; after migrate serve runs', async t => {
  const { db, url } = await emptyDatabase(t)
  const env = { DATABASE_URL: url }
  t.match(await runProgram(t, { args: ['serve'], env }), {
    code: 1,
    output: /schema is empty\. Run the command "migrate"/,
  })
  t.match(await runProgram(t, { args: ['migrate'], env }), { code: 0, output: /^Applied / })

  const serving = await startProgram(t, { args: ['serve'], env })
  t.match(await get(`${serving.url}/health`), { status: 200 })
  await sql`insert into kysely_migration (name, timestamp) values ('9999_future', now()::text)`.execute(db)
  t.match(await get(`${serving.url}/health`), { status: 503, body: { status: 'down', migrations: 'newer' } })
  t.match(await runProgram(t, { args: ['work'], env }), {
    code: 1,
    output: /newer than this program\. Start the version/,
  })

  await sql`delete from kysely_migration where name in ('9999_future', (select max(name) from kysely_migration where name < '9'))`.execute(
    db,
  )
  t.match(await runProgram(t, { args: ['serve'], env }), { code: 1, output: /older than this program/ })
})

t.test('two migrate at once on an empty database: both end well', async t => {
  const { url } = await emptyDatabase(t)
  const one = () => runProgram(t, { args: ['migrate'], env: { DATABASE_URL: url } })
  t.match(await Promise.all([one(), one()]), [{ code: 0 }, { code: 0 }])
})

t.test('more connections than the server admits are refused with the sum', async t => {
  const { url } = await testDatabase(t)
  const end = await runProgram(t, { env: { DATABASE_URL: url, VZAIMO_PROCESSES: '100' } })
  t.match(end, { code: 1, output: /the settings allow 2100 \(VZAIMO_PROCESSES 100 × VZAIMO_POOL 10/ })
  t.equal(connectionsNeeded({ pool: 10, queuePool: 2, processes: 2, redisUrl: 'redis://r' }), 26, 'with Redis')
})

t.test('a database that refuses us is told without its password', async t => {
  const { url } = await testDatabase(t)
  const wrong = url.replace(/:[^:@]*@/, ':opensesame@')
  const end = await runProgram(t, { args: ['serve'], env: { DATABASE_URL: wrong } })
  t.match(end, { code: 1, output: /The database at DATABASE_URL refuses us \(28P01\)/ })
  t.notMatch(end.output, 'opensesame')
})

t.test('an older node is told so by the npm scripts’ guard', async t => {
  const old = ['/usr/bin/node', '/usr/local/bin/node'].find(node => versionOf(node) < 26)
  if (old === undefined) return t.pass('no older node is here to try')
  const guard = './src/processes/node-version.mjs'
  const end = await runProgram(t, { command: [old, '--import', guard, 'src/main.ts'] })
  t.match(end, { code: 1, output: /^Vzaimo needs Node 26 and was started by Node \d/ })
  t.equal(end.output.trim().split('\n').length, 1)
})

function versionOf(node: string): number {
  if (!existsSync(node)) return Number.NaN
  return Number.parseInt(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.slice(1), 10)
}

type Teardown = { teardown(handler: () => Promise<void>): unknown }

async function newFolder(t: Teardown): Promise<string> {
  const folder = await temporaryFolder('vzaimo-data-')
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}
