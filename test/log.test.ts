import { sql } from 'kysely'
import t from 'tap'
import { describeError } from '../src/log.ts'
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
