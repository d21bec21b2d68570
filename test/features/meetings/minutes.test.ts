import t from 'tap'
import { sha256 } from '../../../src/features/keep-text.ts'
import { onceKey } from '../../fixtures/house.ts'
import {
  act,
  call,
  type MeetingRoom,
  meetingRoom,
  pathOf,
  record,
  state,
  text,
  write,
} from './fixtures/meeting-room.ts'

t.setTimeout(240_000)

const head = 'school-21-head'
const partner = 'priirtyshskaya-head'

type Versions = {
  versions: { version: number; fate: string; recorded: boolean; body: string | null; author: string }[]
}
const versionsOf = async (room: MeetingRoom, as: string): Promise<Versions['versions']> =>
  (await call(room, as, 'GET', `/api${pathOf(room)}/minutes`)).json<Versions>().versions

t.test('two schools write at once: the later one gets both texts, and nothing is lost', async t => {
  const room = await meetingRoom(t)
  const [ours, theirs] = [`${text}, наша редакция`, `${text}, их редакция`]
  t.match(await write(room, head, { seat: 1, body: text }), { status: 200, version: 1 })
  t.match(await write(room, head, { seat: 1, body: ours }, 1), { status: 200, version: 2 })
  t.match(await write(room, partner, { seat: 2, body: theirs }, 1), {
    status: 412,
    type: '/problems/stale',
    theirs: { version: 2, body: ours, author: 'Директор, СШ № 21' },
    yours: { body: theirs },
  })
  t.match(await write(room, partner, { seat: 2, body: `${ours}. ${theirs}` }, 2), { status: 200, version: 3 })
  t.strictSame(
    (await versionsOf(room, partner)).map(({ fate, body }) => [fate, body]).sort(),
    [
      ['kept', text],
      ['kept', ours],
      ['kept', `${ours}. ${theirs}`],
      ['outrun', theirs],
    ].sort(),
  )
  t.notOk(
    (await versionsOf(room, head)).some(({ fate }) => fate !== 'kept'),
    'what was not taken is its author’s alone',
  )
})

t.test(
  'of twenty writes at one moment over one version one is taken, and every other is kept for its author',
  async t => {
    const room = await meetingRoom(t)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        write(room, n % 2 === 0 ? head : partner, { seat: (n % 2) + 1, body: `${text} ${n}` }),
      ),
    )
    t.equal(answers.filter(({ status }) => status === 200).length, 1)
    t.equal(answers.filter(({ status }) => status === 412).length, 19)
    const rows = await room.db.selectFrom('minutes_version').select(['fate', 'body', 'salt', 'sha256']).execute()
    t.equal(rows.length, 20)
    t.ok(
      rows.every(row => row.sha256 === sha256(row.salt + row.body)),
      'each under its salted hash',
    )
  },
)

t.test('the same write twice is one write; another text under its key is refused', async t => {
  const room = await meetingRoom(t)
  const once = onceKey()
  t.match(await write(room, head, { seat: 1, body: text }, 0, once), { status: 200, version: 1 })
  t.match(await write(room, head, { seat: 1, body: text }, 0, once), { status: 200, version: 1 })
  t.match(await write(room, head, { seat: 1, body: `${text}!` }, 0, once), {
    status: 422,
    type: '/problems/key-reused',
  })
  t.match(
    await write(room, head, { seat: 1, body: text }, 1),
    { status: 200, version: 1 },
    'the same words are no new version',
  )
  t.equal((await call(room, head, 'PUT', `/api${pathOf(room)}/minutes`, { seat: 1, body: text })).statusCode, 400)
})

t.test('a curator reads what was recorded, and no draft; a blanked text leaves its place', async t => {
  const room = await meetingRoom(t)
  await write(room, head, { seat: 1, body: text })
  t.strictSame(await versionsOf(room, 'curator-gymnasium-1'), [])
  t.match(await state(room, 'curator-gymnasium-1'), { draft: null, minutes: null })
  await record(room, head, 1)
  await write(room, partner, { seat: 2, body: `${text}, но иначе` }, 2)
  t.match(await state(room, 'curator-gymnasium-1'), { draft: null, minutes: { version: 2 } })
  t.match(await versionsOf(room, 'curator-gymnasium-1'), [{ version: 2, recorded: true }])
  t.match(
    await state(room, head),
    { draft: { version: 3 }, minutes: { version: 2 } },
    'what is accepted is what was recorded',
  )
  await room.db.updateTable('minutes_version').set({ body: null }).where('version', '=', 2).execute()
  t.match(await state(room, head), { minutes: { version: 2, body: null } })
  const page = await call(room, partner, 'GET', pathOf(room), undefined, { accept: 'text/html' })
  t.match(page.body.replaceAll('\u00A0', ' '), 'Этот текст стёрт')
})

t.test('whoever left writes nothing, and is not waited for', async t => {
  const room = await meetingRoom(t, 'trio')
  const { n } = await state(room, 'federal')
  const out = await room.house.dispatch({
    root: room.root,
    key: '',
    event: { type: 'partnership.withdraw', seat: 3 },
    texts: { reason: 'Проверочный текст: школа закрыта' },
    person: room.person('federal'),
    at: '2022-10-06T07:00:00.000Z',
    seen: n,
  })
  t.ok('receipt' in out)
  t.equal((await write(room, 'taychinskaya-head', { seat: 3, body: text })).status, 403)
  t.match(await state(room, 'taychinskaya-head'), {
    own: null,
    may: { propose: false, cancel: false, record: [], write: [] },
  })
  await record(room, 'school-36-head', 1, { took: [1, 2] })
  t.equal((await act(room, 'school-40-head', 'accept-minutes', { seat: 2 })).status, 200)
  t.match(await state(room, 'school-36-head'), { state: 'counted', talks: [] })
})
