import { randomUUID } from 'node:crypto'
import t from 'tap'
import { markOf, openOffice, reason, rowOf, sendPackage, signIn } from './fixtures/office.ts'

t.setTimeout(180_000)

const afterExchange = '2022-10-10T08:00:00.000Z'

t.test('a later date takes an overdue duty back to its time, and its reason is kept', async t => {
  const office = await openOffice(t)
  const { pair } = office
  await signIn(office, 'school-21-head', pair, 1)
  await signIn(office, 'priirtyshskaya-head', pair, 2)
  await office.at(afterExchange)
  const before = await rowOf(office, 'municipal-smolensk', pair)
  t.match(before, { state: 'overdue', pressing: { act: 'package', overdue: true } })
  t.equal(markOf(before, 1, 'package'), 'overdue')
  t.match((await office.get('municipal-smolensk', '/api/territory')).counts, { all: 2, overdue: 2 })

  const extend = (as: string, date: string, duty = 'duty/1/package') =>
    office.press(as, `/partnerships/${pair}/extend`, { duty, date, reason })
  t.match(await extend('municipal-smolensk', '2022-10-09'), { status: 409, missing: [{ code: 'earliest/2022-10-10' }] })
  t.match(await extend('municipal-smolensk', '2022-10-14'), { status: 200, key: 'duty/1/package' })
  t.equal(markOf(await rowOf(office, 'municipal-smolensk', pair), 1, 'package'), 'open')

  const row = await office.db
    .selectFrom('history')
    .select(['event', 'actor'])
    .where('root', '=', pair)
    .where('key', '=', 'duty/1/package')
    .orderBy('n', 'desc')
    .execute()
  const said = row.find(({ event }) => event.type === 'duty.extend')?.event.reason as { id: string }
  const kept = await office.db.selectFrom('reason').select('body').where('id', '=', said.id).executeTakeFirst()
  t.equal(kept?.body, reason)

  t.equal((await extend('municipal-smolensk', '2022-10-14', 'duty/2/package')).status, 403, 'not its school')
  t.equal((await extend('municipal-smolensk', '2022-10-14', 'duty/9/package')).status, 403, 'no such school')
  t.equal((await extend('federal', '2022-10-14', 'duty/1/talk/2')).status, 404, 'no such duty')
  t.equal((await extend('school-21-head', '2022-10-14')).status, 403, 'a school does not extend for itself')
  t.equal((await extend('federal', '2031-10-14', 'duty/2/finalFile')).status, 200, 'a held duty, and far ahead')
  const foreign = await extend('municipal-tevriz', '2022-10-14')
  const absent = await office.press('municipal-tevriz', `/partnerships/${randomUUID()}/extend`, {
    duty: 'duty/1/package',
    date: '2022-10-14',
    reason,
  })
  const told = ({ text }: { text: string }) => text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
  t.equal(foreign.status, 404)
  t.equal(told(foreign), told(absent), 'foreign and absent look alike')
})

t.test('who covers one school sees both, decides for one, and asks whoever covers both', async t => {
  const office = await openOffice(t)
  const { pair } = office
  const here = `/partnerships/${pair}`
  await office.at(afterExchange)
  const page = await office.get('municipal-smolensk', `/api${here}/manage`)
  t.match(page, {
    status: 200,
    coversAll: false,
    dissolve: false,
    askAnew: true,
    request: null,
    withdraw: [1],
    openReviews: [],
    schools: [{ inScope: true }, { inScope: false, name: 'МАОУ «Прииртышская СОШ»' }],
  })
  t.same(
    new Set((page.extend as { seat: number }[]).map(({ seat }) => seat)),
    new Set([1]),
    'the dates of its own school alone',
  )
  for (const [path, body] of [
    ['dissolve', { reason }],
    ['assign', { assignments: [{ reviewer: 1, reviewed: 2 }], reason }],
    ['withdraw', { seat: 2, reason }],
    ['assignments/1/2/open', { reason }],
  ] as const)
    t.equal((await office.press('municipal-smolensk', `${here}/${path}`, body)).status, 403, path)

  t.match(await office.press('municipal-smolensk', `${here}/ask-anew`, { reason }), { status: 200, done: true })
  t.match(await office.press('regional-smolensk', `${here}/ask-anew`, { reason }), { status: 409 })
  t.match(await rowOf(office, 'municipal-smolensk', pair), { asked: true, state: 'overdue' })
  t.match(await rowOf(office, 'federal', pair, '?state=decision'), { asked: true, state: 'decision' })
  t.match(await office.get('federal', `/api${here}/manage`), { coversAll: true, request: { reason } })
  t.equal((await office.press('municipal-smolensk', `${here}/ask-anew/set-aside`, { reason })).status, 403)
  t.equal((await office.press('federal', `${here}/ask-anew/set-aside`, { reason })).status, 200)
  t.equal((await office.press('federal', `${here}/ask-anew/set-aside`, { reason })).status, 409)
  t.equal(await rowOf(office, 'federal', pair, '?state=decision'), undefined)
  t.equal((await office.get('municipal-tevriz', `/api${here}/manage`)).status, 404)
  t.equal((await office.get('school-21-head', `/api${here}/manage`)).status, 403)
  t.equal((await office.get('school-21-head', '/api/territory')).status, 403)
})

