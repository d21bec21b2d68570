import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { faultsOf, markOf, type Office, openOffice, reason, rowOf, sendPackage, signIn } from './fixtures/office.ts'

t.setTimeout(240_000)

const move = (office: Office, as: string, dates: object) =>
  office.press(as, `/cycles/${office.cycle}/move-dates`, { dates, reason })

t.test('dates moved later return what was overdue to its time; too near ones are refused by their stage', async t => {
  const office = await openOffice(t)
  const { cycle, pair } = office
  await signIn(office, 'school-21-head', pair, 1)
  await office.at('2022-10-10T08:00:00.000Z')
  t.equal(markOf(await rowOf(office, 'federal', pair), 1, 'package'), 'overdue')
  t.equal((await move(office, 'regional-smolensk', { exchange: '2022-10-14' })).status, 403)
  t.equal((await move(office, 'federal', { exchange: '2022-10-14' })).status, 200)
  t.equal(markOf(await rowOf(office, 'federal', pair), 1, 'package'), 'open')
  t.match(await move(office, 'federal', { exchange: '2022-10-12' }), {
    status: 409,
    missing: [{ code: 'tooEarly/exchange', says: /слишком\sблизко/ }],
  })
  t.equal((await move(office, 'federal', { exchange: '2022-10-13' })).status, 200, 'three working days ahead')
  t.match(await move(office, 'federal', { meeting: '2022-10-13', exchange: '2022-10-20' }), {
    status: 409,
    missing: [{ code: 'order/meeting' }],
  })
  t.match(await move(office, 'federal', { nonsense: '2022-12-20' }), {
    status: 409,
    missing: [{ code: 'unknown/nonsense' }],
  })
  t.match(await move(office, 'federal', {}), { status: 409, missing: [{ code: 'nothing' }] })
  t.match(await office.get('federal', `/api/seasons/${cycle}`), {
    state: 'running',
    stages: [{ id: 'exchange', date: '2022-10-13' }, { date: '2022-10-21' }, { date: '2022-11-01' }],
  })
  t.equal((await office.get('regional-smolensk', `/api/seasons/${cycle}`)).status, 403)
  t.equal((await office.get('federal', `/api/seasons/${randomUUID()}`)).status, 404)
  t.equal((await office.get('federal', `/api/seasons/${pair}`)).status, 404, 'a pair is no season')
  t.same(await faultsOf(office), [], 'all of it verifies')
})

/**
 * The pair is closed in favour of school 21. Of the trio Taychinskaya leaves; school 36 reviews school 40; both place their files, the one in
 * time, the other late.
 */
const fiveWays = async (office: Office) => {
  const { pair, trio } = office
  const [head36, head40] = ['school-36-head', 'school-40-head']
  const happen = (as: string, key: string, type: string, at: string, facts: object | null, texts = {}) =>
    office.happen({ as, root: trio, key, event: { type }, at, texts, ...(facts === null ? {} : { facts }) })
  const sha256 = '0'.repeat(64)
  await sendPackage(office, 'school-21-head', pair, 1, '2022-10-05T08:00:00.000Z')
  await sendPackage(office, head40, trio, 2, '2022-10-05T08:00:00.000Z')
  await office.at('2022-10-14T08:00:00.000Z')
  await office.press('municipal-tobolsk', `/partnerships/${pair}/close-one-sided`, { seat: 1, reason })
  await office.press('municipal-tevriz', `/partnerships/${trio}/withdraw`, { seat: 3, reason })
  const [monday, tuesday] = ['2022-10-17T08:00:00.000Z', '2022-10-18T08:00:00.000Z']
  await happen(head36, 'assignment/1-2', 'review.submit', monday, { missing: [], answers: [], sha256 })
  await happen(head36, 'meeting', 'meeting.notHeld', monday, null, { reason })
  await happen(head36, 'assignment/1-2', 'recommendations.send', tuesday, { items: 1, meetingSettled: true, sha256 })
  await happen(head36, 'seat/1', 'file.upload', '2022-10-25T08:00:00.000Z', { missing: [], sha256 })
  await happen(head40, 'seat/2', 'file.upload', '2022-11-15T08:00:00.000Z', { missing: [], sha256 })
}

