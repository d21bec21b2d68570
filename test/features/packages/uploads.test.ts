import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { bomb, compound, docx, pdf } from '../../fixtures/files/make.ts'
import { act, fillPackage, multipart, openRoom, plain, put, type Room, write } from '../../fixtures/files/room.ts'
import { onceKey, sessionOf } from '../../fixtures/house.ts'

t.setTimeout(180_000)

const helper = 'school-21-helper'

/** What the store holds, finished and unfinished. */
const stored = async (room: Room) => ({
  kept: (await Array.fromAsync(room.house.files.list())).length,
  drafts: await readdir(join(room.folder, 'files', 'tmp')).catch(() => []),
})

/** Waits for a fact, ten seconds at most. */
const until = async (holds: () => Promise<boolean>) => {
  const patience = AbortSignal.timeout(10_000)
  while (!(await holds())) {
    patience.throwIfAborted()
    await new Promise(setImmediate)
  }
}

t.test('a bad file names itself, and nothing of it is kept', async t => {
  const room = await openRoom(t)
  await write(room, helper, '/privacy', { removed: true })
  const bad = {
    empty: { bytes: Buffer.alloc(0), says: 'Файл пуст: в нём 0 байт. Проверьте, тот ли файл выбран.' },
    otherKind: { bytes: Buffer.from('просто текст'), says: /не документ/ },
    lyingName: {
      bytes: pdf(),
      says: 'Имя файла кончается на .docx, а внутри .pdf. Дайте ему имя с .pdf или сохраните как .docx заново.',
    },
    bomb: { bytes: await bomb(301), says: /несоразмерно много данных/ },
    password: { bytes: compound('EncryptedPackage'), says: /закрыт паролем/ },
    broken: { bytes: (await docx()).subarray(0, 300), says: /повреждён/ },
  }
  for (const [code, { bytes, says }] of Object.entries(bad)) {
    const answer = await put(room, { slot: 'risk-profile', bytes })
    t.equal(answer.statusCode, 422, code)
    const [fault] = answer.json<{ fields: { field: string; code: string; says: string }[] }>().fields
    t.match({ ...fault, says: plain(fault?.says ?? '') }, { field: 'file', code, says })
  }
  const { maxBytes } = room.house.files
  const huge = await put(room, { slot: 'risk-profile', bytes: Buffer.concat([pdf(), Buffer.alloc(maxBytes)]) })
  t.equal(huge.statusCode, 413)
  t.match(huge.json(), { limitBytes: maxBytes })
  t.strictSame(await stored(room), { kept: 0, drafts: [] })
  t.strictSame(await room.db.selectFrom('document').selectAll().execute(), [])
})

t.test('a place that is not there, an id that is none, a package that is another’s', async t => {
  const room = await openRoom(t)
  await write(room, helper, '/privacy', { removed: true })
  for (const slot of ['nothing', 'antirisk-programme', `antirisk-programme/${onceKey()}`, '../risk-profile', ''])
    t.match((await put(room, { slot })).json(), { status: 422, fields: [{ field: 'slot' }] }, slot)
  const foreign = await put(room, { as: 'priirtyshskaya-head', slot: 'risk-profile' })
  t.equal(foreign.statusCode, 403, 'a reviewer reads and does not write')
  t.equal((await put(room, { as: 'school-36-head', slot: 'risk-profile' })).statusCode, 404)
  t.equal((await put(room, { seat: 3, slot: 'risk-profile' })).statusCode, 404)
  const url = `/api/partnerships/${onceKey()}/seats/1/package`
  t.equal((await room.call({ as: helper, url })).statusCode, 404)
  t.equal((await room.call({ as: helper, url: '/api/partnerships/none/seats/1/package' })).statusCode, 422)
  t.equal((await room.call({ as: helper, url: `/partnerships/${room.root}/seats/9/package` })).statusCode, 404)
})

