import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/db/pool.ts'
import { testDatabase } from '../fixtures/database.ts'

const preparedNow = async (db: ReturnType<typeof openDatabase>): Promise<string[]> =>
  (await sql<{ statement: string }>`SELECT statement FROM pg_prepared_statements`.execute(db)).rows.map(
    row => row.statement,
  )

t.test('a statement that comes again is prepared, once for each connection', async t => {
  const { url } = await testDatabase(t)
  const db = openDatabase(url, { max: 1 })
  t.teardown(() => db.destroy())
  const add = async (one: number) =>
    (await sql<{ sum: number }>`SELECT ${one}::int + 1 AS sum`.execute(db)).rows[0]?.sum
  t.equal(await add(1), 2)
  t.same(await preparedNow(db), [], 'what comes once is not worth it')
  t.same([await add(2), await add(3)], [3, 4])
  t.same(await preparedNow(db), ['SELECT $1::int + 1 AS sum'])
})

t.test('a prepared statement that fails can be run again, and its transaction is rolled back', async t => {
  const { db } = await testDatabase(t)
  const divide = (by: number) =>
    db
      .transaction()
      .execute(async tx => (await sql<{ it: number }>`SELECT 6 / ${by}::int AS it`.execute(tx)).rows[0]?.it)
  t.equal(await divide(2), 3)
  t.equal(await divide(3), 2)
  await t.rejects(divide(0), { code: '22012' })
  t.equal(await divide(6), 1)
})