t.test('a season closes partnership by partnership with the outcome of each seat, and opens again', async t => {
  const office = await openOffice(t)
  const { pair, trio } = office
  const { cycle } = office
  await fiveWays(office)
  await office.at('2022-11-30T08:00:00.000Z')
  const before = await office.get('federal', `/api/seasons/${cycle}`)
  const expected = { complete: 1, completeLate: 1, oneSided: 1, notCompleted: 1, withdrawn: 1 }
  t.match(before, { counts: expected, remaining: { left: 0 }, may: { close: true, reopen: false } })
  t.equal((before.unfinished as object[]).length, 1)
  t.equal((await office.press('regional-smolensk', `/cycles/${cycle}/close`)).status, 403)
  t.equal((await office.press('federal', `/cycles/${cycle}/close`)).status, 200)
  t.match((await office.get('federal', `/api/seasons/${cycle}`)).remaining, { to: 'close', left: 2, all: 2 })
  const goOn = (key = randomUUID()) =>
    office.app
      .inject({
        method: 'POST',
        url: `/api/seasons/${cycle}/go-on`,
        headers: { 'x-vzaimo': '1', 'idempotency-key': key },
        payload: {},
      })
      .then(({ statusCode }) => statusCode)
  t.equal(await goOn(), 401)
  const { status, left } = await office.press('federal', `/seasons/${cycle}/go-on`)
  t.match({ status, left }, { status: 200, left: 0 })
  t.match(await office.press('federal', `/seasons/${cycle}/go-on`), { status: 200, left: 0 }, 'once more does nothing')
  const closed = await office.get('federal', `/api/partnerships/${pair}/manage`)
  t.same(closed.outcomes, [
    { seat: 1, outcome: 'oneSided' },
    { seat: 2, outcome: 'notCompleted' },
  ])
  t.match((await office.get('federal', `/api/partnerships/${trio}/manage`)).outcomes, [
    { outcome: 'complete' },
    { outcome: 'completeLate' },
    { outcome: 'withdrawn' },
  ])
  t.match((await office.get('federal', `/api/seasons/${cycle}`)).counts, expected, 'the lists say the same')
  const late = await office.press('school-21-head', `/partnerships/${pair}/seats/1/package/recall`)
  t.match(late, { status: 409, missing: [{ code: 'closed' }] })
  t.equal((await office.press('federal', `/cycles/${cycle}/pair`, { schools: [], reason })).status, 422)

  t.equal((await office.press('federal', `/cycles/${cycle}/reopen`, { reason })).status, 200)
  t.match((await office.get('federal', `/api/seasons/${cycle}`)).remaining, { to: 'reopen', left: 2 })
  t.match(await office.press('federal', `/seasons/${cycle}/go-on`), { status: 200, left: 0 })
  t.match(await office.get('federal', `/api/partnerships/${pair}/manage`), { open: true, outcomes: null })
  const told = await office.db.selectFrom('reason').select('body').where('root', '=', trio).execute()
  t.equal(told.filter(({ body }) => body === reason).length, 3, 'no meeting, the withdrawal, the reopening')
  t.same(await faultsOf(office), [])
})

t.test('a season that reaches into a year without a decree says so to the federal coordinator', async t => {
  const office = await openOffice(t)
  const { cycle, db } = office
  const path = `/seasons/${cycle}`
  t.match(await office.get('federal', `/api${path}`), { withoutDecree: [] })
  t.notMatch((await office.get('federal', path)).text, /working-days\.yaml/)
  await sql`UPDATE thing SET context = jsonb_set(context, '{closes}', '"2028-02-01"') WHERE root = ${cycle} AND key = ''`.execute(
    db,
  )
  t.match(await office.get('federal', `/api${path}`), { withoutDecree: [2027, 2028] })
  t.match((await office.get('federal', path)).text, /2027, 2028[\s\S]*working-days\.yaml/)
})
