import t from 'tap'
import { reason } from '../coordination/fixtures/office.ts'
import { type EntryJson, key, openLetterRoom } from './fixtures/letter-room.ts'

type Listed = {
  id: string
  state: string
  person: string
  subject: string | null
  mixed: boolean
  attempts: number
  answer: string | null
  bounce: string | null
  madeAt: string
}
type Outbox = { status: number; counts: Record<string, number>; letters: Listed[]; next: string | null }
type Letter = Listed & {
  status: number
  body: string | null
  entries: EntryJson[]
  tries: { n: number; outcome: string; answer: string | null }[]
}

const monday = '2022-10-03T07:00:00.000Z'

/** The first day of season, on which one letter is refused, one is put off, one is in somebody’s hands, and all others go. */
const openDay = async (t: Parameters<typeof openLetterRoom>[0]) => {
  const room = await openLetterRoom(t)
  const { person } = room
  await room.deliver(monday, ({ person: to }) => {
    if (to === person('school-21-head')) return { outcome: 'refused', code: 550, answer: '550 5.1.1 no such mailbox' }
    if (to === person('school-36-head')) return { outcome: 'deferred', code: 451, answer: '451 4.2.1 busy' }
    return to === person('school-40-head') ? null : {}
  })
  const list = async (as: string, query = '') => (await room.get(as, `/api/letters${query}`)) as unknown as Outbox
  const open = async (as: string, id: string) => (await room.get(as, `/api/letters/${id}`)) as unknown as Letter
  const of = async (state: string) => (await list('federal', `?state=${state}`)).letters[0]?.id ?? ''
  return { ...room, list, open, of }
}

t.test('letters stand in the list by their state, with attempts and the server’s words', async t => {
  const room = await openDay(t)
  const { counts, letters } = await room.list('federal')
  t.match(counts, { failed: 1, waiting: 1, handing: 1, dropped: 0, returned: 0 })
  t.equal(
    letters.length,
    Object.values(counts).reduce((sum, n) => sum + n, 0),
  )
  t.match(
    letters.find(({ state }) => state === 'failed'),
    { attempts: 1, answer: '550 5.1.1 no such mailbox' },
  )
  const found: Listed[] = []
  let after = ''
  do {
    const part: Outbox = await room.list('federal', `?limit=2${after}`)
    found.push(...part.letters)
    after = part.next === null ? '' : `&after=${encodeURIComponent(part.next)}`
  } while (after !== '')
  t.same(found, letters, 'the parts are the whole')
  const letter = await room.open('federal', await room.of('failed'))
  t.match(letter.tries, [{ n: 1, outcome: 'refused', answer: '550 5.1.1 no such mailbox' }])
  t.ok(letter.entries.every(({ state }) => state === 'failed'))
  t.match(letter.entries[0]?.why, /Почтовый сервер отказал: 550/)
})

t.test('a coordinator sees letters about the own territory; a foreign one is not there', async t => {
  const room = await openDay(t)
  const { letters } = await room.list('municipal-smolensk')
  const all = (await room.list('federal')).letters
  t.ok(letters.length > 0 && letters.length < all.length)
  const own = new Set(letters.map(({ id }) => id))
  const foreign = all.find(({ id }) => !own.has(id))?.id ?? ''
  const none = '00000000-0000-4000-8000-000000000001'
  for (const [path, body] of [
    ['', null],
    ['/retry', {}],
    ['/cancel', { reason }],
  ] as const) {
    const ask = (id: string) =>
      body === null
        ? room.get('municipal-smolensk', `/api/letters/${id}`)
        : room.press('municipal-smolensk', `/letters/${id}${path}`, body)
    const [theirs, absent] = [await ask(foreign), await ask(none)]
    t.equal(theirs.status, 404, path)
    const plain = (text: string) => text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
    t.equal(plain(theirs.text), plain(absent.text), 'to the letter')
  }
  t.equal((await room.get('school-21-head', `/api/letters/${foreign}`)).status, 403, 'a school has no outbox')
})

