import t from 'tap'
import { act, fillPackage, openRoom, plain, put, type Room } from '../../fixtures/files/room.ts'
import { onceKey } from '../../fixtures/house.ts'

t.setTimeout(240_000)

const head = 'school-21-head'
const partner = 'priirtyshskaya-head'

type Said = { id: string; body: string | null; author: string | null; role: string; seat: number | null }
type Thread = { version: number; filename: string; questions: (Said & { version: number; replies: Said[] })[] }

const idOf = async (room: Room, slot: string, version = 1): Promise<string> => {
  const found = (await room.state(1)).slots.find(candidate => candidate.slot === slot)
  return found?.versions.find(each => each.version === version)?.document ?? ''
}

const path = (room: Room, document: string) => `/partnerships/${room.root}/documents/${document}/questions`

const read = async (room: Room, as: string, document: string) => {
  const answer = await room.call({ as, url: `/api${path(room, document)}` })
  return { status: answer.statusCode, ...answer.json<Thread>() }
}

const say = async (room: Room, as: string, url: string, body: string, once = onceKey()) => {
  const answer = await room.call({ as, url: `/api${url}`, json: { body }, headers: { 'idempotency-key': once } })
  return { status: answer.statusCode, ...answer.json<{ id: string }>() }
}

const text = 'Проверочный текст: на каких данных построена таблица 2?'

t.test('the reviewer asks, the school answers, the curator joins in, and nothing is ever changed', async t => {
  const room = await openRoom(t)
  await fillPackage(room)
  await act(room, head, 'send')
  await act(room, partner, 'open')
  const document = await idOf(room, 'risk-profile')
  t.strictSame((await read(room, head, document)).questions, [])
  const asked = await say(room, 'priirtyshskaya-helper', path(room, document), text)
  t.equal(asked.status, 201)
  const replies = `${path(room, document)}/${asked.id}/replies`
  t.equal((await say(room, head, replies, 'Проверочный текст: на отчёте за прошлый год')).status, 201)
  t.equal((await say(room, 'curator-gymnasium-1', replies, 'Проверочный текст: отчёт есть у меня')).status, 201)
  t.match(await read(room, partner, document), {
    filename: 'risk-pro.pdf',
    questions: [
      {
        body: text,
        seat: 2,
        role: 'helper',
        author: 'Помощник, Прииртышская СОШ',
        version: 1,
        replies: [
          { seat: 1, role: 'head' },
          { seat: null, role: 'curator' },
        ],
      },
    ],
  })

  await put(room, { slot: 'risk-profile', base: 1, reason: 'Проверочный текст: новая таблица' })
  const next = await idOf(room, 'risk-profile', 2)
  t.match(
    await read(room, partner, next),
    { version: 2, questions: [{ body: text, version: 1 }] },
    'the thread goes on',
  )
  await say(room, partner, path(room, next), 'Проверочный текст: теперь понятно')
  t.equal((await read(room, partner, document)).questions.length, 2)
  t.strictSame(
    (await read(room, partner, await idOf(room, 'midterm-programme'))).questions,
    [],
    'each document has its own',
  )
})

t.test('who may not read the document may neither read nor write its thread', async t => {
  const room = await openRoom(t)
  await fillPackage(room)
  const document = await idOf(room, 'risk-profile')
  t.equal(
    (await say(room, 'curator-gymnasium-1', path(room, document), text)).status,
    201,
    'a draft is its school’s and curator’s',
  )
  for (const as of [partner, 'school-36-head', 'curator-tobolsk', 'municipal-tobolsk']) {
    t.equal((await read(room, as, document)).status, 404, as)
    t.equal((await say(room, as, path(room, document), text)).status, 404, as)
  }
  const absent = await room.call({ as: partner, url: `/api${path(room, '00000000-0000-4000-8000-000000000000')}` })
  const hidden = await room.call({ as: partner, url: `/api${path(room, document)}` })
  const told = (body: string) => body.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
  t.equal(told(absent.body), told(hidden.body), 'to the letter')

  await put(room, { slot: 'risk-profile', base: 1 })
  await act(room, head, 'send')
  const sent = await idOf(room, 'risk-profile', 2)
  t.strictSame(
    (await read(room, partner, sent)).questions,
    [],
    'what was asked about a draft stays unknown to the partner',
  )
  t.equal((await read(room, head, sent)).questions.length, 1)
  const { id = '' } = (await read(room, head, sent)).questions[0] ?? {}
  t.equal((await say(room, partner, `${path(room, sent)}/${id}/replies`, text)).status, 404)
})

t.test('the same text twice is one, a blanked one leaves its place, and a closed season takes none', async t => {
  const room = await openRoom(t)
  await fillPackage(room)
  const document = await idOf(room, 'risk-profile')
  const once = onceKey()
  const first = await say(room, head, path(room, document), text, once)
  t.match(await say(room, head, path(room, document), text, once), { status: 201, id: first.id })
  t.equal((await say(room, head, path(room, document), `${text}!`, once)).status, 422)
  t.equal((await say(room, head, path(room, document), '   ')).status, 422)
  await room.db.updateTable('question').set({ body: null }).execute()
  t.match(await read(room, head, document), { questions: [{ body: null }] })
  const page = await room.call({ as: head, url: path(room, document) })
  t.match(plain(page.body), 'Этот текст стёрт')

  const { n } = await room.state(1)
  const closed = await room.house.dispatch({
    root: room.root,
    key: '',
    event: { type: 'partnership.dissolve' },
    texts: { reason: 'Проверочный текст' },
    person: room.person('federal'),
    at: '2022-09-28T08:00:00.000Z',
    seen: n,
  })
  t.ok('receipt' in closed)
  t.equal((await say(room, head, path(room, document), text)).status, 409)
})

t.test('without scripts: a question and an answer are plain forms, and an empty one comes back', async t => {
  const room = await openRoom(t)
  await fillPackage(room)
  const document = await idOf(room, 'risk-profile')
  const browse = async (action: string, body: string) => {
    const page = await room.call({ as: head, plain: true, url: path(room, document) })
    const form = page.body.split('<form').find(part => part.includes(`action="${action}"`)) ?? ''
    const fields = Object.fromEntries(
      [...form.matchAll(/name="(once|_token)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    )
    return room.call({ as: head, plain: true, url: action, form: { ...fields, body } })
  }
  const empty = await browse(path(room, document), ' ')
  t.equal(empty.statusCode, 422)
  t.match(plain(empty.body), 'Напишите хотя бы несколько слов')
  const asked = await browse(path(room, document), text)
  t.equal(asked.statusCode, 303)
  const { id = '' } = (await read(room, head, document)).questions[0] ?? {}
  t.equal(asked.headers.location, `${path(room, document)}#q-${id}`)
  t.equal((await browse(`${path(room, document)}/${id}/replies`, 'Проверочный текст: ответ')).statusCode, 303)
  t.match(await read(room, head, document), { questions: [{ replies: [{ body: 'Проверочный текст: ответ' }] }] })
})
