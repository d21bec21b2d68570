import t from 'tap'
import { linePath, listPath } from '../../../src/features/recommendations/place.ts'
import { docx, jpg, pdf, png } from '../../fixtures/files/make.ts'
import {
  act,
  attach,
  curator,
  download,
  type FileRoom,
  fileAt,
  head,
  partner,
  prove,
  readyRoom,
  recommend,
  state,
} from './fixtures/file-room.ts'

t.setTimeout(240_000)

const reason = 'Проверочный текст: исправьте, пожалуйста'

const placed = async (t: Parameters<typeof readyRoom>[0]): Promise<FileRoom> => {
  const room = await readyRoom(t)
  await prove(room)
  t.equal((await act(room, head, 'upload')).status, 200, 'placed')
  return room
}

/** Sends a part back an hour later, and shows that the file waits for exactly that part. */
const returned = async (t: Parameters<typeof readyRoom>[0], room: FileRoom, part: string) => {
  await room.at('2022-10-25T08:00:00.000Z')
  const answer = await act(room, curator, 'return', { part, reason })
  t.equal(answer.status, 200, JSON.stringify(answer.body))
  t.match(await state(room), {
    state: 'returned',
    returned: { part, mended: false },
    lacking: [`part/${part}`],
    verdicts: [{ type: 'file.return', part, reason }],
  })
  t.match(await act(room, head, 'upload'), { status: 409, body: { missing: [{ code: `part/${part}` }] } })
  await room.at('2022-10-25T09:00:00.000Z')
}

/** The mended file is placed anew, beside the first one. */
const placedAgain = async (t: Parameters<typeof readyRoom>[0], room: FileRoom, differs: boolean) => {
  const [first] = (await state(room)).uploads
  t.match(await state(room), { returned: { mended: true }, lacking: [] })
  const again = await act(room, head, 'upload')
  t.equal(again.status, 200, JSON.stringify(again.body))
  const { state: now, uploads } = await state(room)
  t.equal(now, 'uploaded')
  t.equal(uploads.length, 2, 'a version of its own')
  t.equal(uploads[0]?.contentSha256 !== first?.contentSha256, differs, 'the new one says what was mended')
  t.match(uploads[1], { sha256: first?.sha256 }, 'the first one stays')
  t.equal((await download(room, head, `${fileAt(room)}/uploads/${first?.id}`)).status, 200)
}

t.test('the scan is sent back: a new one mends it, of a kind that its content shows', async t => {
  const room = await placed(t)
  const first = await attach(room, head, 'scan', { name: 'скан.pdf', bytes: pdf() })
  t.equal(first.status, 201, 'a scan that comes after the placing is welcome until the verdict')
  await returned(t, room, 'scan')
  t.match(await attach(room, head, 'scan', { name: 'скан.jpg', bytes: jpg() }, { base: 1 }), {
    status: 201,
    body: { slot: 'scan', version: 2 },
  })
  await placedAgain(t, room, false)
})

t.test('the minutes are sent back: written and accepted anew', async t => {
  const room = await placed(t)
  await returned(t, room, 'minutes')
  const at = `/partnerships/${room.root}/meeting`
  const [one, other] = [await room.client(head), await room.client(partner)]
  const body = { seat: 1, body: 'Проверочный текст: протокол уточнён' }
  t.equal((await one.send('PUT', `${at}/minutes`, body, { 'if-match': '"1"' })).status, 200)
  const told = { seat: 1, heldOn: '2022-10-02', kind: 'video', took: [1, 2], minutes: 2 }
  t.equal((await one.act(`${at}/record`, at, told)).status, 200)
  t.match((await state(room)).returned, { mended: false }, 'written is not yet accepted')
  t.equal((await other.act(`${at}/accept-minutes`, at, { seat: 2 })).status, 200)
  await placedAgain(t, room, true)
})

t.test('the review is sent back: changed beside what was read, and marked so', async t => {
  const room = await placed(t)
  await returned(t, room, 'review')
  const own = await room.client(head)
  const at = `/partnerships/${room.root}/assignments/1/2`
  const answer = `${at}/answers/midterm-programme/midterm.tasks-match-goal`
  const { etag } = await own.get(answer)
  const saved = await own.send(
    'PUT',
    answer,
    { score: '1', body: 'Проверочный текст: уточнено' },
    { 'if-match': etag ?? '' },
  )
  t.equal(saved.status, 200, JSON.stringify(saved.body))
  t.equal((await own.act(`${at}/submit`, at)).status, 200)
  await placedAgain(t, room, true)
  const page = (await download(room, head, fileAt(room))).body
  t.match(page, /Экспертиза изменена после раскрытия/)
  t.match(page, /Было:.2/)
})

t.test('the recommendations are sent back: their sent version stays readable until the new one', async t => {
  const room = await placed(t)
  await returned(t, room, 'recommendations')
  const own = await room.client(head)
  const place = { root: room.root, reviewer: 1, reviewed: 2 }
  const { item } = await room.db
    .selectFrom('recommendation')
    .select('id as item')
    .where('assignment', '=', 'assignment/1-2')
    .executeTakeFirstOrThrow()
  t.match((await download(room, head, fileAt(room))).body, /Проверочный текст рекомендации школы 1/)
  const body = { document: null, text: 'Проверочный текст: рекомендация уточнена' }
  t.equal((await own.send('PUT', linePath(place, item, 'item'), body, { 'if-match': '"1"' })).status, 200)
  t.notMatch((await download(room, head, fileAt(room))).body, /рекомендация уточнена/, 'a draft is never in the file')
  t.equal((await own.act(`${listPath(place)}/send`, listPath(place))).status, 200)
  await placedAgain(t, room, true)
})