t.test(
  'the same key twice is one version; with another file it is refused; a version seen too long ago too',
  async t => {
    const room = await openRoom(t)
    await write(room, helper, '/privacy', { removed: true })
    const once = onceKey()
    const first = await put(room, { slot: 'risk-profile', once })
    t.match(first.json(), { version: 1, kind: 'docx', filename: 'документ.docx' })
    const again = await put(room, { slot: 'risk-profile', once })
    t.strictSame(again.json(), first.json())
    const other = await put(room, { slot: 'risk-profile', once, bytes: pdf(), name: 'другой.pdf' })
    t.match(other.json(), { type: '/problems/key-reused', status: 422 })
    const stale = await put(room, { as: 'school-21-head', slot: 'risk-profile' })
    t.equal(stale.statusCode, 412)
    t.match(stale.json<{ since: string[] }>().since.map(plain), [
      'Сюда уже загружен другой файл: Помощник, СШ № 21, сегодня, 10:00. Ваш файл не записан: посмотрите новый и решите, нужен ли ваш.',
    ])
    t.equal((await room.db.selectFrom('document').selectAll().execute()).length, 1)
  },
)

t.test('two people replace one file at once: one is written, the other is told, both have their files', async t => {
  const room = await openRoom(t)
  await fillPackage(room)
  for (let base = 1; base <= 5; base += 1) {
    const [one, two] = await Promise.all([
      put(room, { as: 'school-21-head', slot: 'risk-profile', base, bytes: await docx(`директор ${base}`) }),
      put(room, { as: helper, slot: 'risk-profile', base, bytes: await docx(`помощник ${base}`) }),
    ])
    t.strictSame([one.statusCode, two.statusCode].sort(), [201, 412])
  }
  const { slots } = await room.state(1)
  t.strictSame(
    slots[0]?.versions.map(({ version }) => version),
    [6, 5, 4, 3, 2, 1],
  )
})

t.test('an upload that meets a sending is in it, or is told that the package is sent', async t => {
  const room = await openRoom(t)
  await fillPackage(room)
  const [upload, sending] = await Promise.all([
    put(room, { slot: 'risk-profile', base: 1 }),
    act(room, 'school-21-head', 'send'),
  ])
  t.equal(sending.statusCode, 200)
  const { acts } = await room.state(1)
  const sent = acts[0]?.versions.find(({ slot }) => slot === 'risk-profile')
  if (upload.statusCode === 201) t.equal(sent?.sha256, upload.json().sha256)
  else t.match(upload.json(), { status: 422, fields: [{ field: 'reason' }] })
})

t.test('half an upload: the line is cut, or the headers lie; nothing is kept and the server goes on', async t => {
  const room = await openRoom(t)
  await write(room, helper, '/privacy', { removed: true })
  await room.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = room.app.server.address() as AddressInfo
  const { headers, payload } = multipart(
    { slot: 'risk-profile' },
    { name: 'профиль.docx', bytes: Buffer.alloc(3_000_000, 7) },
  )
  const cookie = await sessionOf(room, helper)
  const send = (length: number, part: Buffer, cut: boolean) => {
    const { promise, resolve } = Promise.withResolvers<number | 'cut'>()
    const sending = request(
      {
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: `/api${room.page(1)}/documents`,
        headers: {
          ...headers,
          cookie,
          'x-vzaimo': '1',
          'if-match': '"0"',
          'idempotency-key': onceKey(),
          'content-length': length,
        },
      },
      answer => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode ?? 0))
      },
    )
    sending.on('error', () => resolve('cut'))
    sending.write(part)
    if (cut) void until(async () => (await stored(room)).drafts.length > 0).then(() => sending.destroy())
    else sending.end()
    return promise
  }
  t.equal(await send(payload.length, payload.subarray(0, 1_500_000), true), 'cut')
  t.equal(await send(payload.length / 2, payload.subarray(0, payload.length / 2), false), 400)
  await until(async () => (await stored(room)).drafts.length === 0)
  t.strictSame(await stored(room), { kept: 0, drafts: [] })
  t.equal((await put(room, { slot: 'risk-profile' })).statusCode, 201)
})

t.test('a call without its headers is told which', async t => {
  const room = await openRoom(t)
  const url = `/api${room.page(1)}/documents`
  const form = { slot: 'risk-profile' }
  const file = { name: 'x.docx', bytes: await docx() }
  t.match((await room.call({ as: helper, url, form, file })).json(), { type: '/problems/key-required' })
  const key = { 'idempotency-key': onceKey() }
  t.match((await room.call({ as: helper, url, form, file, headers: key })).json(), {
    type: '/problems/precondition-required',
  })
  const json = await room.call({ as: helper, url, json: {}, headers: { ...key, 'if-match': '"0"' } })
  t.equal(json.statusCode, 422, 'a file comes as a form')
})
