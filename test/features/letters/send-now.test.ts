import t from 'tap'
import { sendPackage, signIn } from '../coordination/fixtures/office.ts'
import { key, openLetterRoom } from './fixtures/letter-room.ts'

const overdue = '2022-10-11T09:00:00.000Z'
const path = '/letters/send-now'
const query = '?about=package&rung=overdue'

type Look = {
  status: number
  asOf: string
  people: number
  schools: number
  fails: number
  sample: { subject: string; text: string } | null
}

/** All letters up to the deadline of packages went; the next working day has come. */
const openLate = async (t: Parameters<typeof openLetterRoom>[0]) => {
  const room = await openLetterRoom(t)
  for (const day of ['28', '29', '30']) await room.deliver(`2022-09-${day}T07:00:00.000Z`)
  for (const day of ['03', '04', '06', '07', '10']) await room.deliver(`2022-10-${day}T07:00:00.000Z`)
  await room.at(overdue)
  const look = async (as: string, more = '') => (await room.get(as, `/api${path}${query}${more}`)) as unknown as Look
  const send = (as: string, asOf: string, headers = key()) =>
    room.post(as, `/api${path}`, { about: 'package', rung: 'overdue', asOf }, headers)
  return { ...room, look, send }
}

t.test('a look says to whom it would go, shows one real letter, and changes nothing', async t => {
  const room = await openLate(t)
  const before = await room.ledger()
  const all = await room.look('federal')
  t.match(all, { status: 200, schools: 5, fails: 0 })
  t.match(all.sample?.text, /пакет/i)
  const smolensk = await room.look('municipal-smolensk')
  t.equal(smolensk.schools, 3, 'of the own territory')
  t.equal((await room.look('federal', '&school=Тайчинская')).schools, 1)
  t.equal((await room.get('school-21-head', `/api${path}${query}`)).status, 403)
  const page = await room.app.inject({ url: `${path}${query}`, headers: { cookie: await room.cookieOf('federal') } })
  t.equal(page.statusCode, 200)
  t.equal(await room.ledger(), before)
})

t.test(
  'it goes to exactly that set: who did the work meanwhile gets nothing, who came to it later neither',
  async t => {
    const room = await openLate(t)
    const { db, person, trio } = room
    const before = await room.look('federal')
    await signIn(room, 'school-36-head', trio, 1)
    await sendPackage(room, 'school-36-head', trio, 1, overdue)
    const done = new Set(
      (
        await db
          .selectFrom('member')
          .select('person')
          .where('school', '=', room.demo.schools.get('school-36') ?? '')
          .execute()
      ).map(it => it.person),
    )
    const headers = key()
    const sent = await room.send('federal', before.asOf, headers)
    t.equal(sent.statusCode, 200, sent.body)
    const { letters } = sent.json() as { letters: number }
    t.equal(letters, before.people - 2, 'both deciders of the school that acted fell out')
    t.same((await room.send('federal', before.asOf, headers)).json(), sent.json(), 'the first answer again')
    const opened = await db
      .selectFrom('letter_entry')
      .select(['person', 'generation', 'by_person', 'send_at'])
      .where('opened_at', '=', overdue)
      .where('kind', '=', 'rung')
      .execute()
    const again = opened.filter(({ generation }) => generation === 2)
    t.equal(again.length, letters, 'a new generation each, once')
    t.ok(again.every(it => it.by_person === person('federal') && it.send_at === overdue && !done.has(it.person ?? '')))
    t.same(await room.faults(overdue), [])
    const gone = await room.deliver(overdue)
    t.same(
      new Set(
        gone.flatMap(({ person: to, items }) => (items.some(({ key: duty }) => duty.endsWith('/package')) ? [to] : [])),
      ),
      new Set(again.map(it => it.person)),
    )
  },
)

t.test('what is still due moves up, and goes at the reader’s next permitted hour', async t => {
  const room = await openLetterRoom(t)
  await room.at('2022-09-30T18:30:00.000Z')
  const asOf = '2022-09-30T18:30:00.000Z'
  const sent = await room.post('federal', `/api${path}`, { about: 'package', rung: '-1', asOf }, key())
  t.equal(sent.statusCode, 200, sent.body)
  const moved = await room.db
    .selectFrom('letter_entry')
    .innerJoin('person', 'person.id', 'letter_entry.person')
    .innerJoin('school', 'school.id', 'letter_entry.school')
    .select(['send_at', 'person.zone', 'school.week', 'generation'])
    .where('by_person', 'is not', null)
    .execute()
  t.ok(moved.length > 0 && moved.every(({ generation }) => generation === 1))
  for (const { send_at, zone, week } of moved) {
    const local = Temporal.Instant.from(send_at).toZonedDateTimeISO(zone)
    t.equal(
      `${local.toPlainDate()} ${local.hour}`,
      week === 6 ? '2022-10-01 9' : '2022-10-03 9',
      `${zone}, ${week} days`,
    )
  }
  t.same(await room.faults(asOf), [])
})

t.test('an old look is looked at once more; an address that fails is left out', async t => {
  const room = await openLate(t)
  t.equal((await room.send('federal', '2022-10-11T07:00:00.000Z')).statusCode, 409)
  t.equal(
    (await room.send('federal', '2022-10-12T07:00:00.000Z')).statusCode,
    409,
    'nor does anybody look from the future',
  )
  const { people } = await room.look('federal')
  await room.db
    .insertInto('address_fault')
    .values({ person: room.person('school-21-head'), since: overdue })
    .execute()
  t.match(await room.look('federal'), { people: people - 1, fails: 1 })
})

t.test('two at once open one generation', async t => {
  const room = await openLate(t)
  const { asOf } = await room.look('federal')
  const answers = await Promise.all([room.send('federal', asOf), room.send('federal', asOf)])
  t.same(
    answers.map(({ statusCode }) => statusCode),
    [200, 200],
  )
  const rows = await room.db
    .selectFrom('letter_entry')
    .select(['root', 'key', 'person'])
    .where('state', '=', 'due')
    .where('by_person', 'is not', null)
    .execute()
  t.equal(new Set(rows.map(it => JSON.stringify(it))).size, rows.length)
  t.same(await room.faults(overdue), [])
})
