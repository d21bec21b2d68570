import { randomUUID } from 'node:crypto'
import t from 'tap'
import { type Office, openOffice, reason, sendPackage, signIn } from '../features/coordination/fixtures/office.ts'
import { deliver, entriesOf, ledgerFaults } from './fixtures/desk.ts'

t.setTimeout(180_000)

const head = 'school-21-head'
const coordinator = 'school-21-coordinator'

const countOf = async (office: Office, root: string, key: string) =>
  Object.fromEntries(
    Map.groupBy(await entriesOf(office, root, key), entry => entry.split(' ').slice(4).join(' '))
      .entries()
      .map(([end, entries]) => [end, entries.length]),
  )

t.test('a publication opens every rung of what is owed, for everybody who answers for it', async t => {
  const office = await openOffice(t)
  const { pair, trio } = office
  t.same(await entriesOf(office, pair, 'duty/1/package'), [
    `${coordinator} school -7 g1 due`,
    `${head} school -7 g1 due`,
    `${coordinator} school -3 g1 due`,
    `${head} school -3 g1 due`,
    `${coordinator} school -1 g1 due`,
    `${head} school -1 g1 due`,
    `${coordinator} school 0 g1 due`,
    `${head} school 0 g1 due`,
    'curator-gymnasium-1 curator 1 g1 due',
    `${coordinator} school 1 g1 due`,
    `${head} school 1 g1 due`,
    'municipal-smolensk municipalCoordinator 3 g1 due',
    'regional-smolensk regionalCoordinator 7 g1 due',
  ])
  t.same(await entriesOf(office, pair, 'duty/1/review/2'), [], 'what waits for a partner has no date yet')
  const trios = await entriesOf(office, trio, 'duty/1/package')
  t.ok(trios.includes('nobody curator 1 g1 skipped nobodyAppointed'), 'this school has no curator')
  t.ok(trios.includes('municipal-smolensk municipalCoordinator 1 g1 due'), 'so the one above is told')
  t.same(await ledgerFaults(office, '2022-09-28T07:00:00.000Z'), [])
})

t.test('work that is done ends its letters, and opens those of what waited for it', async t => {
  const office = await openOffice(t)
  const { pair } = office
  const at = '2022-10-05T08:00:00.000Z'
  await sendPackage(office, head, pair, 1, at)
  t.same(await countOf(office, pair, 'duty/1/package'), { 'skipped done': 13 })
  t.same(await countOf(office, pair, 'duty/2/review/1'), { due: 13 })
  await office.happen({
    as: head,
    root: pair,
    key: 'seat/1',
    event: { type: 'package.recall' },
    at: '2022-10-05T09:00:00.000Z',
  })
  t.same(await countOf(office, pair, 'duty/2/review/1'), { 'skipped held': 13 }, 'the partner waits again')
  t.same(
    await countOf(office, pair, 'duty/1/package'),
    { due: 9, 'skipped done': 13 },
    'a new generation of the rungs that are ahead',
  )
  t.same(await ledgerFaults(office, '2022-10-05T09:00:00.000Z'), [])
})

t.test('dates that move take what is open along; what was said is said once more only for the new date', async t => {
  const office = await openOffice(t)
  const { pair, cycle } = office
  await deliver(office, '2022-09-30T06:00:00.000Z')
  await deliver(office, '2022-10-04T06:00:00.000Z')
  t.match(await countOf(office, pair, 'duty/1/package'), { sent: 4, due: 9 })
  await office.at('2022-10-04T09:00:00.000Z')
  const moved = await office.press('federal', `/cycles/${cycle}/move-dates`, {
    dates: { exchange: '2022-10-14' },
    reason,
  })
  t.equal(moved.status, 200)
  t.match(
    await countOf(office, pair, 'duty/1/package'),
    { sent: 4, due: 13 },
    '−7 and −3 once more, in a second generation',
  )
  t.same(await ledgerFaults(office, '2022-10-04T09:00:00.000Z'), [])
  const back = await office.press('federal', `/cycles/${cycle}/move-dates`, {
    dates: { exchange: '2022-10-10' },
    reason,
  })
  t.equal(back.status, 200)
  t.match(
    await countOf(office, pair, 'duty/1/package'),
    { sent: 4, due: 11, 'skipped moved': 2 },
    'no rung for an instant that lay before the move',
  )
  t.same(await ledgerFaults(office, '2022-10-04T09:00:00.000Z'), [])
})

