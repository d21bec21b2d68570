import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { takeDue } from '../../src/letters/desk.ts'
import { keepOutcomes, releaseLetters, renewLeases } from '../../src/letters/outcomes.ts'
import { type Office, openOffice, reason, sendPackage, signIn } from '../features/coordination/fixtures/office.ts'
import { deliver, entriesOf, ledgerFaults, outcome, plainDesk, realNow, said, take } from './fixtures/desk.ts'
import { sentLetter } from './fixtures/sent-letter.ts'

t.setTimeout(240_000)

const friday = '2022-09-30T06:00:00.000Z'
const head = 'school-21-head'

const statesOf = async ({ db }: Office) => {
  const { rows } = await sql<{ state: string; n: number }>`
    SELECT state, count(*) AS n FROM letter GROUP BY 1 ORDER BY 1
  `.execute(db)
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}

const lettersTo = ({ db, person }: Office, name: string) =>
  db.selectFrom('letter').selectAll().where('person', '=', person(name)).orderBy('made_at').execute()

t.test('all that is due to a person goes in the one digest of their day, each thing once', async t => {
  const office = await openOffice(t)
  await signIn(office, head, office.pair, 1)
  const told = await deliver(office, friday)
  t.ok(told.includes(`${head}: duty/1/package -7, pairsPublished`), told.join('\n'))
  t.ok(told.includes('priirtyshskaya-head: duty/2/signIn -1, duty/2/package -7, pairsPublished'))
  t.equal(new Set(told.map(line => line.split(':')[0])).size, told.length, 'one letter a person')
  t.same(await deliver(office, '2022-09-30T09:00:00.000Z'), [], 'and no second one that day')
  t.same(await ledgerFaults(office, '2022-09-30T09:00:00.000Z'), [])
})

t.test('after an outage over the deadline only what is still true is said', async t => {
  const office = await openOffice(t)
  await sendPackage(office, head, office.pair, 1, '2022-10-06T08:00:00.000Z')
  const told = await deliver(office, '2022-10-12T06:00:00.000Z')
  t.notOk(
    told.some(line => line.startsWith('school-21') && line.includes('duty/1/package')),
    'nothing to the done',
  )
  const partner = told.find(line => line.startsWith('priirtyshskaya-head'))
  t.match(partner, /duty\/2\/package 1/)
  t.notMatch(partner, /duty\/2\/package (-7|-3|-1|0)/)
  const mine = (await entriesOf(office, office.pair, 'duty/2/package')).filter(entry =>
    entry.startsWith('priirtyshskaya-head'),
  )
  t.same(
    mine.map(entry => entry.split(' ').slice(2).join(' ')),
    ['-7 g1 skipped stale', '-3 g1 skipped stale', '-1 g1 skipped stale', '0 g1 skipped stale', '1 g1 sent'],
  )
  t.same(await ledgerFaults(office, '2022-10-12T06:00:00.000Z'), [])
})

t.test('rungs that meet on one day become one: the later speaks', async t => {
  const office = await openOffice(t)
  await office.at('2022-09-30T07:00:00.000Z')
  await office.press('federal', `/cycles/${office.cycle}/move-dates`, { dates: { exchange: '2022-10-09' }, reason })
  const told = await deliver(office, '2022-10-07T06:00:00.000Z')
  const line = told.find(each => each.startsWith(head))
  t.match(line, /duty\/1\/package 0/, 'a Sunday: −1 and 0 are both said on Friday')
  const mine = (await entriesOf(office, office.pair, 'duty/1/package')).filter(entry => entry.startsWith(head))
  t.ok(mine.includes(`${head} school -1 g1 skipped folded`), mine.join('\n'))
})

t.test('an ordinary letter waits for the hour of letters of a working day', async t => {
  const office = await openOffice(t)
  t.same(await take(office, '2022-09-30T20:00:00.000Z'), [], 'at 23:00 in Moscow and in the east at night')
  const due = await office.db
    .selectFrom('letter_entry')
    .select(['send_at', 'role'])
    .where('person', '=', office.person(head))
    .where('kind', '=', 'pairsPublished')
    .executeTakeFirstOrThrow()
  t.equal(due.send_at, '2022-10-03T06:00:00.000Z', 'Monday, nine o’clock')
  t.equal((await deliver(office, '2022-10-03T06:00:00.000Z')).length > 0, true)
})

