import t from 'tap'
import { docx } from '../../fixtures/files/make.ts'
import { act, fillPackage, openRoom, plain, put, type Room } from '../../fixtures/files/room.ts'
import { onceKey } from '../../fixtures/house.ts'

t.setTimeout(180_000)

const partner = 'priirtyshskaya-helper'

const currentOf = async (room: Room, slot: string, as = 'school-21-head') =>
  (await room.state(1, as)).slots.find(candidate => candidate.slot === slot)?.versions[0]

const pathOf = ({ root }: Room, document = '') => `/partnerships/${root}/documents/${document}`

t.test('a download is an attachment under its own name, and nothing that a browser would run', async t => {
  const room = await openRoom(t)
  await fillPackage(room)
  const bytes = await docx('сорок')
  await put(room, { slot: 'risk-profile', base: 1, name: 'Профиль «21».docx', bytes })
  const version = await currentOf(room, 'risk-profile')
  const url = pathOf(room, version?.document)
  const answer = await room.call({ as: 'school-21-helper', url })
  t.equal(answer.statusCode, 200)
  t.ok(answer.rawPayload.equals(bytes))
  t.match(answer.headers, {
    'content-type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'content-length': String(bytes.length),
    'content-disposition':
      'attachment; filename="_______ _21_.docx"; filename*=UTF-8\'\'%D0%9F%D1%80%D0%BE%D1%84%D0%B8%D0%BB%D1%8C%20%C2%AB21%C2%BB.docx',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-cache',
    etag: `"${version?.sha256}"`,
  })
  const again = await room.call({ as: 'school-21-helper', url, headers: { 'if-none-match': `"${version?.sha256}"` } })
  t.equal(again.statusCode, 304)
  t.equal((await room.call({ as: 'school-21-helper', method: 'HEAD', url })).statusCode, 200)
  t.equal((await room.call({ as: 'school-21-helper', url: `/api${url}` })).statusCode, 200)
  const noted = await room.db.selectFrom('document_download').select(['document', 'person']).execute()
  t.equal(noted.length, 3, 'the log knows who got it, and a look at the headers is no download')
})

t.test('the partner has a file once it is sent and opened, and never a draft', async t => {
  const room = await openRoom(t)
  await fillPackage(room)
  const draft = await currentOf(room, 'risk-profile')
  await put(room, { slot: 'risk-profile', base: 1 })
  const first = pathOf(room, draft?.document)
  t.equal((await room.call({ as: partner, url: first })).statusCode, 404)
  await act(room, 'school-21-head', 'send')
  t.equal((await room.call({ as: partner, url: first })).statusCode, 404, 'an earlier draft was never sent')
  const sent = pathOf(room, (await currentOf(room, 'risk-profile'))?.document)
  const unopened = await room.call({ as: partner, url: sent })
  t.equal(unopened.statusCode, 409)
  t.match(plain(unopened.body), /Сначала откройте пакет/)
  await act(room, partner, 'open')
  t.equal((await room.call({ as: partner, url: sent })).statusCode, 200)
  t.equal((await room.call({ as: 'priirtyshskaya-head', url: sent })).statusCode, 200)
})

t.test('neither a hash nor an id opens anything for those whom it does not concern', async t => {
  const room = await openRoom(t)
  await fillPackage(room)
  await act(room, 'school-21-head', 'send')
  await act(room, partner, 'open')
  const version = await currentOf(room, 'risk-profile')
  const url = pathOf(room, version?.document)
  for (const as of ['school-36-head', 'curator-tobolsk', 'municipal-tobolsk', 'regional-omsk'])
    t.equal((await room.call({ as, url })).statusCode, 404, as)
  for (const as of ['curator-gymnasium-1', 'municipal-smolensk', 'regional-smolensk', 'federal'])
    t.equal((await room.call({ as, url })).statusCode, 200, as)
  const trio = room.demo.groups.get('trio') ?? ''
  const elsewhere = `/partnerships/${trio}/documents/${version?.document}`
  t.equal((await room.call({ as: 'federal', url: elsewhere })).statusCode, 404)
  t.equal((await room.call({ as: 'school-21-head', url: pathOf(room, version?.sha256) })).statusCode, 422)
  t.equal((await room.call({ as: 'school-21-head', url: pathOf(room, onceKey()) })).statusCode, 404)
})

t.test('a file with a child’s name is hidden by whoever sees it, until a new version replaces it', async t => {
  const room = await openRoom(t)
  await fillPackage(room)
  await act(room, 'school-21-head', 'send')
  await act(room, partner, 'open')
  const version = await currentOf(room, 'risk-profile')
  const url = pathOf(room, version?.document)
  const flag = (as: string) =>
    room.call({
      as,
      url: `/api${url}/flag`,
      json: { reason: 'На странице 3 список класса' },
      headers: { 'idempotency-key': onceKey() },
    })
  t.equal((await flag('school-36-head')).statusCode, 404)
  t.equal((await flag('school-21-head')).statusCode, 403)
  t.equal((await flag(partner)).statusCode, 204)
  t.equal((await flag(partner)).statusCode, 204)
  t.equal((await room.call({ as: partner, url })).statusCode, 409)
  t.equal((await room.call({ as: 'school-21-head', url })).statusCode, 200)
  t.match(await currentOf(room, 'risk-profile', partner), { hiddenFor: 'На странице 3 список класса', href: null })
  await put(room, { slot: 'risk-profile', base: 1, reason: 'Список класса убран' })
  t.match(await currentOf(room, 'risk-profile', partner), { version: 2, hiddenFor: null, href: /documents/ })
  t.equal((await room.call({ as: partner, url })).statusCode, 409, 'the old version stays hidden')
})

t.test('erased bytes are gone for everyone, their hash stays, and they are not taken in again', async t => {
  const room = await openRoom(t)
  await fillPackage(room)
  const bytes = await docx('с именами')
  await put(room, { slot: 'risk-profile', base: 1, bytes })
  const version = await currentOf(room, 'risk-profile')
  await room.db
    .updateTable('blob')
    .set({ erased_at: '2022-10-01T00:00:00.000Z' })
    .where('sha256', '=', version?.sha256 ?? '')
    .execute()
  const answer = await room.call({ as: 'school-21-head', url: pathOf(room, version?.document) })
  t.equal(answer.statusCode, 409)
  t.match((await room.state(1)).missing, ['risk-profile'])
  const again = await put(room, { slot: 'risk-profile', base: 2, bytes })
  t.match(again.json(), { status: 422, fields: [{ code: 'erased' }] })
})