t.test('the partner’s part is sent back: the partner mends it, and the school waits', async t => {
  const room = await placed(t)
  await returned(t, room, 'partner')
  const theirs = await room.client(partner)
  const at = `/partnerships/${room.root}/assignments/2/1`
  t.equal((await theirs.act(`${at}/submit`, at)).status, 200, 'the review comes again')
  t.match((await state(room)).returned, { mended: false })
  await recommend(t, room, partner, 2, 1)
  await placedAgain(t, room, true)
})

t.test('a file that changed since its page was read is not placed', async t => {
  const room = await readyRoom(t)
  await prove(room)
  const { n } = await state(room)
  const school = await room.db
    .selectFrom('seat_school')
    .select('school')
    .where('root', '=', room.root)
    .where('seat', '=', 2)
    .executeTakeFirstOrThrow()
  const { db } = room
  // Between the making of the file and the lock something that it says becomes another: the school is renamed in that very moment.
  const put = room.house.files.put.bind(room.house.files)
  Object.assign(room.house.files, {
    put: async (...given: Parameters<typeof put>) => {
      const stored = await put(...given)
      await db
        .updateTable('school')
        .set({ name: 'МАОУ «Переименованная СОШ»' })
        .where('id', '=', school.school)
        .execute()
      return stored
    },
  })
  t.match(await act(room, head, 'upload', {}, { seen: n }), { status: 409, body: { missing: [{ code: 'changed' }] } })
  Object.assign(room.house.files, { put })
  t.match(await state(room), { state: 'ready', uploads: [] }, 'what was prepared in vain is nobody’s')
  t.equal((await act(room, head, 'upload')).status, 200)
})

t.test('two presses of one button are one placing; a second person sees that it was done', async t => {
  const room = await readyRoom(t)
  await prove(room)
  const { n } = await state(room)
  const once = 'the-same-press-twice'
  const first = await act(room, head, 'upload', {}, { seen: n, once })
  t.strictSame((await act(room, head, 'upload', {}, { seen: n, once })).body, first.body)
  t.equal((await act(room, 'school-21-coordinator', 'upload', {}, { seen: n })).status, 412)
  t.equal((await state(room)).uploads.length, 1)
})

t.test('proofs: days ahead, links of other kinds, versions that met', async t => {
  const room = await readyRoom(t)
  const proof = (more: object) => prove(room, head, more)
  t.match(await proof({ placedOn: '2022-10-26' }), { status: 422, body: { fields: [{ field: 'placedOn' }] } })
  t.match(await proof({ link: 'javascript:alert(1)' }), { status: 422, body: { fields: [{ field: 'link' }] } })
  t.match(await proof({ note: null }), { status: 200, body: { version: 1 } })
  t.match((await state(room)).lacking, ['proof'])
  const own = await room.client(head)
  const late = { placedOn: null, link: null, note: 'Проверочный текст: иначе', number: null }
  t.equal((await own.send('PUT', `${fileAt(room)}/proof`, late, { 'if-match': '"0"' })).status, 412)
  t.match(await proof({ number: '15/22' }), { status: 200, body: { version: 2 } })
  t.match((await state(room)).proof, { placedOn: '2022-10-24', number: '15/22', note: 'Раздел «Документы»' })
})

t.test('bad files are not taken, and nothing of them is kept', async t => {
  const room = await readyRoom(t)
  const give = (name: string, bytes: Buffer) => attach(room, head, 'screenshot', { name, bytes })
  t.match(await give('снимок.docx', await docx()), { status: 422, body: { fields: [{ code: 'otherKind' }] } })
  t.match(await give('снимок.png', pdf()), { status: 422, body: { fields: [{ code: 'lyingName' }] } })
  t.match(await give('снимок.png', Buffer.from('не снимок')), { status: 422 })
  t.match(await give('снимок.pdf', pdf().subarray(0, 40)), { status: 422, body: { fields: [{ code: 'broken' }] } })
  t.strictSame((await state(room)).attachments, [])
  t.equal((await give('снимок.png', png())).status, 201)
  t.match(await give('снимок.png', png()), { status: 412 })
  t.match(await prove(room, head, { note: null }), { status: 200 })
  t.strictSame((await state(room)).lacking, [], 'a day and a screenshot are proof enough')
})

t.test('«confirmed in IS MEDK» is the school’s own word, beside the curator’s', async t => {
  const room = await placed(t)
  const own = await room.client(head)
  const mark = (seenOn: string) => own.send('POST', `${fileAt(room)}/mark`, { seenOn })
  t.match(await mark('2022-10-30'), { status: 422 })
  t.match(await mark('2022-10-25'), { status: 200, body: { seenOn: '2022-10-25' } })
  t.match(await mark('2022-10-24'), { status: 200, body: { seenOn: '2022-10-25' } }, 'the first word counts')
  t.match(await state(room), { state: 'uploaded', uploads: [{ confirmedInMedk: '2022-10-25' }] })
  t.equal((await act(room, curator, 'confirm')).status, 200)
  t.match(await state(room), { state: 'confirmed', may: { return: false } })
  t.ok((await state(room, curator)).may.return, 'a confirmed file can still be sent back')
})

t.test('a coordinator acts for a school with a reason that all read', async t => {
  const room = await readyRoom(t)
  const officer = 'municipal-smolensk'
  t.match(await prove(room, officer), { status: 422, body: { fields: [{ field: 'behalf' }] } })
  const behalf = 'Проверочный текст: школа прислала письмо'
  t.equal((await prove(room, officer, { behalf })).status, 200)
  t.equal((await act(room, officer, 'upload')).status, 422)
  t.equal((await act(room, officer, 'upload', { behalf })).status, 200)
  t.match(await state(room), { state: 'uploaded', proof: { behalf }, uploads: [{ behalf }] })
})
