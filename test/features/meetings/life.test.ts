import t from 'tap'
import { tickRoot } from '../../../src/engine/tick.ts'
import { verifyRoots } from '../../../src/engine/verify.ts'
import { act, call, meetingRoom, pathOf, record, state, text, write } from './fixtures/meeting-room.ts'

t.setTimeout(240_000)

const head = 'school-21-head'
const partner = 'priirtyshskaya-head'
const slots = [
  { at: '2022-10-13T08:00:00.000Z', minutes: 60 },
  { at: '2022-10-14T06:30:00.000Z', minutes: 45 },
]

t.test('a pair: proposed, taken by all, held, its minutes accepted', async t => {
  const room = await meetingRoom(t)
  t.match(await state(room, head), { state: 'unplanned', own: 1, may: { propose: true, accept: [], record: [1] } })
  t.equal((await act(room, head, 'propose', { seat: 1, slots })).status, 200)
  t.match(await state(room, head), {
    state: 'proposed',
    sequence: 1,
    proposedBy: 1,
    slots: [{ yes: [1] }, { yes: [1] }],
    may: { accept: [], decline: false, cancel: true },
  })
  t.match(await state(room, partner), { may: { accept: [0, 1], decline: true } })
  t.equal((await act(room, partner, 'accept', { seat: 2, slot: 1 })).status, 200)
  t.match(await state(room, head), { state: 'agreed', agreed: slots[1], sequence: 1 })

  await room.at('2022-10-14T09:00:00.000Z')
  const saved = await write(room, 'priirtyshskaya-helper', { seat: 2, body: text })
  t.match(saved, { status: 200, version: 1 })
  t.match(await state(room, head), { draft: { version: 1, body: text }, minutes: null, may: { record: [1] } })
  const recording = { seat: 1, heldOn: '2022-10-14', kind: 'video', took: [1, 2], minutes: 1 }
  t.equal((await act(room, head, 'record', recording)).status, 200)
  t.match(await state(room, head), {
    state: 'unconfirmed',
    recordedBy: 1,
    heldOn: '2022-10-14',
    minutes: { version: 1, body: text, seat: 2 },
    // Three working days after a Friday, by the other school's zone, two hours ahead of Moscow.
    silenceEndsAt: '2022-10-19T19:00:00.000Z',
    may: { acceptMinutes: false },
  })
  t.equal((await act(room, head, 'accept-minutes', { seat: 1 })).status, 409)
  t.equal((await act(room, partner, 'accept-minutes', { seat: 2 })).status, 200)
  t.match(await state(room, partner), {
    state: 'counted',
    heldAt: '2022-10-14T09:00:00.000Z',
    may: { record: [], write: [], acceptMinutes: false },
  })
  t.match(await write(room, partner, { seat: 2, body: 'Проверочный текст: поздно' }, 1), {
    status: 409,
    missing: [{ code: 'late' }],
    theirs: { body: text },
    yours: { body: 'Проверочный текст: поздно' },
  })
  t.strictSame((await verifyRoots(room.db, room.house.workflow)).faults, [], 'the history verifies')
})