t.test('two who look at once never have the same letter', async t => {
  const office = await openOffice(t)
  const rounds = await Promise.all(Array.from({ length: 6 }, () => take(office, friday)))
  const handings = rounds.flat()
  t.equal(new Set(handings.map(({ person }) => person)).size, handings.length)
  const rest = await take(office, friday)
  t.same(
    said(office, rest).filter(line => said(office, handings).includes(line)),
    [],
  )
})

t.test(
  'a process that dies with letters in hand loses none; the same letter goes once more under the same Message-ID',
  async t => {
    const office = await openOffice(t)
    const first = await take(office, friday)
    t.same(await take(office, friday), [], 'they are in hand')
    const later = new Date(Date.parse(realNow) + 16_000).toISOString()
    const again = await take(office, friday, later)
    t.same(again.map(({ messageId }) => messageId).sort(), first.map(({ messageId }) => messageId).sort())
    t.same(
      again.map(({ attempt }) => attempt),
      again.map(() => 2),
    )
    const [one] = first
    t.same(
      await renewLeases(office.db, one === undefined ? [] : [one], new Date(Date.parse(later) + 16_000).toISOString()),
      [],
      'who slept lost it',
    )
  },
)

t.test('who does the work while the letter waits for the server is not written to', async t => {
  const office = await openOffice(t)
  const handings = await take(office, friday)
  const mine = handings.filter(({ items }) =>
    items.some(({ key }) => key.startsWith('duty/1/signIn') || key === 'duty/1/package'),
  )
  await keepOutcomes(
    office.db,
    handings.map(handing => outcome(handing, 'deferred', 451)),
    friday,
  )
  t.same(await statesOf(office), { waiting: handings.length })
  await signIn(office, head, office.pair, 1)
  await sendPackage(office, head, office.pair, 1, '2022-09-30T06:03:00.000Z')
  t.ok(mine.length > 0)
  const again = await take(office, '2022-09-30T06:05:00.000Z')
  t.notOk(
    said(office, again).some(line => line.includes('school-21') && line.includes('duty/1/')),
    said(office, again).join('\n'),
  )
  t.ok(said(office, again).includes(`${head}: pairsPublished`), 'what is still true goes')
})

t.test('a deadline that moves while its letter is on its way gets a letter of its own', async t => {
  const office = await openOffice(t)
  const handings = await take(office, friday)
  await office.at(friday)
  await office.press('federal', `/cycles/${office.cycle}/move-dates`, { dates: { exchange: '2022-10-14' }, reason })
  const own = async () =>
    (await entriesOf(office, office.pair, 'duty/1/package')).filter(each => each.startsWith(`${head} school -7`))
  t.same(await own(), [`${head} school -7 g1 due`, `${head} school -7 g2 due`])
  await keepOutcomes(
    office.db,
    handings.map(handing => outcome(handing, handing.person === office.person(head) ? 'sent' : 'deferred', 250)),
    friday,
  )
  t.same(await own(), [`${head} school -7 g1 sent`, `${head} school -7 g2 due`])
  await take(office, '2022-09-30T06:05:00.000Z')
  const other = (await entriesOf(office, office.pair, 'duty/1/package')).filter(each =>
    each.startsWith('school-21-coordinator school -7'),
  )
  t.same(other, ['school-21-coordinator school -7 g1 skipped moved', 'school-21-coordinator school -7 g2 due'])
  t.same(await ledgerFaults(office, '2022-09-30T06:05:00.000Z'), [])
})

t.test(
  'dates that move just as a letter goes wait for its end: what it said is said anew for the new date',
  async t => {
    const office = await openOffice(t)
    const letter = await sentLetter(office.db, office.person(head), friday)
    const went = Promise.withResolvers<void>()
    const going = office.db.transaction().execute(async tx => {
      const { numAffectedRows } = await sql`
      UPDATE letter_entry SET state = 'sent', letter = ${letter}, ended_at = ${friday}
      WHERE root = ${office.pair}::uuid AND key = 'duty/1/package' AND step = -7 AND person = ${office.person(head)}::uuid
    `.execute(tx)
      t.equal(numAffectedRows, 1n)
      await went.promise
    })
    await office.at(friday)
    const moving = office.press('federal', `/cycles/${office.cycle}/move-dates`, {
      dates: { exchange: '2022-10-14' },
      reason,
    })
    for (let waits = 0; waits === 0; ) {
      const { rows } = await sql<{ n: number }>`
      SELECT count(*)::integer AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
    `.execute(office.db)
      waits = rows[0]?.n ?? 0
    }
    went.resolve()
    await Promise.all([going, moving])
    const own = (await entriesOf(office, office.pair, 'duty/1/package')).filter(each =>
      each.startsWith(`${head} school -7`),
    )
    t.same(own, [`${head} school -7 g1 sent`, `${head} school -7 g2 due`])
    t.same(await ledgerFaults(office, friday), [])
  },
)

