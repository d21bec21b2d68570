import { randomUUID } from 'node:crypto'
import t from 'tap'
import { canonical, sha256 } from '../../../src/engine/chain.ts'
import { linePath, listPath } from '../../../src/features/recommendations/place.ts'
import { sentRecommendations } from '../../../src/features/recommendations/read-sent.ts'
import { put } from '../reviews/fixtures/asking.ts'
import { head, helper, openRoom, partner, type Room, settleMeeting } from './fixtures/advice.ts'

t.setTimeout(180_000)

const slot = 'midterm-programme'
const [first, second] = [randomUUID(), randomUUID()]
const advice = (text: string, document: string | null = slot) => ({ document, text: `Проверочный текст: ${text}` })

/** Two recommendations of school 21, the second written by its helper. */
const twoWritten = async (room: Room) => {
  await room.write(head, room.ours, 'item', first, advice('сроки'))
  await room.write(helper, room.ours, 'item', second, advice('показатели', null))
}

const sent = async (t: Parameters<typeof openRoom>[0]) => {
  const room = await openRoom(t)
  await twoWritten(room)
  await settleMeeting(room)
  const receipt = await room.act(head, room.ours, 'send')
  return { room, receipt }
}

t.test(
  'a list is written, ordered, and sent once the meeting is settled; history holds versions and a checksum',
  async t => {
    const room = await openRoom(t)
    const list = `/api${listPath(room.ours)}`
    t.match(await room.act(head, room.ours, 'send'), {
      status: 409,
      missing: [
        { code: 'items', says: /нет ни\sодной рекомендации/ },
        { code: 'meeting', says: /Ещё не\sзаписано/ },
      ],
    })
    t.match(await room.write(head, room.ours, 'item', first, advice('сроки')), { status: 200, etag: '"1"' })
    t.match(await room.write(helper, room.ours, 'item', second, advice('показатели', null)), { status: 200 })
    t.match(await room.write(head, room.ours, 'item', first, advice('сроки и меры'), { base: 1 }), { etag: '"2"' })
    t.match(await room.get(helper, list), {
      state: 'drafting',
      side: 'writer',
      missing: ['meeting'],
      draft: [
        { item: first, version: 2, document: slot },
        { item: second, version: 1, document: null },
      ],
      sendings: [],
    })
    t.equal(
      (await room.press(helper, `${linePath(room.ours, second, 'item')}/move`, { body: { to: 'up' } })).status,
      204,
    )
    t.equal((await room.act(head, room.ours, 'send')).status, 409, 'the meeting is open')
    await settleMeeting(room)
    t.equal((await room.act(helper, room.ours, 'send')).status, 403, 'a helper writes and does not decide')
    const receipt = await room.act(head, room.ours, 'send')
    t.match(receipt, { status: 200, key: 'assignment/1-2' })
    const { event } = await room.db
      .selectFrom('history')
      .select('event')
      .where('root', '=', room.root)
      .where('n', '=', Number(receipt.n))
      .executeTakeFirstOrThrow()
    const stored = await room.db.selectFrom('recommendation_version').selectAll().execute()
    const items = [
      { item: second, version: 1 },
      { item: first, version: 2 },
    ].map(it => ({
      ...it,
      sha256: stored.find(row => row.recommendation === it.item && row.version === it.version)?.sha256,
    }))
    t.match(event.facts, {
      items: 2,
      meetingSettled: true,
      versions: items.map(({ item, version }) => ({ item, version })),
      sha256: sha256(canonical({ items })),
    })
    t.notMatch(JSON.stringify(event), /Проверочный/, 'no word of it')
    t.match(await room.get(head, list), {
      state: 'sent',
      writable: { item: false },
      sendings: [{ receipt: { n: receipt.n, hash: receipt.hash, sha256: sha256(canonical({ items })) } }],
    })
  },
)