t.test('a silent partner: the pair is closed one-sided some working days after the deadline, not before', async t => {
  const office = await openOffice(t)
  const { pair } = office
  const here = `/partnerships/${pair}`
  await signIn(office, 'school-21-head', pair, 1)
  await sendPackage(office, 'school-21-head', pair, 1, '2022-10-05T08:00:00.000Z')
  await office.at(afterExchange)
  const close = (as: string, seat = 1) => office.press(as, `${here}/close-one-sided`, { seat, reason })
  t.match(await rowOf(office, 'municipal-tobolsk', pair, '?state=held'), { root: pair }, 'school 21 waits')
  t.match(await close('municipal-tobolsk'), { status: 409, missing: [{ code: /^from\/2022-10-1/ }] })
  await office.at('2022-10-14T08:00:00.000Z')
  t.equal(
    (await close('municipal-smolensk')).status,
    403,
    'who answers for the willing school does not judge the other',
  )
  t.match(await office.get('municipal-tobolsk', `/api${here}/manage`), { closeOneSided: [{ seat: 1, may: true }] })
  t.equal((await close('municipal-tobolsk')).status, 200)
  const row = await rowOf(office, 'municipal-smolensk', pair)
  t.match(row?.schools, [{ standing: 'settled' }, { standing: 'seated' }])
  t.equal(markOf(row, 1, 'finalFile'), 'open', 'its file is made of its own acts')
  t.equal(markOf(row, 1, 'review'), 'waived')
})

t.test('a school withdraws and comes back, until its partner is paired anew', async t => {
  const office = await openOffice(t)
  const { pair } = office
  const here = `/partnerships/${pair}`
  t.equal((await office.press('municipal-tobolsk', `${here}/withdraw`, { seat: 2, reason })).status, 200)
  t.match(await rowOf(office, 'federal', pair, '?state=left'), { left: true, state: 'decision' })
  t.match(await office.get('municipal-tobolsk', `/api${here}/manage`), { reinstate: [2], withdraw: [] })
  t.equal((await office.press('municipal-tobolsk', `${here}/reinstate`, { seat: 2, reason })).status, 200)
  t.equal((await rowOf(office, 'federal', pair))?.left, false)
})

t.test('of a trio two remain: a further review is assigned, and then nobody comes back', async t => {
  const office = await openOffice(t)
  const { trio } = office
  const here = `/partnerships/${trio}`
  t.equal((await office.press('municipal-tevriz', `${here}/withdraw`, { seat: 3, reason })).status, 200)
  const managed = await office.get('federal', `/api${here}/manage`)
  t.match(managed, { assign: [{ reviewer: 2, reviewed: 1 }], reinstate: [3] })
  const assign = { assignments: [{ reviewer: 2, reviewed: 1 }], reason }
  t.equal((await office.press('municipal-smolensk', `${here}/assign`, assign)).status, 403, 'it covers two of three')
  t.equal((await office.press('federal', `${here}/assign`, assign)).status, 200)
  t.equal((await office.press('federal', `${here}/assign`, assign)).status, 409, 'once')
  t.equal((await office.press('federal', `${here}/reinstate`, { seat: 3, reason })).status, 409, 'not after that')
  const row = await rowOf(office, 'municipal-smolensk', trio)
  t.equal(row?.left, false)
  t.equal(markOf(row, 2, 'review'), 'held')
})
