import t, { type Test } from 'tap'
import { linePath, listPath } from '../../../src/features/recommendations/place.ts'
import { jpg, pdf } from '../../fixtures/files/make.ts'
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

/** An hour passes between two steps, so that each part is mended after its own return. */
let hour = 7
const nextHour = (room: FileRoom) => {
  hour += 1
  return room.at(`2022-10-25T${String(hour).padStart(2, '0')}:00:00.000Z`)
}

/** Sends a part back, and shows that the file waits for exactly that part. */
const returned = async (t: Test, room: FileRoom, part: string) => {
  await nextHour(room)
  const answer = await act(room, curator, 'return', { part, reason })
  t.equal(answer.status, 200, JSON.stringify(answer.body))
  t.match(await state(room), {
    state: 'returned',
    returned: { part, mended: false },
    lacking: [`part/${part}`],
    verdicts: [{ type: 'file.return', part, reason }],
  })
  t.match(await act(room, head, 'upload'), { status: 409, body: { missing: [{ code: `part/${part}` }] } })
  await nextHour(room)
}

/** The mended file is placed anew, beside the earlier ones. */
const placedAgain = async (t: Test, room: FileRoom, differs: boolean) => {
  const { uploads: before, ...mended } = await state(room)
  t.match(mended, { returned: { mended: true }, lacking: [] })
  const again = await act(room, head, 'upload')
  t.equal(again.status, 200, JSON.stringify(again.body))
  const { state: now, uploads } = await state(room)
  t.equal(now, 'uploaded')
  t.strictSame(uploads.slice(1), before, 'a version of its own, the earlier ones stay')
  t.equal(uploads[0]?.contentSha256 !== before[0]?.contentSha256, differs, 'the new one says what was mended')
  t.equal((await download(room, head, `${fileAt(room)}/uploads/${before[0]?.id}`)).status, 200)
}

const scan = async (t: Test, room: FileRoom) => {
  const first = await attach(room, head, 'scan', { name: 'скан.pdf', bytes: pdf() })
  t.equal(first.status, 201, 'a scan that comes after the placing is welcome until the verdict')
  await returned(t, room, 'scan')
  t.match(await attach(room, head, 'scan', { name: 'скан.jpg', bytes: jpg() }, { base: 1 }), {
    status: 201,
    body: { slot: 'scan', version: 2 },
  })
  await placedAgain(t, room, false)
}

const minutes = async (t: Test, room: FileRoom) => {
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
}

const review = async (t: Test, room: FileRoom) => {
  await returned(t, room, 'review')
  const own = await room.client(head)
  const at = `/partnerships/${room.root}/assignments/1/2`
  const answer = `${at}/answers/midterm-programme/midterm.tasks-match-goal`
  const { etag } = await own.get(answer)
  const said = { score: '1', body: 'Проверочный текст: уточнено' }
  const saved = await own.send('PUT', answer, said, { 'if-match': etag ?? '' })
  t.equal(saved.status, 200, JSON.stringify(saved.body))
  t.equal((await own.act(`${at}/submit`, at)).status, 200)
  await placedAgain(t, room, true)
  const page = (await download(room, head, fileAt(room))).body
  t.match(page, /Экспертиза изменена после раскрытия/)
  t.match(page, /Было:.2/)
}

const recommendations = async (t: Test, room: FileRoom) => {
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
}

const partnersPart = async (t: Test, room: FileRoom) => {
  await returned(t, room, 'partner')
  const theirs = await room.client(partner)
  const at = `/partnerships/${room.root}/assignments/2/1`
  t.equal((await theirs.act(`${at}/submit`, at)).status, 200, 'the review comes again')
  t.match((await state(room)).returned, { mended: false })
  await recommend(t, room, partner, 2, 1)
  await placedAgain(t, room, true)
}

t.test(
  'each part is sent back in its turn, is mended by its author, and the file comes again as a version',
  async t => {
    const room = await readyRoom(t)
    await prove(room)
    t.equal((await act(room, head, 'upload')).status, 200, 'placed')
    await t.test('the scan', t => scan(t, room))
    await t.test('the minutes, written and accepted anew', t => minutes(t, room))
    await t.test('the review, changed beside what was read, and marked so', t => review(t, room))
    await t.test('the recommendations, whose sent version stays readable', t => recommendations(t, room))
    await t.test('the partner’s part, for which the school waits', t => partnersPart(t, room))
  },
)
