import { openSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fastify from 'fastify'
import { sql } from 'kysely'
import t from 'tap'
import { describeError, openLog } from '../src/log.ts'
import { emptyDatabase } from './fixtures/database.ts'

t.test('an error of the database is logged without the row that it quotes', async t => {
  const { db } = await emptyDatabase(t)
  await sql`create table person (email text unique)`.execute(db)
  await sql`insert into person values ('ivanova@example.org')`.execute(db)
  const error = await sql`insert into person values ('ivanova@example.org')`
    .execute(db)
    .catch((error: unknown) => error)
  const described = describeError(error)
  t.match(described, { code: '23505', constraint: 'person_email_key', table: 'person', stack: /at / })
  t.notMatch(JSON.stringify(described), 'ivanova')

  const unreadable = await sql`select 'ivanova@example.org'::int`.execute(db).catch((error: unknown) => error)
  t.match(describeError(unreadable), { code: '22P02' })
  t.notMatch(JSON.stringify(describeError(unreadable)), 'ivanova')
})

t.test('an error of ours keeps its message; its fields and causes are not printed', async t => {
  const error = Object.assign(new TypeError('no such thing', { cause: new Error('ivanova') }), { person: 'ivanova' })
  t.match(describeError(error), { type: 'TypeError', message: 'no such thing', stack: /log\.test/ })
  t.notMatch(JSON.stringify(describeError(error)), 'ivanova')
  t.same(describeError('ivanova'), { type: 'string' })
})

t.test('whatever fastify logs by itself names no address, query string, header or body', async t => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vzaimo-log-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'log')
  const descriptor = openSync(file, 'w')
  const app = fastify({ loggerInstance: openLog('debug', descriptor) })
  app.post('/schools/:id', async () => {
    throw new Error('a bug')
  })
  await app.inject({
    method: 'POST',
    url: '/schools/ivanova?token=ivanova',
    headers: { cookie: 'session=ivanova' },
    payload: { name: 'ivanova' },
    remoteAddress: '192.0.2.7',
  })
  const lines = await readFile(file, 'utf8')
  t.match(lines, '"route":"/schools/:id"')
  t.match(lines, '"message":"a bug"')
  t.match(lines, '"status":500')
  t.notMatch(lines, /192\.0\.2\.7|token|session|ivanova/)
})
