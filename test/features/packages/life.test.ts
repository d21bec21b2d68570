import t from 'tap'
import { act, fillPackage, openRoom, plain, put, type Room, write } from '../../fixtures/files/room.ts'

t.setTimeout(180_000)

const slotOf = async (room: Room, slot: string, as?: string) =>
  (await room.state(1, as)).slots.find(candidate => candidate.slot === slot)

t.test('a package from the first file to the opening', async t => {
  const room = await openRoom(t)
  t.strictSame((await room.state(1)).missing, [
    'risk-profile',
    'development-concept',
    'midterm-programme',
    'antirisk-programme',
    'factors',
  ])
  const early = await put(room, { slot: 'risk-profile' })
  t.equal(early.statusCode, 409)
  t.match(early.json(), { missing: [{ code: 'privacy' }] })
  const tooEarly = await act(room, 'school-21-head', 'send')
  t.equal(tooEarly.statusCode, 409)
  t.match(tooEarly.json(), {
    missing: [{ code: 'risk-profile', says: 'нет файла: Рисковый профиль' }, {}, {}, {}, { code: 'factors' }],
  })

  const programme = await fillPackage(room)
  const ready = await room.state(1)
  t.strictSame(ready.missing, [])
  t.ok(ready.may.send)
  t.notOk((await room.state(1, 'school-21-helper')).may.send)
  t.equal((await act(room, 'school-21-helper', 'send')).statusCode, 403)

  const sent = await act(room, 'school-21-head', 'send')
  t.equal(sent.statusCode, 200, sent.body)
  const after = await room.state(1)
  t.equal(after.state, 'sent')
  t.match(after.acts, [{ type: 'package.send', n: sent.json().n, hash: sent.json().hash }])
  t.strictSame(
    after.acts[0]?.versions.map(({ slot }) => slot),
    ['risk-profile', 'development-concept', 'midterm-programme', `antirisk-programme/${programme}`],
  )
  const { body } = await room.call({ as: 'school-21-head', url: room.page(1) })
  for (const proof of [sent.json().hash, ...(after.acts[0]?.versions ?? []).map(({ sha256 }) => sha256)])
    t.ok(body.includes(proof), 'the receipt stands on the page')

  t.equal((await act(room, 'priirtyshskaya-helper', 'open')).statusCode, 200)
  t.equal((await room.state(1)).state, 'received')
  t.equal((await act(room, 'school-21-head', 'recall')).statusCode, 409)
})

t.test('recalled unread: the partner never learns what was in it', async t => {
  const room = await openRoom(t)
  await fillPackage(room)
  await act(room, 'school-21-head', 'send')
  await put(room, { slot: 'risk-profile', base: 1, reason: 'Не тот файл' })
  t.equal((await slotOf(room, 'risk-profile', 'priirtyshskaya-head'))?.versions.length, 2)
  t.equal((await act(room, 'school-21-head', 'recall')).statusCode, 200)
  t.strictSame((await room.state(1, 'priirtyshskaya-head')).slots, [])
  await put(room, { slot: 'risk-profile', base: 2 })
  await act(room, 'school-21-head', 'send')
  const seen = await slotOf(room, 'risk-profile', 'priirtyshskaya-head')
  t.strictSame(
    seen?.versions.map(({ version }) => version),
    [3],
  )
  t.strictSame(
    (await slotOf(room, 'risk-profile'))?.versions.map(({ version }) => version),
    [3, 2, 1],
  )
})

t.test('returned with a reason: what is prepared anew is a draft until it is sent again', async t => {
  const room = await openRoom(t)
  await fillPackage(room)
  await act(room, 'school-21-head', 'send')
  const wrong = await act(room, 'priirtyshskaya-head', 'return', { slots: ['nothing-like-it'], reason: 'Не то' })
  t.equal(wrong.statusCode, 409)
  t.match(wrong.json(), { missing: [{ code: 'unknown/nothing-like-it' }] })
  t.equal(
    (await act(room, 'priirtyshskaya-helper', 'return', { slots: ['risk-profile'], reason: 'Нет' })).statusCode,
    403,
  )

  const back = { slots: ['midterm-programme'], reason: 'Нет приложения' }
  t.equal((await act(room, 'priirtyshskaya-head', 'return', back)).statusCode, 200)
  const page = await room.call({ as: 'school-21-head', url: room.page(1) })
  t.match(page.body, /Партнёр вернул пакет/)
  t.match(page.body, /Нет приложения/)
  await put(room, { slot: 'midterm-programme', base: 1, name: 'новая.docx' })
  const draft = await slotOf(room, 'midterm-programme', 'priirtyshskaya-head')
  t.strictSame(
    draft?.versions.map(({ version }) => version),
    [1],
  )
  await act(room, 'school-21-coordinator', 'send')
  const again = await slotOf(room, 'midterm-programme', 'priirtyshskaya-head')
  t.strictSame(
    again?.versions.map(({ version }) => version),
    [2, 1],
  )
})

