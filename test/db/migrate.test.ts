import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { migrate, migrationsFolder, schemaState } from '../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../src/db/pool.ts'
import { emptyDatabase, testDatabase } from '../fixtures/database.ts'

t.test('the migrations of the project, on an empty database, and once only', async t => {
  const { db } = await emptyDatabase(t)
  t.equal(await schemaState(db), 'empty')
  t.ok((await migrate(db)).length > 0)
  t.equal(await schemaState(db), 'current')
  t.same(await migrate(db), [])
})

t.test('the template that tests clone is current', async t => {
  const { db } = await testDatabase(t)
  t.equal(await schemaState(db), 'current')
})

t.test('older, newer and empty schemas are told apart; a newer one is not touched', async t => {
  const { db } = await emptyDatabase(t)
  const two = await folderOf(t, { '0001_a': 'create table a ()', '0002_b': 'create table b ()' })
  const three = await folderOf(t, {
    '0001_a': 'create table a ()',
    '0002_b': 'create table b ()',
    '0003_c': 'create table c ()',
  })
  t.same(await migrate(db, two), ['0001_a', '0002_b'])
  t.equal(await schemaState(db, three), 'older')
  t.same(await migrate(db, three), ['0003_c'])
  t.equal(await schemaState(db, two), 'newer')
  await t.rejects(migrate(db, two), { message: /newer version/ })
  t.equal(await schemaState(db, migrationsFolder), 'newer', 'one that took another road, too')
})

t.test('a migration that fails leaves nothing of itself or its companions', async t => {
  const { db } = await emptyDatabase(t)
  const folder = await folderOf(t, { '0001_a': 'create table a ()', '0002_b': 'create table a ()' })
  await t.rejects(migrate(db, folder), { code: '42P07' })
  t.equal(await schemaState(db, folder), 'empty')
  t.same(await tables(db), [])
})

t.test('of several that migrate at once one does it, and the others wait beyond their usual limits', async t => {
  const { db, url } = await emptyDatabase(t)
  const others = [openDatabase(url, { max: 2 }), openDatabase(url, { max: 2 })]
  t.teardown(async () => {
    for (const other of others) await other.destroy()
  })
  const folder = await folderOf(t, { '0001_slow': 'do $$ begin perform pg_sleep(6); end $$' })
  const applied = await Promise.all([db, ...others].map(one => migrate(one, folder)))
  t.same(
    applied.toSorted((a, b) => b.length - a.length),
    [['0001_slow'], [], []],
  )
  const { rows } = await sql`select current_setting('lock_timeout') as lock`.execute(db)
  t.same(rows, [{ lock: '5s' }], 'the connection has its limits back')
})

/** Migrations of one statement each. */
async function folderOf(
  t: { teardown(handler: () => Promise<void>): unknown },
  statements: Record<string, string>,
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vzaimo-migrations-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  // They import kysely.
  await symlink(path.join(migrationsFolder, '../node_modules'), path.join(folder, 'node_modules'))
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }')
  for (const [name, statement] of Object.entries(statements)) {
    const source = `import { sql } from 'kysely'\nexport const up = async db => { await sql\`${statement}\`.execute(db) }\n`
    await writeFile(path.join(folder, `${name}.ts`), source)
  }
  return folder
}

async function tables(db: Database): Promise<unknown[]> {
  const { rows } = await sql`
    select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely_%'`.execute(db)
  return rows
}