t.test('a trio: a time needs everybody, and so do the minutes', async t => {
  const room = await meetingRoom(t, 'trio')
  const [first, second, third] = ['school-36-head', 'school-40-coordinator', 'taychinskaya-head']
  t.equal((await act(room, second, 'propose', { seat: 2, slots })).status, 200)
  t.equal((await act(room, first, 'accept', { seat: 1, slot: 0 })).status, 200)
  t.equal((await act(room, third, 'accept', { seat: 3, slot: 1 })).status, 200)
  t.match(await state(room, third), { state: 'proposed', slots: [{ yes: [1, 2] }, { yes: [2, 3] }] })
  t.equal((await act(room, third, 'accept', { seat: 3, slot: 0 })).status, 200)
  t.match(await state(room, first), { state: 'agreed', agreed: slots[0] })

  await room.at('2022-10-13T10:00:00.000Z')
  t.equal((await record(room, first, 1, { heldOn: '2022-10-13', took: [1, 2] })).status, 200)
  t.equal((await act(room, second, 'accept-minutes', { seat: 2 })).status, 200)
  t.match(await state(room, first), { state: 'unconfirmed', accepted: [2] })
  t.equal((await act(room, third, 'accept-minutes', { seat: 3 })).status, 200)
  t.match(await state(room, first), { state: 'counted', talks: [{ seat: 3, about: 1, heldOn: null }] })

  const talk = { seat: 3, about: 1, heldOn: '2022-10-13', kind: 'call' }
  t.equal((await act(room, first, 'talk', talk)).status, 403, 'who was there records no talk for who was not')
  t.match(await act(room, third, 'talk', { ...talk, heldOn: '2022-10-15' }), {
    status: 409,
    missing: [{ code: 'future' }],
  })
  t.equal((await act(room, third, 'talk', talk)).status, 200)
  t.match(await state(room, third), { talks: [{ heldOn: '2022-10-13' }], may: { talk: [] } })
})

t.test(
  'no time suits, the proposal is withdrawn, the meeting is moved and cancelled: the counter goes up each time',
  async t => {
    const room = await meetingRoom(t)
    await act(room, head, 'propose', { seat: 1, slots })
    t.equal((await act(room, head, 'decline', { seat: 1 })).status, 409, 'nobody declines what they proposed')
    t.equal((await act(room, partner, 'decline', { seat: 2 })).status, 200)
    t.match(await state(room, head), { state: 'unplanned', sequence: 2, slots: [] })

    await act(room, partner, 'propose', { seat: 2, slots })
    await act(room, head, 'propose', { seat: 1, slots: slots.slice(1) })
    t.match(await state(room, partner), { state: 'proposed', sequence: 4, proposedBy: 1, slots: [{ yes: [1] }] })
    await act(room, partner, 'accept', { seat: 2, slot: 0 })
    await act(room, partner, 'propose', { seat: 2, slots: [{ at: '2022-10-17T08:00:00Z', minutes: 30 }] })
    t.match(await state(room, head), { state: 'proposed', sequence: 5, agreed: null })
    await act(room, head, 'accept', { seat: 1, slot: 0 })
    t.match(await state(room, head), { state: 'agreed', agreed: { at: '2022-10-17T08:00:00.000Z', minutes: 30 } })

    t.equal((await act(room, head, 'cancel', {})).status, 422, 'a cancellation has a reason')
    const reason = 'Проверочный текст: карантин'
    t.equal((await act(room, head, 'cancel', { reason })).status, 200)
    t.match(await state(room, partner), { state: 'unplanned', sequence: 6, agreed: null })
    t.match((await state(room, partner)).acts.at(-1), { type: 'meeting.cancel', reason })
  },
)

t.test('a past time is refused with a sentence, whether it is proposed or taken', async t => {
  const room = await meetingRoom(t)
  const past = await act(room, head, 'propose', { seat: 1, slots: [{ at: '2022-10-06T06:59:59.999Z', minutes: 30 }] })
  t.match(past, { status: 409, missing: [{ code: 'past', says: 'предложенное время уже прошло' }] })
  for (const at of ['2022-13-45T10:00:00Z', '2022-02-30T10:00:00Z', '2022-10-20T10:00', 'завтра'])
    t.equal((await act(room, head, 'propose', { seat: 1, slots: [{ at, minutes: 30 }] })).status, 422, at)
  await act(room, head, 'propose', { seat: 1, slots })
  await room.at('2022-10-13T08:00:00.000Z')
  t.match(await state(room, partner), { slots: [{ past: true }, { past: false }], may: { accept: [1] } })
  t.match(await act(room, partner, 'accept', { seat: 2, slot: 0 }), { status: 409, missing: [{ code: 'past' }] })
  t.equal((await act(room, partner, 'accept', { seat: 2, slot: 1 })).status, 200)
})

