import { randomUUID } from 'node:crypto'
import t from 'tap'
import { linePath, listPath } from '../../../src/features/recommendations/place.ts'
import { wordingSha256 } from '../../../src/features/recommendations/rules.ts'
import { head, helper, openRoom, settleMeeting } from './fixtures/advice.ts'

t.setTimeout(120_000)

const item = randomUUID()
const advice = (text: string) => ({ document: null, text: `Проверочный текст: ${text}` })
const yoursOf = (answer: object) => (answer as { yours: { id: string } }).yours.id

t.test('a write over an older version is refused with both texts, kept for its author, and chosen or left', async t => {
  const room = await openRoom(t)
  await room.write(head, room.ours, 'item', item, advice('первый'))
  await room.write(head, room.ours, 'item', item, advice('директор'), { base: 1 })
  const met = await room.write(helper, room.ours, 'item', item, advice('помощник'), { base: 1 })
  t.match(met, {
    status: 412,
    type: '/problems/stale',
    theirs: { version: 2, text: /директор/, mine: false },
    yours: { fate: 'outrun', text: /помощник/, mine: true },
  })
  const again = await room.write(helper, room.ours, 'item', item, advice('помощник'), { base: 1 })
  t.equal(yoursOf(again), yoursOf(met), 'it is kept once')
  const line = linePath(room.ours, item, 'item')
  t.notMatch((await room.get(head, `/api${line}`)).body, /помощник/, 'for its author alone')
  t.match((await room.get(helper, line)).body, /id="clash"[\s\S]*помощник[\s\S]*директор/)
  t.match((await room.get(helper, listPath(room.ours))).body, /Выбрать редакцию/)
  const version = `${line}/versions/${yoursOf(met)}`
  t.equal((await room.press(head, `${version}/settle`)).status, 404, "another's wording is not theirs to leave")
  t.match(await room.press(helper, `${version}/restore`, { base: 2 }), { status: 200, version: 3, text: /помощник/ })
  t.notMatch((await room.get(helper, line)).body, /id="clash"/)
  t.match(await room.get(head, `/api${line}`), { versions: [{ version: 3 }, { version: 2 }, { version: 1 }] })
})

t.test(
  'leaving one’s own wording settles it; a repeated write is one write; a key is not used for another text',
  async t => {
    const room = await openRoom(t)
    const client = randomUUID()
    await room.write(head, room.ours, 'item', item, advice('директор'), { client })
    t.match(await room.write(head, room.ours, 'item', item, advice('директор'), { client }), {
      status: 200,
      version: 1,
    })
    t.equal((await room.write(head, room.ours, 'item', item, advice('другое'), { client })).status, 422)
    t.equal((await room.write(head, room.ours, 'item', randomUUID(), advice('директор'), { client })).status, 422)
    const met = await room.write(helper, room.ours, 'item', item, advice('помощник'))
    const version = `${linePath(room.ours, item, 'item')}/versions/${yoursOf(met)}`
    t.equal((await room.press(helper, `${version}/settle`)).status, 204)
    t.equal((await room.press(helper, `${version}/settle`)).status, 204)
    t.notMatch((await room.get(helper, listPath(room.ours))).body, /Выбрать редакцию/)
    t.equal((await room.write(head, room.ours, 'item', item, advice('без версии'), { base: null })).status, 428)
  },
)

t.test('what was taken out is brought back as a new version; whoever edited it meanwhile is told', async t => {
  const room = await openRoom(t)
  await room.write(head, room.ours, 'item', item, advice('лишнее'))
  const line = linePath(room.ours, item, 'item')
  t.match(await room.press(head, `${line}/remove`, { base: 1 }), { status: 200, version: 2, said: { removed: true } })
  t.match(await room.get(head, `/api${listPath(room.ours)}`), { draft: [], missing: ['items', 'meeting'] })
  t.equal((await room.write(helper, room.ours, 'item', item, advice('правка'), { base: 1 })).status, 412)
  t.match((await room.get(helper, line)).body, /рекомендацию убрали из\sсписка/)
  const [removed] = (await room.get(head, `/api${line}`)).versions as { id: string }[]
  t.match(await room.press(head, `${line}/versions/${removed?.id}/restore`, { base: 2 }), {
    version: 3,
    said: { removed: false },
  })
  t.match(await room.get(head, `/api${listPath(room.ours)}`), { draft: [{ item, version: 3, text: /лишнее/ }] })
})

t.test('what comes after the sending is kept for its author, and nobody else', async t => {
  const room = await openRoom(t)
  await room.write(head, room.ours, 'item', item, advice('отправлено'))
  await settleMeeting(room)
  await room.act(head, room.ours, 'send')
  const late = await room.write(helper, room.ours, 'item', item, advice('опоздало'), { base: 1 })
  t.match(late, {
    status: 409,
    type: '/problems/not-now',
    theirs: { version: 1 },
    yours: { fate: 'late', text: /опоздало/ },
  })
  const another = await room.write(helper, room.ours, 'item', randomUUID(), advice('новое опоздало'))
  t.match(another, { status: 409, theirs: null })
  t.match((await room.get(helper, listPath(room.ours))).body, /id="late"[\s\S]*опоздало/)
  for (const name of [head, 'priirtyshskaya-head', 'federal'])
    t.notMatch((await room.get(name, listPath(room.ours))).body, /опоздало/, name)
  t.match(
    (await room.get(helper, `/api${listPath(room.ours)}`)).draft,
    [{ text: /отправлено/ }],
    'the list is as it was sent',
  )
})

t.test('every version stands under its salted hash', async t => {
  const room = await openRoom(t)
  await room.write(head, room.ours, 'item', item, advice('один'))
  await room.write(head, room.ours, 'item', item, advice('два'), { base: 1 })
  for (const { salt, said, body, sha256 } of await room.db.selectFrom('recommendation_version').selectAll().execute())
    t.equal(wordingSha256(salt, { said: said as never, body: body ?? '' }), sha256)
})
