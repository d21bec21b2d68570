import t from 'tap'
import { packageView } from '../../../src/features/packages/page-query.ts'
import { docx, pdf } from '../../fixtures/files/make.ts'
import { act, fillPackage, openRoom, plain, put, type Room, write } from '../../fixtures/files/room.ts'
import { firstMorning } from '../../fixtures/house.ts'

t.setTimeout(180_000)

const head = 'school-21-head'

/** The hidden fields of the form on a page whose action contains `action`, as a browser would send them; and the action itself. */
const formOf = (body: string, action: string) => {
  const form = body.split('<form').find(part => part.includes(action)) ?? ''
  const fields = Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  )
  return { fields, url: (/action="([^"]+)"/.exec(form)?.[1] ?? '').replaceAll('&amp;', '&') }
}

/** Sends a form as a browser without scripts does: no header of ours, the token in the form or in its action. */
const browse = async (
  room: Room,
  as: string,
  action: string,
  fields: Record<string, string | string[]>,
  file?: { name: string; bytes: Buffer },
) => {
  const page = await room.call({ as, url: room.page(1) })
  const form = formOf(page.body, action)
  const filled = { ...form.fields, ...fields }
  return room.call({ as, plain: true, url: form.url, form: filled, ...(file === undefined ? {} : { file }) })
}

t.test('without scripts: a word, a file, a programme, the sending, each a plain form', async t => {
  const room = await openRoom(t)
  const word = await browse(room, head, '/privacy"', { removed: 'yes' })
  t.equal(word.statusCode, 303, word.body)
  t.equal(word.headers.location, `${room.page(1)}#documents`)
  for (const slot of ['risk-profile', 'development-concept', 'midterm-programme']) {
    const page = await room.call({ as: head, url: room.page(1) })
    const { url } = formOf(page.body, '/documents?')
    const form = { slot, base: '0', once: `once-${slot}` }
    const file = { name: 'Файл.pdf', bytes: pdf(slot) }
    const answer = await room.call({ as: head, plain: true, url, form, file })
    t.equal(answer.headers.location, `${room.page(1)}#slot-${slot}`)
  }
  t.equal((await browse(room, head, '/factors"', { factors: ['2', '10'] })).statusCode, 303)
  const programme = await browse(
    room,
    head,
    '/programmes?',
    { title: 'Кадры и родители', factors: ['2', '10'] },
    { name: 'п.docx', bytes: await docx() },
  )
  t.equal(programme.statusCode, 303, programme.body)
  t.strictSame((await room.state(1)).missing, [])
  t.equal((await browse(room, head, '/send"', {})).statusCode, 303)
  t.equal((await room.state(1)).state, 'sent')
})

t.test('a form that was not taken comes back with what was typed and what is wrong', async t => {
  const room = await openRoom(t)
  await write(room, head, '/privacy', { removed: true })
  const empty = await browse(
    room,
    head,
    '/programmes?',
    { title: 'Родители' },
    { name: 'п.docx', bytes: Buffer.from('текст') },
  )
  t.equal(empty.statusCode, 422)
  t.match(empty.body, /value="Родители"/)
  t.match(plain(empty.body), /Отметьте хотя бы один фактор/)
  const wrong = await browse(
    room,
    head,
    '/programmes?',
    { title: 'Родители', factors: ['10'] },
    { name: 'п.docx', bytes: Buffer.from('текст') },
  )
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, /value="10" checked/)
  t.match(plain(wrong.body), /По содержимому это не документ/)
  t.strictSame((await room.db.selectFrom('programme').selectAll().execute()).length, 0)
  const none = await browse(room, head, '/documents?', {}, { name: '', bytes: Buffer.alloc(0) })
  t.match(plain(none.body), /Файл не выбран/)
})

t.test('a form of the page that lies open while somebody sends is told so', async t => {
  const room = await openRoom(t)
  await fillPackage(room)
  const page = await room.call({ as: head, url: room.page(1) })
  const { url, fields } = formOf(page.body, '/send"')
  await act(room, 'school-21-coordinator', 'send')
  const late = await room.call({ as: head, plain: true, url, form: fields })
  t.equal(late.statusCode, 409)
  t.match(plain(late.body), /Страница успела устареть/)
  const once = await room.call({ as: head, url: room.page(1) })
  t.match(plain(once.body), /Квитанция/)
})

t.test('each reader sees what is theirs', async t => {
  const room = await openRoom(t)
  await fillPackage(room)
  const pageOf = async (as: string) => {
    const { statusCode, body } = await room.call({ as, url: room.page(1) })
    return { statusCode, body: plain(body) }
  }
  const waiting = await pageOf('priirtyshskaya-head')
  t.equal(waiting.statusCode, 200)
  t.match(waiting.body, /Партнёр ещё не прислал пакет/)
  t.notMatch(waiting.body, /Кадры|risk-pro/)
  t.match((await pageOf('municipal-smolensk')).body, /Почему вы делаете это за школу/)
  t.notMatch((await pageOf('curator-gymnasium-1')).body, /type="file"/)
  t.match((await pageOf('school-21-helper')).body, /Отправляют директор и координатор от школы/)
  for (const as of ['school-36-head', 'curator-tobolsk', 'municipal-tobolsk'])
    t.equal((await pageOf(as)).statusCode, 404, as)
  await act(room, head, 'send')
  const arrived = await pageOf('priirtyshskaya-head')
  t.match(arrived.body, /Открыть пакет/)
  t.match(arrived.body, /risk-pro/)
  t.notMatch(arrived.body, /documents\/[0-9a-f-]+" download/)
  await act(room, 'priirtyshskaya-head', 'open')
  t.match((await pageOf('priirtyshskaya-head')).body, /documents\/[0-9a-f-]+" download/)
})

t.test('the page costs the same queries whatever the package holds', async t => {
  const room = await openRoom(t)
  const count = async () => {
    let queries = 0
    const counting = room.house.db.withPlugin({
      transformQuery: ({ node }) => {
        queries += 1
        return node
      },
      transformResult: async ({ result }) => result,
    })
    await packageView(
      { ...room.house, db: counting },
      { person: room.person(head), at: firstMorning },
      { root: room.root, seat: 1 },
    )
    return queries
  }
  const empty = await count()
  await fillPackage(room)
  for (let base = 1; base < 6; base += 1) await put(room, { slot: 'risk-profile', base })
  for (let n = 0; n < 5; n += 1) await write(room, head, '/programmes', { title: `Ещё ${n}`, factors: [2] })
  t.equal(await count(), empty)
  t.equal(empty <= 7, true, `${empty} queries`)
})
