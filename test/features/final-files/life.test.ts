import { createHash } from 'node:crypto'
import mammoth from 'mammoth'
import t from 'tap'
import { legible } from '../../journey/review-example.ts'
import {
  act,
  adviceText,
  curator,
  download,
  fileAt,
  head,
  minutesText,
  partner,
  prove,
  readyRoom,
  state,
} from './fixtures/file-room.ts'

t.setTimeout(240_000)

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const flat = (text: string) => text.replaceAll(/[\s\u00a0]+/g, ' ').trim()
const textOf = async (bytes: Buffer) => flat((await mammoth.extractRawText({ buffer: bytes })).value)

t.test('a file from the last recommendation to the curator’s word, with every word of it', async t => {
  const room = await readyRoom(t)
  const ready = await state(room)
  t.match(ready, { state: 'ready', missing: [], lacking: ['date', 'proof'], may: { upload: false, proof: true } })
  const made = await download(room, head, `${fileAt(room)}.docx`)
  t.equal(made.status, 200, made.body.slice(0, 300))
  const again = await download(room, head, `${fileAt(room)}.docx`)
  t.equal(sha256(again.bytes), sha256(made.bytes), 'the same content, the same bytes')
  const said = await textOf(made.bytes)
  for (const { body } of legible(() => 'x')) if (body) t.ok(said.includes(flat(body)), body.slice(0, 40))
  for (const words of [...minutesText.split('\n'), adviceText(1), adviceText(2), String(ready.contentSha256)])
    t.ok(said.includes(words), words.slice(0, 60))

  t.match(await act(room, head, 'upload'), {
    status: 409,
    body: { missing: [{ code: 'date' }, { code: 'proof' }] },
  })
  const proven = await prove(room)
  t.equal(proven.status, 200, JSON.stringify(proven.body))
  t.match(await state(room), { lacking: [], may: { upload: true } })
  t.equal((await act(room, 'school-21-helper', 'upload')).status, 403, 'a helper writes and does not decide')
  const placed = await act(room, head, 'upload')
  t.equal(placed.status, 200, JSON.stringify(placed.body))
  const after = await state(room)
  t.match(after, {
    state: 'uploaded',
    uploads: [
      { n: placed.body.n, hash: placed.body.hash, sha256: sha256(made.bytes), contentSha256: ready.contentSha256 },
    ],
  })
  const frozen = await download(room, head, `${fileAt(room)}/uploads/${after.uploads[0]?.id}`)
  t.ok(frozen.bytes.equals(made.bytes), 'what was downloaded is what is kept')

  const name = 'МБОУ «Переименованная СШ»'
  await room.db.updateTable('school').set({ name }).where('name', 'like', '%Рыленкова%').execute()
  for (const again of [`${fileAt(room)}.docx`, `${fileAt(room)}/uploads/${after.uploads[0]?.id}`])
    t.ok((await download(room, curator, again)).bytes.equals(made.bytes), 'whatever changes later, the bytes stay')
  const page = await room.app.inject({ url: '/', headers: { cookie: await room.cookieOf(head) } })
  t.ok(page.body.includes(`href="${fileAt(room)}"`), 'the home page leads to the file')

  t.match((await state(room, curator)).may, { confirm: true, return: true, upload: false })
  t.equal((await act(room, partner, 'confirm')).status, 403)
  const verdict = await act(room, curator, 'confirm')
  t.equal(verdict.status, 200, JSON.stringify(verdict.body))
  t.match(await state(room), { state: 'confirmed', verdicts: [{ type: 'file.confirm' }] })
})
