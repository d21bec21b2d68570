import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { isPoolExhausted, openDatabase, poolUse } from '../../src/db/pool.ts'
import { testDatabase } from '../fixtures/database.ts'

t.test('rows hold instants as ISO text in UTC with milliseconds, dates as text, counts as numbers', async t => {
  const { db } = await testDatabase(t)
  await db.connection().execute(async connection => {
    // Whatever the session's own zone is.
    await sql`set timezone = 'Asia/Kamchatka'`.execute(connection)
    const { rows } = await sql`
      select '2022-10-08 00:00:00+05'::timestamptz as instant, '2022-10-07T19:00:00.123456Z'::timestamptz as fine,
        array['2022-10-08 00:00+05'::timestamptz, null] as instants, date '2022-10-07' as day,
        array[date '2022-10-07'] as days, count(*) as n, array[1::int8, null] as numbers, null::timestamptz as none
    `.execute(connection)
    t.strictSame(rows, [
      {
        instant: '2022-10-07T19:00:00.000Z',
        fine: '2022-10-07T19:00:00.123Z',
        instants: ['2022-10-07T19:00:00.000Z', null],
        day: '2022-10-07',
        days: ['2022-10-07'],
        n: 1,
        numbers: [1, null],
        none: null,
      },
    ])
  })
})

t.test('a number beyond 2^53 and an instant without end are refused, not rounded', async t => {
  const { db } = await testDatabase(t)
  await t.rejects(sql`select 9007199254740993::int8`.execute(db), RangeError)
  await t.rejects(sql`select 'infinity'::timestamptz`.execute(db), RangeError)
  t.match((await sql`select 1 as one`.execute(db)).rows, [{ one: 1 }], 'the connection is still good')
})

t.test('a full pool is told apart from other errors, soon', async t => {
  const { url } = await testDatabase(t)
  const db = openDatabase(url, { max: 1, waitForConnectionMs: 100 })
  t.teardown(() => db.destroy())
  const { promise: free, resolve: release } = Promise.withResolvers<void>()
  const { promise: taken, resolve: take } = Promise.withResolvers<void>()
  const holding = db.connection().execute(async connection => {
    await sql`select 1`.execute(connection)
    take()
    await free
  })
  await taken
  const error = await sql`select 1`.execute(db).catch((error: unknown) => error)
  t.ok(isPoolExhausted(error))
  t.same(poolUse(db), { total: 1, idle: 0, waiting: 0 })
  release()
  await holding
  const other = await sql`select 1 / 0`.execute(db).catch((error: unknown) => error)
  t.notOk(isPoolExhausted(other))
})

t.test('statements, waits for locks and idle transactions have limits', async t => {
  const { db } = await testDatabase(t)
  const { rows } = await sql`
    select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
      current_setting('idle_in_transaction_session_timeout') as idle, current_setting('application_name') as name
  `.execute(db)
  t.same(rows, [{ statement: '10s', lock: '5s', idle: '15s', name: 'vzaimo' }])
})

t.test(
  'a connection that the server ends, idle or inside a transaction, costs one error and not the process',
  async t => {
    const { db, url } = await testDatabase(t)
    const admin = openDatabase(url, { max: 1, applicationName: 'admin' })
    t.teardown(() => admin.destroy())
    const endOthers = () =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(admin)

    await sql`select 1`.execute(db)
    await endOthers()
    await pause(50)
    t.match((await sql`select 1 as one`.execute(db)).rows, [{ one: 1 }], 'idle: the next query has a new connection')

    const transaction = db.transaction().execute(async trx => {
      await sql`select 1`.execute(trx)
      await endOthers()
      await pause(50)
      await sql`select 1`.execute(trx)
    })
    await t.rejects(transaction)
    t.match((await sql`select 1 as one`.execute(db)).rows, [{ one: 1 }])
  },
)
