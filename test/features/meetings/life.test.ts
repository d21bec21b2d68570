import t from 'tap'
import { act, meetingRoom, state, text, write } from './fixtures/meeting-room.ts'

t.setTimeout(240_000)

const head = 'school-21-head'
const partner = 'priirtyshskaya-head'
const slots = [
  { at: '2022-10-13T08:00:00.000Z', minutes: 60 },
  { at: '2022-10-14T06:30:00.000Z', minutes: 45 },
]

t.test('a pair: proposed, taken by all, held, its minutes accepted', async t => {
  const room = await meetingRoom(t)
  t.match(await state(room, head), {
    state: 'unplanned',
    own: 1,
    may: { propose: true, accept: [], record: [1], write: [1] },
  })
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
})