t.test('a meeting is recorded from every state', async t => {
  const recordable = async (
    name: string,
    before: (room: Awaited<ReturnType<typeof meetingRoom>>) => Promise<unknown>,
  ) => {
    const room = await meetingRoom(t)
    await before(room)
    t.match(await state(room, head), { state: name })
    t.equal((await record(room, head, 1)).status, 200, name)
    t.match(await state(room, head), { state: 'unconfirmed', heldOn: '2022-10-05', reviewsOpen: true })
    return room
  }
  await recordable('unplanned', async () => {})
  await recordable('proposed', room => act(room, partner, 'propose', { seat: 2, slots }))
  await recordable('agreed', async room => {
    await act(room, partner, 'propose', { seat: 2, slots })
    await act(room, head, 'accept', { seat: 1, slot: 0 })
  })
  const room = await recordable('notHeld', room =>
    act(room, partner, 'not-held', { reason: 'Проверочный текст: не вышло' }),
  )
  t.equal((await record(room, partner, 2)).status, 200, 'and written anew while the minutes wait')
  t.match(await state(room, head), { state: 'unconfirmed', recordedBy: 2, minutes: { version: 2 } })
  await act(room, head, 'accept-minutes', { seat: 1 })
  const reason = 'Проверочный текст: не та дата'
  t.equal(
    (await act(room, 'regional-smolensk', 'reopen-minutes', { reason })).status,
    403,
    'not with one school in scope',
  )
  t.equal((await act(room, 'federal', 'reopen-minutes', { reason })).status, 200)
  const { heldAt } = await state(room, head)
  t.match(await state(room, head), { state: 'reopened', may: { record: [1] } })
  await room.at('2022-10-20T07:00:00.000Z')
  t.equal((await record(room, head, 1)).status, 200)
  await act(room, partner, 'accept-minutes', { seat: 2 })
  t.match(await state(room, head), { state: 'counted', heldAt, minutes: { version: 3 } })
})

t.test(
  'silence lets the minutes count exactly at the instant, whoever looks and whether a worker came or not',
  async t => {
    const room = await meetingRoom(t)
    await record(room, head, 1)
    // Recorded on Thursday 6 October: three working days end on Tuesday, 00:00 of Wednesday by Yekaterinburg.
    t.match(await state(room, head), { silenceEndsAt: '2022-10-11T19:00:00.000Z' })
    await room.at('2022-10-11T18:59:59.999Z')
    t.match(await state(room, head), { state: 'unconfirmed' })
    await room.at('2022-10-11T19:00:00.000Z')
    t.match(await state(room, partner), { state: 'counted', heldAt: '2022-10-06T07:00:00.000Z' })
    const late = await act(room, partner, 'accept-minutes', { seat: 2 })
    t.equal(late.status, 409)
    await tickRoot(room.db, room.house.workflow, room.root, '2022-10-11T19:00:00.000Z')
    t.match((await state(room, head)).acts.at(-1), { type: 'silence' })
  },
)

t.test('a school of six days has its Saturday counted, and the latest of the others decides', async t => {
  const room = await meetingRoom(t, 'trio')
  await room.at('2022-10-07T07:00:00.000Z')
  await record(room, 'school-40-head', 2, { took: [1, 2, 3] })
  // The others work six days: Saturday, Monday, Tuesday; the later midnight of the two is Smolensk's.
  t.match(await state(room, 'school-40-head'), { silenceEndsAt: '2022-10-11T21:00:00.000Z' })
  const other = await meetingRoom(t, 'trio')
  await other.at('2022-10-07T07:00:00.000Z')
  await record(other, 'taychinskaya-head', 3, { took: [1, 2, 3] })
  // School 40 works five days: Monday, Tuesday, Wednesday.
  t.match(await state(other, 'school-40-head'), { silenceEndsAt: '2022-10-12T21:00:00.000Z' })
})