t.test('of a letter that speaks of other territories, too, neither words nor foreign reasons are shown', async t => {
  const room = await openDay(t)
  await room.db
    .insertInto('curator')
    .values({ person: room.person('curator-gymnasium-1'), school: room.demo.schools.get('priirtyshskaya') ?? '' })
    .execute()
  const { db } = room
  const mixed = await db
    .selectFrom('letter_entry')
    .innerJoin('letter', 'letter.id', 'letter_entry.letter')
    .select('letter.id')
    .where('letter.person', '=', room.person('municipal-smolensk'))
    .executeTakeFirst()
  const id = mixed?.id ?? (await room.of('sent'))
  await db
    .updateTable('letter_entry')
    .set({ letter: id })
    .where('school', '=', room.demo.schools.get('priirtyshskaya') ?? '')
    .where('kind', '=', 'pairsPublished')
    .where('person', 'is not', null)
    .execute()
  const seen = await room.open('municipal-smolensk', id)
  const whole = await room.open('federal', id)
  if (seen.status === 200) {
    t.match(seen, { mixed: true, subject: null, body: null })
    t.ok(seen.entries.length < whole.entries.length)
  } else t.equal(seen.status, 404)
  t.match(whole, { mixed: false })
  t.ok(whole.body !== null)
})

t.test('what failed is due again by a named person, goes once more, and the first answer is given twice', async t => {
  const room = await openDay(t)
  const id = await room.of('failed')
  const headers = key()
  const path = `/api/letters/${id}/retry`
  const first = await room.post('federal', path, {}, headers)
  t.equal(first.statusCode, 200, first.body)
  t.same((await room.post('federal', path, {}, headers)).json(), first.json(), 'once')
  t.equal((await room.post('federal', path, {}, key())).statusCode, 409, 'there is nothing left to try again')
  t.match(await room.open('federal', id), { state: 'waiting' })
  const named = await room.db.selectFrom('letter_entry').select('by_person').where('letter', '=', id).execute()
  t.ok(named.every(({ by_person }) => by_person === room.person('federal')))
  t.same(await room.faults(monday), [])
  const gone = await room.deliver('2022-10-03T07:05:00.000Z')
  t.ok(
    gone.some(handing => handing.id === id && handing.attempt === 2),
    'the same letter, its second attempt',
  )
  t.match(await room.open('federal', id), { state: 'sent', attempts: 2 })
  t.same(await room.faults('2022-10-03T07:05:00.000Z'), [])
})

t.test('an address that does not work is mended before a letter is tried again', async t => {
  const room = await openDay(t)
  const at = await room.db
    .insertInto('address_fault')
    .values({ person: room.person('school-21-head'), since: monday })
    .execute()
  t.ok(at)
  const refused = await room.post('federal', `/api/letters/${await room.of('failed')}/retry`, {}, key())
  t.equal(refused.statusCode, 409)
  t.match(refused.json(), { reason: { code: 'address' } })
})

t.test('what is due can be cancelled for a reason; what is being handed over can’t', async t => {
  const room = await openDay(t)
  const waiting = await room.of('waiting')
  t.equal((await room.press('federal', `/letters/${waiting}/cancel`, {})).status, 422, 'not without a reason')
  const busy = await room.press('federal', `/letters/${await room.of('handing')}/cancel`, { reason })
  t.match(busy, { status: 409, reason: { code: 'busy' } })
  t.equal((await room.press('federal', `/letters/${waiting}/cancel`, { reason })).status, 200)
  const letter = await room.open('federal', waiting)
  t.match(letter, { state: 'dropped' })
  t.ok(letter.entries.every(({ state, why }) => state === 'cancelled' && why.includes(reason)))
  t.same(await room.faults(monday), [])
  const gone = await room.deliver('2022-10-03T08:00:00.000Z')
  t.notOk(
    gone.some(({ id }) => id === waiting),
    'it never goes',
  )
  const forecast = (await room.get('federal', '/api/letters/forecast?day=2022-10-07')) as unknown as {
    letters: { entries: EntryJson[] }[]
  }
  const entry = forecast.letters[0]?.entries[0]?.id
  t.match(await room.press('federal', `/letters/entries/${entry}/cancel`, { reason }), { status: 200, entries: 1 })
  t.match(await room.press('federal', `/letters/entries/${entry}/cancel`, { reason }), { status: 409 })
  t.match(await room.press('federal', `/letters/entries/${entry}/retry`), { status: 409 }, 'it did not fail')
})
