import t from 'tap'
import { announcePresence } from '../../../src/features/accounts/presence.ts'
import { firstMorning, sessionOf, testHouse } from '../../fixtures/house.ts'
import { browser, noon, signIn, webOn } from './fixtures/web.ts'

const at = '2022-09-29T06:00:00.000Z'
const th = await testHouse(t)
await th.at(at)
const clock = { ms: noon }
const { app } = webOn(th.house, clock)
t.teardown(() => app.close())

const presence = async (group: string): Promise<Record<string, unknown>> => {
  const rows = await th.db
    .selectFrom('thing')
    .select(['key', 'value'])
    .where('root', '=', String(th.demo.groups.get(group)))
    .where('machine', '=', 'seat')
    .execute()
  return Object.fromEntries(rows.map(({ key, value }) => [key, (value as { presence: string }).presence]))
}
const signIns = async (group: string) =>
  th.db
    .selectFrom('history')
    .select(['key', 'at', 'actor'])
    .where('root', '=', String(th.demo.groups.get(group)))
    .where(eb => eb(eb.ref('event', '->>').key('type'), '=', 'seat.signIn'))
    .orderBy('n')
    .execute()

t.test(
  'the first member who signs in does the school’s first duty, whoever of them it is; the next changes nothing',
  async t => {
    t.same(await presence('pair'), { 'seat/1': 'awaited', 'seat/2': 'awaited' })
    await signIn(th, browser(app), 'helper@school-21.example.org')
    t.same(await presence('pair'), { 'seat/1': 'here', 'seat/2': 'awaited' })
    await signIn(th, browser(app), 'head@school-21.example.org')
    t.match(await signIns('pair'), [{ key: 'seat/1', at, actor: { person: th.person('school-21-helper') } }])
    const duty = await th.db
      .selectFrom('thing')
      .select('value')
      .where('root', '=', String(th.demo.groups.get('pair')))
      .where('key', '=', 'duty/1/signIn')
      .executeTakeFirstOrThrow()
    t.equal(duty.value, 'done')
  },
)

t.test('a curator or a coordinator who signs in does nobody’s duty', async t => {
  for (const email of [
    'curator@tobolsk.example.org',
    'coordinator@tobolsk.example.org',
    'coordinator@federal.example.org',
  ])
    await signIn(th, browser(app), email)
  t.same(await presence('pair'), { 'seat/1': 'here', 'seat/2': 'awaited' })
})

t.test('two of one school at once: the duty is done once', async t => {
  const people = ['priirtyshskaya-head', 'priirtyshskaya-coordinator', 'priirtyshskaya-helper'].map(th.person)
  await Promise.all(people.map(person => announcePresence(th.house, person, at)))
  t.equal((await signIns('pair')).length, 2)
})

t.test('the pairs were published to somebody who had long been signed in: the next visit counts', async t => {
  const cookie = await sessionOf(th, 'school-36-head')
  await browser(app, { cookie }).get('/notes')
  t.match(await presence('trio'), { 'seat/1': 'here', 'seat/2': 'awaited', 'seat/3': 'awaited' })
  t.equal((await signIns('trio'))[0]?.at, at)
})

t.test('a partnership that is over refuses, and the sign-in goes on', async t => {
  const trio = String(th.demo.groups.get('trio'))
  const federal = th.person('federal')
  const texts = { reason: 'Школа вышла из проекта', behalf: 'По просьбе школ' }
  const over = await th.house.dispatch({
    root: trio,
    key: '',
    event: { type: 'partnership.dissolve' },
    texts,
    person: federal,
    at,
  })
  t.match(over, { receipt: { root: trio } })
  const who = browser(app)
  await signIn(th, who, 'head@taychinskaya.example.org')
  t.equal((await who.get('/notes')).statusCode, 200)
  t.match(await presence('trio'), { 'seat/3': 'awaited' })
  t.not(at, firstMorning)
})