t.test('a coordinator rules on the minutes, and records for a school with a reason that stays', async t => {
  const room = await meetingRoom(t)
  const as = 'municipal-smolensk'
  t.match(await state(room, as), { own: null, may: { record: [1], write: [1], propose: false, cancel: false } })
  t.match(await write(room, as, { seat: 1, body: text }), { status: 422, fields: [{ field: 'behalf' }] })
  const behalf = 'Проверочный текст: протокол пришёл по почте'
  t.match(await write(room, as, { seat: 2, body: text, behalf }), { status: 403 })
  t.match(await write(room, as, { seat: 1, body: text, behalf }), { status: 200, behalf })
  const recording = { seat: 1, heldOn: '2022-10-05', kind: 'call', took: [1, 2], minutes: 1 }
  t.match(await act(room, as, 'record', recording), { status: 422, fields: [{ field: 'behalf' }] })
  t.equal((await act(room, as, 'record', { ...recording, behalf })).status, 200)
  t.match(await state(room, partner), {
    recordedBy: 1,
    minutes: { behalf },
    acts: [{ type: 'meeting.record', behalf }],
  })
  t.equal((await act(room, 'curator-gymnasium-1', 'rule')).status, 403)
  t.equal((await act(room, 'regional-tyumen', 'rule')).status, 200)
  t.match(await state(room, head), { state: 'counted' })
})

t.test('what stands against a recording is said line by line', async t => {
  const room = await meetingRoom(t)
  const recording = { seat: 1, heldOn: '2022-10-08', kind: 'visit', took: [1, 3], minutes: 1 }
  t.match(await act(room, head, 'record', recording), {
    status: 409,
    missing: [{ code: 'minutes' }, { code: 'future' }, { code: 'took' }],
  })
  t.equal((await act(room, head, 'record', { ...recording, heldOn: '2022-02-30' })).status, 422)
  await write(room, head, { seat: 1, body: text })
  await write(room, partner, { seat: 2, body: `${text}, и ещё` }, 1)
  t.match(await act(room, head, 'record', { ...recording, heldOn: '2022-10-06', took: [1, 2] }), {
    status: 409,
    missing: [{ code: 'outrun' }],
  })
})

t.test('a page that is old by a move on the same thing is told so', async t => {
  const room = await meetingRoom(t)
  const { n } = await state(room, head)
  await act(room, partner, 'propose', { seat: 2, slots })
  t.equal((await act(room, head, 'propose', { seat: 1, slots }, { seen: n })).status, 412)
  const proposed = await state(room, head)
  const once = 'the-same-key-twice'
  const first = await act(room, head, 'accept', { seat: 1, slot: 0 }, { seen: proposed.n, once })
  t.match(await act(room, head, 'accept', { seat: 1, slot: 0 }, { seen: proposed.n, once }), {
    n: first.n,
    status: 200,
  })
  t.equal((await act(room, partner, 'cancel', { reason: 'Проверочный текст' }, { seen: proposed.n })).status, 412)

  await record(room, head, 1)
  const { n: seen } = await state(room, partner)
  await record(room, head, 1)
  t.equal(
    (await act(room, partner, 'accept-minutes', { seat: 2 }, { seen })).status,
    412,
    'other minutes than those it saw',
  )
})

t.test('foreign and absent look alike; a helper and a curator decide nothing', async t => {
  const room = await meetingRoom(t)
  for (const url of [pathOf(room), `/api${pathOf(room)}`, `${pathOf(room)}/minutes`, `${pathOf(room)}.ics`])
    t.equal((await call(room, 'taychinskaya-head', 'GET', url)).statusCode, 404, url)
  const strange = await call(
    room,
    'taychinskaya-head',
    'POST',
    `/api${pathOf(room)}/decline`,
    { seat: 1 },
    {
      'if-match': '"0"',
      'idempotency-key': 'a-key-of-nobody',
    },
  )
  t.equal(strange.statusCode, 404)
  for (const as of ['school-21-helper', 'curator-gymnasium-1', 'municipal-smolensk'])
    t.equal((await act(room, as, 'propose', { seat: 1, slots })).status, 403, as)
  t.equal((await act(room, head, 'propose', { seat: 2, slots })).status, 403, 'nobody proposes for the other school')
})