t.test('refused for now is tried for a day and then has failed; refused for good has failed at once', async t => {
  const office = await openOffice(t)
  let [at, attempts] = [friday, 0]
  for (let next: string | null = at; next !== null; ) {
    at = next
    const mine = (await take(office, at)).filter(({ person }) => person === office.person(head))
    attempts += mine.length
    if (mine.length > 0)
      await keepOutcomes(
        office.db,
        mine.map(handing => outcome(handing, 'deferred', 450)),
        at,
      )
    next = (await lettersTo(office, head))[0]?.next_attempt_at ?? null
  }
  const [letter] = await lettersTo(office, head)
  t.match(letter, { state: 'failed', answer: '450 said the server' })
  t.equal(attempts, letter?.attempts)
  t.ok(attempts > 6 && attempts < 20, `${attempts} attempts`)
  t.equal(at, '2022-10-03T06:00:00.000Z', 'the last one in the first hour of letters after a day of trying')
  const mine = (await entriesOf(office, office.pair, 'duty/1/package')).filter(each =>
    each.startsWith(`${head} school -7`),
  )
  t.same(mine, [`${head} school -7 g1 failed`])
})

t.test('while the server is away nobody’s attempt counts', async t => {
  const office = await openOffice(t)
  const handings = await take(office, friday)
  await keepOutcomes(
    office.db,
    handings.map(handing => outcome(handing, 'lost')),
    friday,
  )
  await releaseLetters(office.db, [], friday)
  // Of another attempt than its own nobody gives anything back.
  const again = await take(office, friday)
  await releaseLetters(
    office.db,
    again.map(({ id, attempt }) => ({ id, attempt: attempt + 1 })),
    '2022-10-04T06:00:00.000Z',
  )
  t.match((await lettersTo(office, head))[0], { state: 'handing', attempts: 1 })
  await releaseLetters(office.db, again, friday)
  t.match((await lettersTo(office, head))[0], { state: 'waiting', attempts: 0, next_attempt_at: friday })
  const told = await deliver(office, '2022-10-03T06:00:00.000Z')
  t.ok(told.find(each => each.startsWith(head))?.includes('duty/1/package -7'), told.join('\n'))
  const [letter] = await lettersTo(office, head)
  t.match(letter, { state: 'sent', attempts: 1, first_attempt_at: '2022-10-03T06:00:00.000Z' })
})

t.test('an address that fails and a muted kind get nothing, and the ledger says why', async t => {
  const office = await openOffice(t)
  const { db, person } = office
  await db
    .insertInto('address_fault')
    .values({ person: person(head), since: friday, letter: null, status: '5.1.1', says: null })
    .execute()
  const told = await deliver(office, friday)
  t.notOk(told.some(line => line.startsWith(`${head}:`)))
  const mine = (await entriesOf(office, office.pair, 'duty/1/package')).filter(each =>
    each.startsWith(`${head} school -7`),
  )
  t.same(mine, [`${head} school -7 g1 skipped addressFails`])
})

t.test('no more than twenty letters a day, whatever happens; a receipt goes in any case', async t => {
  const office = await openOffice(t)
  const { db, pair, person } = office
  const entry = (step: number, letterClass: 'urgent' | 'asked') => ({
    root: pair,
    key: 'meeting',
    kind: letterClass === 'asked' ? 'receipt' : 'meetingCancelled',
    step,
    role: 'school',
    seat: 1,
    school: null,
    person: person(head),
    generation: 1,
    class: letterClass,
    deadline: null,
    opened_at: friday,
    send_at: friday,
    detail: '{}',
    state: 'due' as const,
  })
  await db
    .insertInto('letter_entry')
    .values(Array.from({ length: 30 }, (_, n) => entry(n + 1, 'urgent')))
    .execute()
  await db.insertInto('letter_entry').values(entry(100, 'asked')).execute()
  const mine = (await deliver(office, friday)).filter(line => line.startsWith(`${head}:`))
  t.equal(mine.filter(line => line.includes('receipt')).length, 1)
  t.equal(mine.length - 1, 20)
  t.equal((await deliver(office, '2022-10-03T06:00:00.000Z')).filter(line => line.startsWith(`${head}:`)).length, 12)
})