t.test('after the sending a file is replaced, and a programme added, with a reason that both schools read', async t => {
  const room = await openRoom(t)
  const programme = await fillPackage(room)
  await act(room, 'school-21-head', 'send')
  const unexplained = await put(room, { slot: 'development-concept', base: 1 })
  t.equal(unexplained.statusCode, 422)
  t.match(unexplained.json(), { fields: [{ field: 'reason', code: 'required' }] })
  const reason = 'Исправлена таблица на странице 4'
  t.equal((await put(room, { slot: 'development-concept', base: 1, reason })).statusCode, 201)
  for (const as of ['school-21-head', 'priirtyshskaya-head'])
    t.match(await slotOf(room, 'development-concept', as), { versions: [{ version: 2, reason }, { version: 1 }] })

  const late = { title: 'Родители', factors: [10] }
  t.equal((await write(room, 'school-21-head', '/programmes', late)).statusCode, 422)
  t.equal((await write(room, 'school-21-head', '/programmes', { ...late, reason: 'Утверждена вчера' })).statusCode, 200)
  const reworded = { title: 'Иначе', factors: [2] }
  for (const [path, json] of [
    ['/factors', { factors: [1] }],
    [`/programmes/${programme}`, reworded],
    [`/programmes/${programme}/remove`, {}],
  ] as const) {
    const answer = await write(room, 'school-21-head', path, json, 1)
    t.equal(answer.statusCode, 409, path)
    t.match(answer.json(), { missing: [{ code: 'alreadySent' }] })
  }
})

t.test('a high factor left out is a warning and stops nothing', async t => {
  const room = await openRoom(t)
  await write(room, 'school-21-helper', '/factors', { factors: [3, 1, 3] }, 0)
  t.match(await room.state(1), { factors: { version: 1, chosen: [1, 3], highLeftOut: [2] } })
  const { body } = await room.call({ as: 'school-21-head', url: room.page(1) })
  t.match(plain(body), /Не отмечено, хотя значимость высокая: «Дефицит педагогических кадров»/)
  t.match((await room.state(1)).missing, [
    'risk-profile',
    'development-concept',
    'midterm-programme',
    'antirisk-programme',
    'factor/1',
    'factor/3',
  ])
  t.equal((await write(room, 'school-21-helper', '/factors', { factors: [11] }, 1)).statusCode, 422)
})

t.test('a programme is reworded and taken out, and every wording stays', async t => {
  const room = await openRoom(t)
  const programme = await fillPackage(room)
  t.equal(
    (await write(room, 'school-21-head', `/programmes/${programme}`, { title: '  Кадры   школы ', factors: [2, 1] }, 1))
      .statusCode,
    200,
  )
  t.equal(
    (await write(room, 'school-21-helper', `/programmes/${programme}`, { title: 'Другое', factors: [2] }, 1))
      .statusCode,
    412,
  )
  t.match((await room.state(1)).slots.at(-1), { programme: { title: 'Кадры школы', factors: [1, 2], version: 2 } })
  t.equal((await write(room, 'school-21-head', `/programmes/${programme}/remove`, {}, 2)).statusCode, 200)
  t.strictSame((await room.state(1)).missing, ['antirisk-programme', 'factor/2'])
  const wordings = await room.db
    .selectFrom('programme_version')
    .select(['version', 'title', 'removed'])
    .orderBy('version')
    .execute()
  t.strictSame(wordings, [
    { version: 1, title: 'Кадры', removed: false },
    { version: 2, title: 'Кадры школы', removed: false },
    { version: 3, title: 'Кадры школы', removed: true },
  ])
  t.equal((await put(room, { slot: `antirisk-programme/${programme}`, base: 1 })).statusCode, 422)
})

t.test('a coordinator acts for a school with a reason that stays visible', async t => {
  const room = await openRoom(t)
  const as = 'municipal-smolensk'
  t.match((await write(room, as, '/privacy', { removed: true })).json(), { fields: [{ field: 'behalf' }] })
  const behalf = 'Пакет пришёл по почте'
  t.equal((await write(room, as, '/privacy', { removed: true, behalf })).statusCode, 200)
  t.equal((await put(room, { as, slot: 'risk-profile' })).statusCode, 422)
  t.equal((await put(room, { as, slot: 'risk-profile', behalf })).statusCode, 201)
  t.match(await slotOf(room, 'risk-profile'), { versions: [{ behalf }] })
  await fillPackage(room)
  t.equal((await act(room, as, 'send')).statusCode, 422)
  t.equal((await act(room, as, 'send', { behalf })).statusCode, 200)
  t.match(await room.state(1, 'priirtyshskaya-head'), { acts: [{ type: 'package.send', behalf }] })
  const { body } = await room.call({ as: 'priirtyshskaya-head', url: room.page(1) })
  t.match(plain(body), /За школу: «Пакет пришёл по почте»/)
  t.equal((await put(room, { as: 'municipal-tobolsk', slot: 'risk-profile', base: 1, behalf })).statusCode, 404)
  t.equal((await put(room, { as: 'curator-gymnasium-1', slot: 'risk-profile', base: 1, behalf })).statusCode, 403)
})
