import { randomUUID } from 'node:crypto'
import t from 'tap'
import { tidy } from '../../src/delivery/sweep-tidy.ts'
import { testDatabase } from '../fixtures/database.ts'
import { stepsTo } from './fixtures/due-world.ts'

t.test('what has outlived its time is removed, by the clock that it keeps; the rest stays', async t => {
  const { db } = await testDatabase(t)
  const person = randomUUID()
  await db.insertInto('person').values({ id: person, name: null, email: null, zone: 'UTC' }).execute()
  const realMs = Date.parse('2030-01-01T00:00:00Z')
  const real = (days: number) => new Date(realMs + days * 86_400_000).toISOString()
  await stepsTo(db, '2022-10-07T00:00:00.000Z')

  await db
    .insertInto('first_answer')
    .values(
      ['2022-10-06T23:59:59.999Z', '2022-10-07T00:00:00.001Z'].map((kept_until, n) => ({
        person,
        key: `key ${n}`,
        body_sha256: '',
        answer: '{}',
        kept_until,
      })),
    )
    .execute()
  await db
    .insertInto('session')
    .values(
      [-1, 1].map(days => ({
        id_sha256: `session ${days}`,
        person,
        made_at: real(-10),
        seen_at: real(-2),
        expires_at: real(days),
      })),
    )
    .execute()
  await db
    .insertInto('sign_in_attempt')
    .values(
      [-31, -29].map(days => ({
        id: randomUUID(),
        kind: 'letter' as const,
        account_sha256: '',
        address_sha256: '',
        at: real(days),
        succeeded: false,
      })),
    )
    .execute()

  t.same(await tidy(db, realMs), { answers: 1, sessions: 1, attempts: 1 })
  t.same(await tidy(db, realMs), { answers: 0, sessions: 0, attempts: 0 })
  t.same(await db.selectFrom('first_answer').select('key').execute(), [{ key: 'key 1' }])
  t.same(await db.selectFrom('session').select('id_sha256').execute(), [{ id_sha256: 'session 1' }])
  t.same(await db.selectFrom('sign_in_attempt').select('at').execute(), [{ at: real(-29) }])
})
