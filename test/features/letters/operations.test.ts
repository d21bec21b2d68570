import t from 'tap'
import { buildWeb } from '../../../src/web.ts'
import { key, openLetterRoom } from './fixtures/letter-room.ts'

const monday = '2022-10-03T07:00:00.000Z'

type Operations = {
  status: number
  due: { source: string; things: number; oldest: string | null }[]
  letters: { state: string; all: number; hour: number }[]
  channel: { restsUntil: string | null; faults: number; says: string | null; lastSentAt: string | null }
  faults: { person: string; schoolName: string }[]
  next: string | null
  queues: object[] | null
}

const room = await openLetterRoom(t)
const { db, person } = room
const read = async (query = '') =>
  (await room.get('federal', `/api/operations/queues${query}`)) as unknown as Operations

t.test('the operator sees what fell due, how letters go, and how the mail server is', async t => {
  await room.at(monday)
  const before = await read()
  const entries = before.due.find(({ source }) => source === 'entries')
  const { n } = await db
    .selectFrom('letter_entry')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .where('state', '=', 'due')
    .where('send_at', '<=', monday)
    .executeTakeFirstOrThrow()
  t.equal(entries?.things, n)
  t.equal(before.queues, null, 'a queue that does not answer is no fault of the page')
  const gone = await room.deliver(monday)
  const after = await read()
  t.equal(after.due.find(({ source }) => source === 'entries')?.things, 0)
  t.same(after.letters, [{ state: 'sent', all: gone.length, hour: gone.length }])
  t.equal(after.channel.lastSentAt, monday)
  await db
    .updateTable('mail_channel')
    .set({ rests_until: '2022-10-03T07:10:00.000Z', faults: 4, says: 'connection refused' })
    .execute()
  t.match((await read()).channel, { restsUntil: '2022-10-03T07:10:00.000Z', faults: 4, says: 'connection refused' })
  await room.at('2022-10-03T07:10:00.000Z')
  t.equal((await read()).channel.restsUntil, null, 'a rest that is over is none')
  for (const name of ['regional-tyumen', 'school-21-head'])
    t.equal((await room.get(name, '/api/operations/queues')).status, 403, name)
})

t.test('the queues are counted by what is handed in', async t => {
  const counts = [{ queue: 'wake' as const, waiting: 1, active: 2, delayed: 3, failed: 0 }]
  const stopping = new AbortController().signal
  const healthy = {
    stopping,
    database: async () => {},
    migrations: async () => 'current' as const,
    queue: async () => {},
  }
  const app = buildWeb(room.house, {
    checks: healthy,
    outbox: { folder: room.folder, open: false },
    queues: async () => counts,
  })
  t.teardown(() => app.close())
  const headers = { cookie: await room.cookieOf('federal') }
  t.same((await app.inject({ url: '/api/operations/queues', headers })).json().queues, counts)
  t.match((await app.inject({ url: '/operations/queues', headers })).body, /пробуждения/)
})

t.test('an address that fails is told to work again by whoever answers for its reader', async t => {
  for (const name of ['school-21-head', 'priirtyshskaya-head'])
    await db
      .insertInto('address_fault')
      .values({ person: person(name), since: monday, status: '5.1.1', says: 'no such mailbox' })
      .execute()
  const { faults } = await read()
  t.equal(faults.length, 2)
  const part = await read('?limit=1')
  const rest = await read(`?limit=1&after=${encodeURIComponent(part.next ?? '')}`)
  t.same([...part.faults, ...rest.faults], faults, 'the parts are the whole')
  const works = (as: string, name: string) => room.post(as, `/api/people/${person(name)}/address-works`, {}, key())
  t.equal((await works('municipal-smolensk', 'priirtyshskaya-head')).statusCode, 404, 'a foreign one')
  t.same((await works('municipal-smolensk', 'school-21-head')).json(), { works: true })
  t.same((await works('federal', 'priirtyshskaya-head')).json(), { works: true })
  t.same((await works('federal', 'priirtyshskaya-head')).json(), { works: false }, 'it worked already')
  t.same((await read()).faults, [])
})

t.test('whoever puts schools together is warned of those that no letter reaches', async t => {
  const list = async (as: string) =>
    (await room.get(as, `/api/seasons/${room.cycle}/pairing`)) as unknown as {
      unreachable: { count: number; schools: { name: string }[] }
    }
  t.equal((await list('federal')).unreachable.count, 0)
  const school = room.demo.schools.get('school-40') ?? ''
  const deciders = await db
    .selectFrom('member')
    .select('person')
    .where('school', '=', school)
    .where('role', '<>', 'helper')
    .execute()
  const [first, ...others] = deciders.map(it => it.person)
  for (const other of others) await db.updateTable('person').set({ email: null }).where('id', '=', other).execute()
  t.equal((await list('federal')).unreachable.count, 0, 'one of them can still be reached')
  await db
    .insertInto('address_fault')
    .values({ person: first ?? '', since: monday })
    .execute()
  t.match((await list('federal')).unreachable, { count: 1, schools: [{ name: /№ 40/ }] })
  t.equal((await list('regional-tyumen')).unreachable.count, 0, 'another’s territory')
  const page = await room.app.inject({
    url: `/seasons/${room.cycle}/pairing/preview?school=${school}`,
    headers: { cookie: await room.cookieOf('federal') },
  })
  t.equal(page.statusCode, 200)
})
