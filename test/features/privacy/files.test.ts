import t, { type Test } from 'tap'
import { checkFiles } from '../../../src/files/check-files.ts'
import { docx } from '../../fixtures/files/make.ts'
import { act, fillPackage, openRoom, plain, put, type Room } from '../../fixtures/files/room.ts'
import { onceKey } from '../../fixtures/house.ts'

t.setTimeout(180_000)

const partner = 'priirtyshskaya-head'
const head = 'school-21-head'
const reason = 'Проверочный текст: на странице 3 список класса'

/** School 21's package, sent and opened, whose risk profile the partner has flagged. */
const flagged = async (t: Test) => {
  const room = await openRoom(t)
  await fillPackage(room)
  const bytes = await docx('с именами')
  await put(room, { slot: 'risk-profile', base: 1, bytes, name: 'список класса.docx' })
  await act(room, head, 'send')
  await act(room, partner, 'open')
  const version = (await room.state(1)).slots.find(({ slot }) => slot === 'risk-profile')?.versions[0]
  const document = version?.document ?? ''
  const url = `/partnerships/${room.root}/documents/${document}`
  const flag = await post(room, partner, `${url}/flag`, { reason })
  t.equal(flag.statusCode, 204)
  return { room, document, url, sha256: version?.sha256 ?? '', bytes }
}

const post = (room: Room, as: string, path: string, json: object) =>
  room.call({ as, url: `/api${path}`, json, headers: { 'idempotency-key': onceKey() } })

const kept = (room: Room, document: string, deed: 'lift' | 'erase') =>
  `/partnerships/${room.root}/kept/document/${document}/${deed}`

t.test('a hidden file is shown again by who answers for its school, with a reason that stays', async t => {
  const { room, document, url } = await flagged(t)
  const lift = (as: string, why = 'Проверочный текст: имён там нет') =>
    post(room, as, kept(room, document, 'lift'), { reason: why })
  for (const as of [head, partner, 'curator-gymnasium-1']) t.equal((await lift(as)).statusCode, 403, as)
  t.equal((await lift('regional-tyumen')).statusCode, 403, 'the other school is theirs')
  t.equal((await lift('regional-omsk')).statusCode, 404)
  t.equal((await lift('municipal-smolensk', '')).statusCode, 422)
  t.equal((await room.call({ as: partner, url })).statusCode, 409)
  const page = plain((await room.call({ as: 'municipal-smolensk', url: `/partnerships/${room.root}/privacy` })).body)
  t.match(page, reason)
  t.match(page, 'список класса.docx')
  t.equal((await lift('municipal-smolensk')).statusCode, 204)
  t.equal((await lift('municipal-smolensk')).statusCode, 204, 'twice is once')
  t.equal((await room.call({ as: partner, url })).statusCode, 200)
  t.match(await room.db.selectFrom('flag_lift').selectAll().execute(), [
    { document, flagged_by: room.person(partner), author: room.person('municipal-smolensk') },
  ])
  t.equal((await room.db.selectFrom('document_flag').selectAll().execute()).length, 0)
})

t.test('erased bytes are gone with the file’s name; the hash stays, and they are not taken in again', async t => {
  const { room, document, url, sha256, bytes } = await flagged(t)
  const erase = (as: string) => post(room, as, kept(room, document, 'erase'), { reason })
  for (const as of [head, partner, 'regional-tyumen']) t.equal((await erase(as)).statusCode, 403, as)
  t.equal(await room.house.files.has(sha256), true)
  t.equal((await erase('municipal-smolensk')).statusCode, 204)
  t.equal((await erase('federal')).statusCode, 204, 'twice is once')
  t.equal(await room.house.files.has(sha256), false)
  t.equal((await room.call({ as: head, url })).statusCode, 409)
  const row = await room.db.selectFrom('document').selectAll().where('id', '=', document).executeTakeFirst()
  t.match(row, { sha256, filename: 'erased.docx' })
  t.match(await room.db.selectFrom('file_erasure').selectAll().execute(), [{ sha256, root: room.root }])
  t.match((await put(room, { slot: 'risk-profile', base: 2, bytes, reason })).json(), {
    status: 422,
    fields: [{ code: 'erased' }],
  })
  t.same((await checkFiles(room.db, room.house.files)).faults, [], 'verify lets it be')
})

t.test('each coordinator sees the files of their own schools alone; others nothing', async t => {
  const { room } = await flagged(t)
  const url = `/partnerships/${room.root}/privacy`
  t.match((await room.call({ as: 'federal', url })).body, /class="folds"/)
  const other = await room.call({ as: 'regional-tyumen', url })
  t.equal(other.statusCode, 200)
  t.notMatch(other.body, /список класса|Проверочный/)
  for (const as of [head, partner, 'curator-gymnasium-1']) t.equal((await room.call({ as, url })).statusCode, 403, as)
  t.equal((await room.call({ as: 'regional-omsk', url })).statusCode, 404)
})