t.test('an extension takes the letters about being late back', async t => {
  const office = await openOffice(t)
  const { pair } = office
  await office.at('2022-10-10T08:00:00.000Z')
  await deliver(office, '2022-10-10T08:00:00.000Z')
  const extended = await office.press('municipal-smolensk', `/partnerships/${pair}/extend`, {
    duty: 'duty/1/package',
    date: '2022-10-14',
    reason,
  })
  t.equal(extended.status, 200)
  const due = (await entriesOf(office, pair, 'duty/1/package')).filter(entry => entry.includes('due'))
  t.same(
    due.map(entry => entry.split(' ').slice(1, 4).join(' ')),
    ['school -3 g2', 'school -3 g2', 'school -1 g2', 'school -1 g2', 'school 0 g2', 'school 0 g2'].concat([
      'curator 1 g2',
      'school 1 g2',
      'school 1 g2',
      'municipalCoordinator 3 g2',
      'regionalCoordinator 7 g1',
    ]),
  )
  t.same(await ledgerFaults(office, '2022-10-10T08:00:00.000Z'), [])
})

t.test('who replaces a contact gets what was due to them; who leaves gets nothing more', async t => {
  const office = await openOffice(t)
  const { pair, db } = office
  const { school } = await db
    .selectFrom('seat_school')
    .select('school')
    .where('root', '=', pair)
    .where('seat', '=', 1)
    .executeTakeFirstOrThrow()
  const people = `/schools/${school}/people`
  const headers = { 'x-vzaimo': '1', accept: 'application/json', cookie: await office.cookieOf('municipal-smolensk') }
  const { headers: shown } = await office.app.inject({ url: `/api${people}`, headers })
  const answer = await office.app.inject({
    method: 'POST',
    url: `/api${people}/${office.person(head)}/replace`,
    headers: { ...headers, 'idempotency-key': randomUUID(), 'if-match': String(shown.etag) },
    payload: { name: 'Проверочный директор', email: 'new-head@school-21.example.org' },
  })
  t.equal(answer.statusCode, 200, answer.body)
  const replaced = answer.json() as { person: string }
  const entries = await entriesOf(office, pair, 'duty/1/package')
  t.notOk(entries.some(entry => entry.startsWith(head) && entry.endsWith('due')))
  t.equal(entries.filter(entry => entry.includes(String(replaced.person)) && entry.endsWith('due')).length, 5)
  t.equal(entries.filter(entry => entry.startsWith(coordinator) && entry.endsWith('due')).length, 5)
  t.same(await ledgerFaults(office, '2022-09-28T07:00:00.000Z'), [])
})

t.test('a school that leaves hears of that alone, and its coordinators no more of what it owed', async t => {
  const office = await openOffice(t)
  const { trio } = office
  await signIn(office, 'school-36-head', trio, 1)
  await office.at('2022-10-03T08:00:00.000Z')
  const left = await office.press('municipal-tevriz', `/partnerships/${trio}/withdraw`, { seat: 3, reason })
  t.equal(left.status, 200, left.text)
  t.match(await countOf(office, trio, 'duty/3/package'), { 'skipped withdrawn': 13 })
  t.same(await ledgerFaults(office, '2022-10-03T08:00:00.000Z'), [])
  const told = await deliver(office, '2022-10-04T06:00:00.000Z')
  t.ok(told.some(line => line.startsWith('taychinskaya-head') && line.includes('schoolLeft')))
  t.notOk(told.some(line => line.startsWith('taychinskaya-head') && line.includes('duty/3')))
})

t.test('what was tampered with in the ledger is found', async t => {
  const office = await openOffice(t)
  const { db, pair } = office
  const at = '2022-09-28T07:00:00.000Z'
  const one = await db
    .selectFrom('letter_entry')
    .selectAll()
    .where('root', '=', pair)
    .where('key', '=', 'duty/1/package')
    .where('step', '=', 0)
    .executeTakeFirstOrThrow()
  await db.deleteFrom('letter_entry').where('id', '=', one.id).execute()
  t.match(await ledgerFaults(office, at), [{ root: pair, key: 'duty/1/package', says: /Nothing is or was due/ }])
  await db
    .updateTable('letter_entry')
    .set({ deadline: '2022-10-08T21:00:00.000Z' })
    .where('root', '=', pair)
    .where('key', '=', 'duty/2/signIn')
    .where('step', '=', 7)
    .execute()
  t.match((await ledgerFaults(office, at)).map(({ says }) => says).sort(), [
    /An entry is open for a duty/,
    /Nothing is or was due/,
    /Nothing is or was due/,
  ])
})
