import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import type { Database } from '../../src/db/pool.ts'
import { createDispatch, type Outcome } from '../../src/engine/dispatch.ts'
import {
  commandOf,
  coordinator,
  federal,
  foreigner,
  head,
  openWorld,
  type Player,
  type Story,
  tell,
  utc,
  verifies,
} from '../fixtures/histories.ts'
import { pairOf } from '../fixtures/partnership.ts'
import type { Step } from '../fixtures/steps.ts'
import * as does from '../fixtures/steps.ts'

const [first, second] = [head(1), head(2)]
const world = await openWorld(t)
const { db, dispatch } = world

const asks = (root: string, at: string, who: Player, step: Step, more: object = {}) =>
  dispatch({ ...commandOf(root, utc(at), who, step), ...more })

const receiptOf = (outcome: Outcome) => {
  if ('receipt' in outcome) return outcome.receipt
  throw new Error(JSON.stringify(outcome))
}
const whyNot = (outcome: Outcome) => ('refusal' in outcome ? outcome.refusal.why : 'taken')

/** How many rows every table of the database has. */
const countRows = async (of: Database): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { name } of await of.introspection.getTables()) {
    const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM ${sql.table(name)}`.execute(of)
    counts[name] = rows[0]?.n ?? 0
  }
  return counts
}

const once = (key: string, body = 'body') => ({ once: { key, bodySha256: body, keptUntil: utc('2022-12-01 00:00') } })

t.test('a receipt names the act’s own row, though others follow from it', async t => {
  const story = await tell(world, pairOf())
  const receipt = await story.does('2022-09-28 08:00', first, does.sendsPackage(1))
  const rows = await story.rows()
  t.ok(rows.length > receipt.n, 'the partner’s duties learned of it')
  t.match(rows[receipt.n - 1], { n: receipt.n, hash: receipt.hash, event: { type: 'package.send' } })
  t.match(rows[receipt.n - 1]?.actor, { person: first.person, role: 'head' })
})

t.test('a page is stale only if the same thing changed in a way that matters', async t => {
  const story = await tell(world, pairOf())
  const seen = 1
  await story.does('2022-09-28 08:00', second, does.sendsPackage(2))
  await story.does('2022-09-28 08:00', first, does.signsIn(1))
  const fresh = await asks(story.root, '2022-09-28 09:00', first, does.sendsPackage(1), { seen })
  t.equal(whyNot(fresh), 'taken', 'another seat’s package and one’s own sign-in touch nothing that the page shows')
  const stale = await asks(story.root, '2022-09-28 10:00', first, does.recallsPackage(1), { seen })
  t.match(stale, { refusal: { why: 'stale', since: [{ type: 'package.send', actor: { person: first.person } }] } })
  const { n } = receiptOf(fresh)
  t.equal(whyNot(await asks(story.root, '2022-09-28 11:00', first, does.recallsPackage(1), { seen: n })), 'taken')
  t.equal(whyNot(await asks(story.root, '2022-09-28 12:00', first, does.sendsPackage(1))), 'taken', 'who saw no page')
})

t.test('what fell due in between makes a page stale, whether a worker wrote it or not', async t => {
  for (const worker of [true, false]) {
    const story = await tell(world, pairOf())
    const { n } = await story.does('2022-10-03 08:00', first, does.recordsMeeting(1, [1, 2], '2022-10-03'))
    if (worker) await story.ticks('2022-10-07 00:00')
    const again = does.recordsMeeting(2, [1, 2], '2022-10-03')
    const outcome = await asks(story.root, '2022-10-07 08:00', second, again, { seen: n })
    t.match(outcome, { refusal: { why: 'stale', since: [{ type: 'silence', actor: { role: 'clock' } }] } })
  }
})

t.test('the same key gives the first answer again, with another body it is refused', async t => {
  const story = await tell(world, pairOf())
  const key = randomUUID()
  const sent = receiptOf(await asks(story.root, '2022-09-28 08:00', first, does.sendsPackage(1), once(key)))
  await story.does('2022-09-28 09:00', second, does.opensPackageOf(1))
  const before = await countRows(db)
  const again = await asks(story.root, '2022-09-28 10:00', first, does.sendsPackage(1), once(key))
  t.same(receiptOf(again), sent, 'though by now the package could not be sent')
  t.equal(
    whyNot(await asks(story.root, '2022-09-28 10:00', first, does.sendsPackage(1), once(key, 'other'))),
    'keyReused',
  )
  t.same(await countRows(db), before)
  const others = await asks(story.root, '2022-09-28 11:00', second, does.sendsPackage(2), once(key))
  t.equal(whyNot(others), 'taken', 'another person’s key is another key')
})

t.test('a refusal is no answer: the same key may be tried again', async t => {
  const story = await tell(world, pairOf())
  const key = randomUUID()
  t.equal(whyNot(await asks(story.root, '2022-09-28 08:00', first, does.recallsPackage(1), once(key))), 'notNow')
  t.equal(whyNot(await asks(story.root, '2022-09-28 09:00', first, does.sendsPackage(1), once(key))), 'taken')
})

t.test('one key twice at the same time is one act', async t => {
  const story = await tell(world, pairOf())
  const key = randomUUID()
  const both = await Promise.all(
    [0, 1, 2].map(() => asks(story.root, '2022-09-28 08:00', first, does.sendsPackage(1), once(key))),
  )
  t.same(new Set(both.map(outcome => receiptOf(outcome).n)).size, 1)
  const rows = await story.rows()
  t.equal(rows.filter(({ event }) => event.type === 'package.send').length, 1)
})

t.test('one key at the same time on two partnerships is one act and one refusal', async t => {
  for (let round = 0; round < 10; round += 1) {
    const [one, other] = [await tell(world, pairOf()), await tell(world, pairOf())]
    const key = randomUUID()
    const outcomes = await Promise.all(
      [one, other].map(({ root }) => asks(root, '2022-09-28 08:00', first, does.sendsPackage(1), once(key, root))),
    )
    t.same(outcomes.map(whyNot).sort(), ['keyReused', 'taken'])
  }
})

t.test('forty at once on one partnership: one is taken, all others are told that it is done', async t => {
  const story = await tell(world, pairOf())
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, () => story.asks('2022-09-28 08:00', first, does.sendsPackage(1))),
  )
  t.equal(outcomes.filter(outcome => 'receipt' in outcome).length, 1)
  t.equal(outcomes.filter(outcome => whyNot(outcome) === 'notNow').length, 39)
})

t.test('many different acts at once on one partnership all come into one chain', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-09-28 08:00', first, does.sendsPackage(1))
  await story.does('2022-09-28 08:00', second, does.sendsPackage(2))
  const steps: [Player, Step][] = [
    [first, does.submitsReview(1, 2)],
    [second, does.submitsReview(2, 1)],
    [first, does.opensPackageOf(2)],
    [second, does.opensPackageOf(1)],
    [first, does.signsIn(1)],
    [second, does.signsIn(2)],
    [first, does.recordsMeeting(1, [1, 2], '2022-09-29')],
    [federal, does.extendsDuty('2022-11-10', 1, 'finalFile')],
  ]
  const outcomes = await Promise.all(steps.map(([who, step]) => story.asks('2022-09-29 08:00', who, step)))
  t.same(
    outcomes.map(whyNot),
    steps.map(() => 'taken'),
  )
  t.equal(new Set(outcomes.map(outcome => receiptOf(outcome).n)).size, steps.length)
})

t.test('a refusal writes nothing, whatever its reason', async t => {
  const story = await tell(world, pairOf())
  const { n } = await story.does('2022-09-28 08:00', first, does.sendsPackage(1))
  await story.does('2022-09-28 09:00', second, does.opensPackageOf(1))
  const closed = await tell(world, pairOf())
  await closed.does('2022-09-28 08:00', federal, does.closes())
  const key = randomUUID()
  await asks(story.root, '2022-09-28 10:00', second, does.sendsPackage(2), once(key))
  const afterDue = '2022-10-09 00:00'
  const before = await countRows(db)
  const rows = await db.selectFrom('thing').selectAll().orderBy('root').orderBy('key').execute()

  const refusals: [string, Story | { root: string }, Player, Step, object?][] = [
    ['absent', { root: randomUUID() }, first, does.sendsPackage(1)],
    ['absent', story, federal, does.extendsDuty('2022-11-01', 3, 'package')],
    ['absent', story, foreigner, does.signsIn(1)],
    ['absent', story, first, { key: 'duty/1/signIn', event: { type: 'due' } }],
    ['absent', story, first, { key: 'seat/1', event: { type: 'settle' }, facts: { fileReady: true } }],
    ['forbidden', story, first, does.sendsPackage(2)],
    ['forbidden', story, coordinator(1), does.dissolves()],
    ['stale', story, first, does.recallsPackage(1), { seen: n - 1 }],
    ['notNow', story, second, does.returnsPackageOf(1, []), once(randomUUID())],
    ['notNow', closed, first, does.sendsPackage(1), once(randomUUID())],
    ['keyReused', story, second, does.sendsPackage(2), once(key, 'other body')],
  ]
  for (const [why, { root }, who, step, more] of refusals)
    t.equal(whyNot(await asks(root, afterDue, who, step, more)), why, `${step.event.type} is ${why}`)
  t.same(await countRows(db), before, 'no table has a row more, though duties had fallen due')
  t.same(await db.selectFrom('thing').selectAll().orderBy('root').orderBy('key').execute(), rows)
})

t.test('a refusal says what is missing, and gives the facts', async t => {
  const story = await tell(world, pairOf())
  const incomplete = does.given({ missing: ['risk-profile', 'antirisk-programme'] }, does.sendsPackage(1))
  t.match(await story.asks('2022-09-28 08:00', first, incomplete), {
    refusal: { why: 'notNow', missing: ['risk-profile', 'antirisk-programme'], shut: null, facts: { versions: [] } },
  })
})

t.test('whoever acts for a school without a reason is asked for it, and nothing is written', async t => {
  const story = await tell(world, pairOf())
  const strict = createDispatch(db, { ...world.house, authorize: async () => ({ no: 'unreasoned' }) })
  const before = await countRows(db)
  t.match(await strict(commandOf(story.root, utc('2022-09-28 08:00'), federal, does.sendsPackage(1))), {
    refusal: { why: 'unreasoned' },
  })
  t.same(await countRows(db), before)
})

t.test('what is no refusal is thrown, and writes nothing', async t => {
  const story = await tell(world, pairOf())
  const before = await countRows(db)
  const broken = createDispatch(db, {
    ...world.house,
    readFacts: () => Promise.reject(new Error('no table of that name')),
  })
  const command = commandOf(story.root, utc('2022-09-28 08:00'), first, does.sendsPackage(1))
  await t.rejects(broken(command), { message: 'no table of that name' })
  await t.rejects(dispatch({ ...command, at: '2022-09-28T08:00:00Z' }), /no instant/, 'an instant has milliseconds')
  t.same(await countRows(db), before)
})

t.test('the text of a reason is stored apart; the row holds its id and hash', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-09-28 08:00', federal, does.withdraws(2))
  const row = (await story.rows()).find(({ event }) => event.type === 'partnership.withdraw')
  const reason = await db.selectFrom('reason').selectAll().where('root', '=', story.root).executeTakeFirstOrThrow()
  t.match(row?.event.reason, { id: reason.id, sha256: reason.sha256 })
  t.notMatch(JSON.stringify(row), /Проверочный/)
  t.equal(reason.body, 'Проверочный текст')
})

t.test('no partnership waits for another', async t => {
  const [busy, free] = [await tell(world, pairOf()), await tell(world, pairOf())]
  const waiting = await db.transaction().execute(async tx => {
    await tx.selectFrom('root').select('id').where('id', '=', busy.root).forUpdate().execute()
    const late = busy.asks('2022-09-28 08:00', first, does.sendsPackage(1))
    await free.does('2022-09-28 08:00', first, does.sendsPackage(1))
    t.equal((await busy.rows()).length, 1, 'the busy one still waits')
    return { late }
  })
  t.equal(whyNot(await waiting.late), 'taken')
})

t.test('all that was told verifies', async t => verifies(t, world))
