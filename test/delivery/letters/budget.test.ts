import t from 'tap'
import { admit } from '../../../src/delivery/letters/budget.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { firstMorning, testHouse } from '../../fixtures/house.ts'
import { startSink } from '../fixtures/smtp-sink.ts'
import { lettersByState, lookOnce, readLetters, settle, testOffice } from './office.ts'

t.setTimeout(120_000)

const after = (seconds: number) => new Date(Date.parse(firstMorning) + seconds * 1000).toISOString()
const to = (domain: string, letters: number) =>
  Array.from({ length: letters }, (_, n) => ({ email: `school-${n}@${domain}` }))

t.test('each domain has its minute; whoever comes too late is told which one is theirs', async t => {
  const { db } = await testDatabase(t)
  const budget = new Map([
    ['mail.ru', 2],
    ['*', 3],
  ])
  const at = '2022-09-28T07:00:42.000Z'
  const shape = ({ now, later }: Awaited<ReturnType<typeof admit>>) => [
    now.length,
    Object.fromEntries([...later].map(([minute, letters]) => [minute.slice(11, 16), letters.length])),
  ]
  t.same(shape(await admit(db, budget, to('Mail.RU', 7), at)), [2, { '07:01': 2, '07:02': 2, '07:03': 1 }])
  t.same(shape(await admit(db, budget, to('mail.ru', 1), at)), [0, { '07:03': 1 }], 'others of this minute count')
  t.same(shape(await admit(db, budget, to('yandex.ru', 4), at)), [3, { '07:01': 1 }])
  t.same(shape(await admit(db, budget, to('example.org', 3), at)), [3, {}], 'each for itself')
  const next = '2022-09-28T07:01:00.000Z'
  t.same(shape(await admit(db, budget, to('mail.ru', 2), next)), [2, {}], 'a new minute')
  t.same(shape(await admit(db, new Map(), to('mail.ru', 9), next)), [9, {}], 'no budget, no limit')
  t.same(shape(await admit(db, new Map([['mail.ru', 1]]), to('yandex.ru', 9), next)), [9, {}])
})

t.test('two who ask at once never get more than there is', async t => {
  const { db } = await testDatabase(t)
  const budget = new Map([['*', 10]])
  const asked = Array.from({ length: 12 }, () =>
    admit(db, budget, [...to('a.example.org', 2), ...to('b.example.org', 1)], firstMorning),
  )
  const now = (await Promise.all(asked)).flatMap(answer => answer.now)
  t.equal(now.filter(({ email }) => email.endsWith('@a.example.org')).length, 10)
  t.equal(now.filter(({ email }) => email.endsWith('@b.example.org')).length, 10)
})

t.test('letters over the budget wait for their minute, and no attempt is counted', async t => {
  const test = await testHouse(t)
  const sink = await startSink(t)
  const { source, metric } = await testOffice(t, test, sink.url, {
    env: { VZAIMO_MAIL_PER_MINUTE: '1000,example.org=3' },
  })
  // All readers in one domain.
  const people = await test.db.selectFrom('person').select('id').execute()
  for (const [n, { id }] of people.entries())
    await test.db
      .updateTable('person')
      .set({ email: `person-${n}@example.org` })
      .where('id', '=', id)
      .execute()
  for (const [minute, arrived] of [3, 6, 8].entries()) {
    await test.at(after(60 * minute))
    await settle(test.db, source)
    t.equal(sink.got.length, arrived)
    await test.at(after(60 * minute + 59))
    t.equal(await lookOnce(test.db, source), 0)
  }
  t.same(await lettersByState(test.db), { sent: 8 })
  for (const { attempts, outcomes } of await readLetters(test.db)) t.same([attempts, outcomes], [1, ['sent']])
  t.ok((await metric('vzaimo_letters_released_total')) >= 5)
})
