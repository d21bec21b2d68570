import t from 'tap'
import { docx, pdf, png } from '../../fixtures/files/make.ts'
import { act, attach, curator, fileAt, head, partner, prove, readyRoom, state } from './fixtures/file-room.ts'

t.setTimeout(240_000)

t.test('what is said of a placing, what goes with it, and the placing itself', async t => {
  const room = await readyRoom(t)
  const own = await room.client(head)

  await t.test('days ahead, links of other kinds, versions that met', async t => {
    const proof = (more: object) => prove(room, head, more)
    t.match(await proof({ placedOn: '2022-10-26' }), { status: 422, body: { fields: [{ field: 'placedOn' }] } })
    t.match(await proof({ link: 'javascript:alert(1)' }), { status: 422, body: { fields: [{ field: 'link' }] } })
    t.match(await proof({ note: null }), { status: 200, body: { version: 1 } })
    t.strictSame((await state(room)).lacking, ['proof'])
    const late = { placedOn: null, link: null, note: 'Проверочный текст: иначе', number: null }
    t.equal((await own.send('PUT', `${fileAt(room)}/proof`, late, { 'if-match': '"0"' })).status, 412)
    t.match(await proof({ note: null, number: '15/22' }), { status: 200, body: { version: 2 } })
    t.match((await state(room)).proof, { placedOn: '2022-10-24', number: '15/22', note: null })
  })

  await t.test('bad files are not taken, and nothing of them is kept', async t => {
    const give = (name: string, bytes: Buffer) => attach(room, head, 'screenshot', { name, bytes })
    t.match(await give('снимок.docx', await docx()), { status: 422, body: { fields: [{ code: 'otherKind' }] } })
    t.match(await give('снимок.png', pdf()), { status: 422, body: { fields: [{ code: 'lyingName' }] } })
    t.match(await give('снимок.png', Buffer.from('не снимок')), { status: 422 })
    t.match(await give('снимок.pdf', pdf().subarray(0, 40)), { status: 422, body: { fields: [{ code: 'broken' }] } })
    t.strictSame((await state(room)).attachments, [])
    t.equal((await give('снимок.png', png())).status, 201)
    t.match(await give('снимок.png', png()), { status: 412 })
    t.strictSame((await state(room)).lacking, [], 'a day and a screenshot are proof enough')
  })

  await t.test('a file that changed since its page was read is not placed', async t => {
    const { n } = await state(room)
    const { school } = await room.db
      .selectFrom('seat_school')
      .select('school')
      .where('root', '=', room.root)
      .where('seat', '=', 2)
      .executeTakeFirstOrThrow()
    // Between the making of the file and the lock something that it says becomes another: a school is renamed in that very moment.
    const put = room.house.files.put.bind(room.house.files)
    Object.assign(room.house.files, {
      put: async (...given: Parameters<typeof put>) => {
        const stored = await put(...given)
        const name = 'МАОУ «Переименованная СОШ»'
        await room.db.updateTable('school').set({ name }).where('id', '=', school).execute()
        return stored
      },
    })
    t.match(await act(room, head, 'upload', {}, { seen: n }), { status: 409, body: { missing: [{ code: 'changed' }] } })
    Object.assign(room.house.files, { put })
    t.match(await state(room), { state: 'ready', uploads: [] }, 'what was prepared in vain is nobody’s')
  })

  await t.test('two presses of one button are one placing; a second person sees that it was done', async t => {
    const { n } = await state(room)
    const once = 'the-same-press-twice'
    const first = await act(room, head, 'upload', {}, { seen: n, once })
    t.equal(first.status, 200, JSON.stringify(first.body))
    t.strictSame((await act(room, head, 'upload', {}, { seen: n, once })).body, first.body)
    t.equal((await act(room, 'school-21-coordinator', 'upload', {}, { seen: n })).status, 412)
    t.equal((await state(room)).uploads.length, 1)
    t.match(await act(room, head, 'upload'), { status: 409, body: { missing: [{ code: 'notNow' }] } })
    t.match(await prove(room), { status: 409, body: { missing: [{ code: 'notNow' }] } }, 'it stays as it was placed')
  })

  await t.test('«confirmed in IS MEDK» is the school’s own word, beside the curator’s', async t => {
    const mark = (seenOn: string) => own.send('POST', `${fileAt(room)}/mark`, { seenOn })
    t.match(await mark('2022-10-30'), { status: 422 })
    t.match(await mark('2022-10-25'), { status: 200, body: { seenOn: '2022-10-25' } })
    t.match(await mark('2022-10-24'), { status: 200, body: { seenOn: '2022-10-25' } }, 'the first word counts')
    t.match(await state(room), { state: 'uploaded', uploads: [{ confirmedInMedk: '2022-10-25' }] })
    t.equal((await act(room, curator, 'confirm')).status, 200)
    t.match(await state(room), { state: 'confirmed', may: { return: false } })
    t.ok((await state(room, curator)).may.return, 'a confirmed file can still be sent back')
  })

  await t.test('a coordinator acts for a school with a reason that all read', async t => {
    const officer = 'municipal-tobolsk'
    const behalf = 'Проверочный текст: школа прислала письмо'
    t.match(await prove(room, officer, {}, 2), { status: 422, body: { fields: [{ field: 'behalf' }] } })
    t.equal((await prove(room, officer, { behalf }, 2)).status, 200)
    t.equal((await act(room, officer, 'upload', {}, { seat: 2 })).status, 422)
    t.equal((await act(room, officer, 'upload', { behalf }, { seat: 2 })).status, 200)
    t.match(await state(room, partner, 2), { state: 'uploaded', proof: { behalf }, uploads: [{ behalf }] })
  })
})