t.test('before the sending nobody but the writing school reads a word, a count or a version', async t => {
  const room = await openRoom(t)
  await twoWritten(room)
  for (const name of [partner, 'curator-gymnasium-1', 'municipal-smolensk', 'regional-tyumen', 'federal']) {
    const page = await room.get(name, `/api${listPath(room.ours)}`)
    t.match(page, { status: 200, draft: null, sendings: [], notes: [], missing: [], documents: [] }, name)
    t.notMatch(page.body, /Проверочный|items":2/)
    t.notMatch((await room.get(name, listPath(room.ours))).body, /Проверочный|сроки/)
    t.equal((await room.get(name, `/api${linePath(room.ours, first, 'item')}`)).status, 403)
  }
  t.same(await sentRecommendations(room.db, room.ours), [])
})

t.test(
  'a foreign list and one that is not there give the same answer; a foreign recommendation is not taken over',
  async t => {
    const room = await openRoom(t)
    await twoWritten(room)
    const foreign = await room.get('taychinskaya-head', `/api${listPath(room.ours)}`)
    const none = await room.get('taychinskaya-head', `/api${listPath({ ...room.ours, root: randomUUID() })}`)
    const text = (body: string) => body.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
    t.equal(foreign.status, 404)
    t.equal(text(foreign.body), text(none.body))
    t.equal((await room.get(head, `/api${listPath({ ...room.ours, reviewed: 3 })}`)).status, 404)
    t.equal((await room.write(partner, room.theirs, 'item', first, advice('чужое'))).status, 404)
    t.equal((await room.write(partner, room.ours, 'item', randomUUID(), advice('не их'))).status, 403)
    t.equal((await room.write('federal', room.ours, 'item', randomUUID(), advice('не их'))).status, 403)
    t.equal((await room.write(head, room.ours, 'item', randomUUID(), advice('нет такого'), { base: 3 })).status, 404)
  },
)

t.test('an empty text and an unknown document are refused by field', async t => {
  const room = await openRoom(t)
  t.match(await room.write(head, room.ours, 'item', first, { document: slot, text: ' \n' }), {
    status: 422,
    fields: [{ field: 'text', code: 'required' }],
  })
  t.match(await room.write(head, room.ours, 'item', first, advice('о чём', 'charter')), {
    status: 422,
    fields: [{ field: 'document', code: 'unknown' }],
  })
  const programme = `antirisk-programme/${room.programmes[0]}`
  t.equal((await room.write(head, room.ours, 'item', first, advice('о программе', programme))).status, 200)
})

t.test(
  'private notes stand beside the list for their school, are taken over one by one, and go to nobody else',
  async t => {
    const room = await openRoom(t)
    const note = 'Проверочный текст заметки между нами'
    await put(room, head, room.ours, `${slot}/notes`, { score: null, body: note })
    await put(room, head, room.ours, `${slot}/midterm.tasks-match-goal`, { score: '1', body: 'тайный комментарий' })
    const list = `/api${listPath(room.ours)}`
    const page = await room.get(helper, list)
    t.match(page, { notes: [{ form: slot, document: slot, text: note, taken: false }] })
    t.notMatch(page.body, /тайный/, 'nothing else of the review is here')
    const taken = { document: slot, text: `${note}: что сделать`, note: slot }
    t.equal((await room.write(helper, room.ours, 'item', first, taken)).status, 200)
    t.match(await room.get(helper, list), { notes: [{ taken: true }], draft: [{ document: slot }] })
    await settleMeeting(room)
    await room.act(head, room.ours, 'send')
    for (const name of [partner, 'federal', 'curator-gymnasium-1']) {
      const { body } = await room.get(name, list)
      t.match(body, /что сделать/)
      t.match(JSON.parse(body), { notes: [] })
      t.notMatch(body, /"note"|тайный/)
      t.notMatch((await room.get(name, listPath(room.ours))).body, /Ваши заметки|тайный/)
    }
    t.match(await room.get(head, list), { notes: [] }, 'what is sent is no longer begun from notes')
  },
)

t.test('a sealed review: sent recommendations are read by everyone concerned, and disclose no score', async t => {
  const { room } = await sent(t)
  await put(room, head, room.ours, `${slot}/midterm.tasks-match-goal`, { score: '1', body: 'тайный комментарий' })
  for (const name of [partner, 'curator-gymnasium-1', 'municipal-smolensk', 'regional-tyumen', 'federal']) {
    const page = await room.get(name, `/api${listPath(room.ours)}`)
    t.match(page, { status: 200, sendings: [{ items: [{ text: /сроки/ }, { text: /показатели/ }] }] }, name)
    t.notMatch(page.body, /тайный|score/)
    t.match((await room.get(name, listPath(room.ours))).body, /сроки/)
  }
  const review = await room.get(partner, `/api/partnerships/${room.root}/assignments/1/2`)
  t.match(review, { reading: 'counts', results: null }, 'the review itself stays sealed')
})

t.test('the receiver answers each, disputes one, and says that all is answered; both go on being edited', async t => {
  const { room } = await sent(t)
  const reply = (item: string, body: object, base = 0) => room.write(partner, room.ours, 'answer', item, body, { base })
  t.match(await room.act(partner, room.ours, 'answer'), {
    status: 409,
    missing: [{ code: `item/${first}` }, { code: `item/${second}` }],
  })
  t.match(await reply(first, { answer: 'declined' }), { status: 422, fields: [{ field: 'reason', code: 'required' }] })
  t.match(await reply(first, { answer: 'partly', reason: ' ' }), { status: 422 })
  t.equal((await reply(first, { answer: 'declined', reason: 'Проверочный текст: нет людей' })).status, 200)
  t.equal((await reply(second, { answer: 'accepted', date: '2022-12-01' })).status, 200)
  t.equal((await room.write(head, room.ours, 'answer', first, { answer: 'accepted' })).status, 403, 'not the writer')
  t.equal((await room.write(partner, room.ours, 'answer', randomUUID(), { answer: 'accepted' })).status, 404)
  const dispute = (text: string, base: number) => room.write(partner, room.ours, 'dispute', first, { text }, { base })
  t.equal((await dispute('Проверочный текст: это не про нас', 0)).status, 200)
  t.match(await room.act(partner, room.ours, 'answer'), { status: 200, key: 'assignment/1-2' })
  t.equal((await reply(second, { answer: 'accepted', date: '2022-12-01', done: true }, 1)).status, 200)
  t.same(await sentRecommendations(room.db, room.ours), [
    {
      document: slot,
      text: 'Проверочный текст: сроки',
      answer: 'declined',
      reason: 'Проверочный текст: нет людей',
      date: null,
      done: false,
      dispute: 'Проверочный текст: это не про нас',
    },
    {
      document: null,
      text: 'Проверочный текст: показатели',
      answer: 'accepted',
      reason: null,
      date: '2022-12-01',
      done: true,
      dispute: null,
    },
  ])
  t.equal((await dispute('', 1)).status, 200, 'a dispute is taken back')
  t.match(await sentRecommendations(room.db, room.ours), [{ dispute: null }, {}])
  const versions = await room.get(partner, `/api${linePath(room.ours, first, 'dispute')}`)
  t.match(
    versions,
    {
      versions: [
        { version: 2, text: '' },
        { version: 1, text: /не про нас/ },
      ],
    },
    'and stays in its history',
  )
})

t.test('returned recommendations are written again; what was sent stays readable, and so do answers', async t => {
  const { room } = await sent(t)
  await room.write(partner, room.ours, 'answer', first, { answer: 'accepted' })
  await room.db
    .updateTable('thing')
    .set({ value: JSON.stringify({ review: 'drafting', recommendations: 'drafting' }) })
    .where('root', '=', room.root)
    .where('key', '=', 'assignment/1-2')
    .execute()
  t.equal((await room.write(head, room.ours, 'item', first, advice('сроки яснее'), { base: 1 })).status, 200)
  const list = `/api${listPath(room.ours)}`
  t.match(await room.get(partner, list), {
    state: 'drafting',
    draft: null,
    sendings: [{ items: [{ text: /: сроки$/ }, {}] }],
  })
  t.equal((await room.write(partner, room.ours, 'answer', second, { answer: 'accepted' })).status, 409, 'answers wait')
  t.equal((await room.write(partner, room.ours, 'dispute', second, { text: 'Проверочный текст' })).status, 200)
  t.equal((await room.press(head, `${linePath(room.ours, second, 'item')}/remove`, { base: 1 })).status, 200)
  await settleMeeting(room).catch(() => {})
  t.equal((await room.act(head, room.ours, 'send')).status, 200)
  const now = await room.get(partner, list)
  t.match(now, {
    sendings: [
      { items: [{ version: 2, text: /яснее/, answer: { of: 1 } }] },
      {
        items: [
          { version: 1, text: /: сроки$/ },
          { text: /показатели/, dispute: { text: 'Проверочный текст' } },
        ],
      },
    ],
  })
  t.match((await room.get(partner, listPath(room.ours))).body, /прежнюю\sредакцию/)
  t.match(await sentRecommendations(room.db, room.ours), [{ text: /яснее/, answer: 'accepted' }])
})