t.test('an outcome that comes twice, or for a letter somebody else has taken, changes nothing', async t => {
  const office = await openOffice(t)
  const handings = await take(office, friday)
  await keepOutcomes(
    office.db,
    handings.map(handing => outcome(handing, 'sent', 250)),
    friday,
  )
  await keepOutcomes(
    office.db,
    handings.map(handing => outcome(handing, 'deferred', 451)),
    friday,
  )
  t.same(await statesOf(office), { sent: handings.length })
  await keepOutcomes(office.db, [outcome({ id: randomUUID(), attempt: 1 }, 'sent', 250)], friday)
})

t.test('an outcome of an attempt that somebody else has taken over counts only where the server accepted', async t => {
  const office = await openOffice(t)
  const first = await take(office, friday)
  const again = await take(office, friday, new Date(Date.parse(realNow) + 16_000).toISOString())
  const keep = (handings: typeof first, how: 'sent' | 'refused') =>
    keepOutcomes(
      office.db,
      handings.map(handing => outcome(handing, how, 550)),
      friday,
    )
  t.same(await keep(first, 'refused'), [], 'the first process is late')
  t.same(await statesOf(office), { handing: first.length })
  await keep(first, 'sent')
  t.same(await statesOf(office), { sent: first.length })
  t.same(await keep(again, 'refused'), [])
  t.same(await statesOf(office), { sent: first.length })
})

t.test('a letter that cannot be written fails alone, and somebody is told', async t => {
  const office = await openOffice(t)
  await office.at(friday)
  const desk = plainDesk(office)
  const told: string[] = []
  const { handings } = await takeDue(
    office.db,
    {
      ...desk,
      compose: async (tx, drafts, at) => {
        if (drafts.some(({ person }) => person === office.person(head))) throw new Error('no words')
        return desk.compose(tx, drafts, at)
      },
      unwritten: (letter, error) => told.push(`${letter} ${error}`),
    },
    { of: 0, shares: 1 },
    { at: friday, realNow, limit: 100 },
  )
  t.ok(handings.length > 5, 'all others are written')
  t.notOk(handings.some(({ person }) => person === office.person(head)))
  const [letter] = await lettersTo(office, head)
  t.match(letter, { state: 'failed', answer: 'unwritten', subject: null })
  t.match(told, [`${letter?.id} Error: no words`])
  t.same(await ledgerFaults(office, friday), [])
})

t.test(
  'an urgent letter that was refused for now is not tried at night, unless the meeting is before noon',
  async t => {
    const office = await openOffice(t)
    const { db, pair, person } = office
    const evening = '2022-10-03T17:50:00.000Z'
    const entry = (step: number, start: string) => ({
      root: pair,
      key: 'meeting',
      kind: 'meetingCancelled',
      step,
      role: 'school',
      seat: 1,
      school: null,
      person: person(head),
      generation: 1,
      class: 'urgent' as const,
      deadline: null,
      opened_at: evening,
      send_at: evening,
      detail: JSON.stringify({ slot: { at: start, minutes: 60 } }),
      state: 'due' as const,
    })
    await db
      .insertInto('letter_entry')
      .values([entry(1, '2022-10-05T09:00:00.000Z'), entry(2, '2022-10-04T07:00:00.000Z')])
      .execute()
    const urgentTo = async (at: string) => (await take(office, at)).filter(letter => letter.class === 'urgent')
    const first = await urgentTo(evening)
    t.equal(first.length, 2)
    await keepOutcomes(
      db,
      first.map(handing => outcome(handing, 'deferred', 451)),
      evening,
    )
    t.equal(
      (await urgentTo('2022-10-03T18:05:00.000Z')).length,
      1,
      'at five past nine only the one that is before noon',
    )
    t.equal((await urgentTo('2022-10-04T04:00:00.000Z')).length, 0)
    t.equal((await urgentTo('2022-10-04T05:00:00.000Z')).length, 1, 'the other one at eight')
  },
)
