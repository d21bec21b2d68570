import { randomUUID } from 'node:crypto'
import t from 'tap'
import { coordinator, federal, head, openWorld, tell, verifies } from '../fixtures/histories.ts'
import { pairOf, trioOf, zones } from '../fixtures/partnership.ts'
import * as does from '../fixtures/steps.ts'

const [first, second, third] = [head(1), head(2), head(3)]
const world = await openWorld(t)

t.test('the partner withdraws: its submitted review opens at once, and nothing more is asked for it', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-09-28 08:00', first, does.sendsPackage(1))
  await story.does('2022-09-28 08:00', second, does.sendsPackage(2))
  await story.does('2022-10-05 08:00', second, does.submitsReview(2, 1))
  t.match(await story.stateOf('assignment/2-1'), { review: 'submitted' })
  t.equal(await story.refused('2022-10-06 08:00', coordinator(1), does.withdraws(2)), 'forbidden')
  await story.does('2022-10-06 08:00', coordinator(2), does.withdraws(2))
  t.match(await story.stateOf('assignment/2-1'), { review: 'revealed' })
  t.equal(await story.duty(1, 'review', 2), 'waived')
  t.equal(await story.duty(1, 'recommendations', 2), 'waived')
  t.equal(await story.duty(1, 'meeting'), 'waived')
  t.equal(await story.duty(2, 'finalFile'), 'waived')
  t.equal(await story.duty(2, 'package'), 'done', 'what was done stays done')
  t.equal(await story.duty(1, 'finalFile'), 'held', 'the school waits for a new partner')
  await story.ticks('2022-12-01 00:00')
  t.equal(await story.duty(1, 'finalFile'), 'held')
  t.equal(await story.duty(2, 'signIn'), 'waived')
})

t.test('leaving opens nothing to the one who left', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-09-28 08:00', second, does.sendsPackage(2))
  await story.does('2022-10-05 08:00', first, does.submitsReview(1, 2))
  await story.does('2022-10-06 08:00', federal, does.withdraws(2))
  t.match(await story.stateOf('assignment/1-2'), { review: 'submitted' }, 'it has written no review itself')
})

t.test('a withdrawal is undone, until the partner is paired again', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-10-03 08:00', federal, does.withdraws(2))
  t.equal(await story.refused('2022-10-03 09:00', federal, does.withdraws(2)), 'notNow')
  t.equal(await story.refused('2022-10-03 10:00', second, does.sendsPackage(2)), 'notNow', 'it is out')
  await story.does('2022-10-04 08:00', federal, does.reinstates(2))
  t.equal(await story.duty(2, 'package'), 'open')
  t.equal(await story.duty(1, 'review', 2), 'held')
  t.equal(await story.duty(1, 'meeting'), 'held')
  t.equal(await story.refused('2022-10-04 09:00', federal, does.reinstates(2)), 'notNow')
})

t.test('a school that was left gets another partner in its pair: the withdrawal can be undone no more', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-09-28 08:00', first, does.sendsPackage(1))
  await story.does('2022-10-03 08:00', federal, does.withdraws(2))
  const newcomer = { seat: 3, school: randomUUID(), zone: zones.omsk, week: 5 as const }
  const both = [
    { reviewer: 3, reviewed: 1 },
    { reviewer: 1, reviewed: 3 },
  ]
  await story.does('2022-10-05 08:00', federal, does.joins(newcomer, both))
  t.equal(await story.refused('2022-10-06 08:00', federal, does.reinstates(2)), 'notNow')
  t.equal(await story.duty(3, 'package'), 'open')
  t.match(await story.dutyContext(3, 'package'), { facts: { dueAt: '2022-10-19T18:00:00.000Z' } }, 'ten working days')
})

t.test('of a trio two remain: who reviews nobody is given a review, and both go on', async t => {
  const story = await tell(world, trioOf())
  for (const seat of [1, 2, 3]) await story.does('2022-09-28 08:00', head(seat), does.sendsPackage(seat))
  await story.does('2022-10-03 08:00', federal, does.withdraws(3))
  t.equal(
    await story.refused('2022-10-03 09:00', coordinator(1), does.assigns({ reviewer: 2, reviewed: 1 })),
    'forbidden',
  )
  t.equal(
    await story.refused('2022-10-03 09:00', federal, does.assigns({ reviewer: 1, reviewed: 2 })),
    'notNow',
    'it does',
  )
  t.equal(
    await story.refused('2022-10-03 09:00', federal, does.assigns({ reviewer: 3, reviewed: 1 })),
    'notNow',
    'it left',
  )
  await story.does('2022-10-03 09:00', federal, does.assigns({ reviewer: 2, reviewed: 1 }))
  t.equal(await story.duty(2, 'review', 1), 'open')
  t.equal(await story.duty(2, 'recommendations', 1), 'held')
  t.equal(await story.refused('2022-10-04 09:00', federal, does.reinstates(3)), 'notNow')
})

t.test(
  'a school that lost its partner brings its exchange along: it is done, and the other dates are its own',
  async t => {
    const [own, partner] = pairOf().seats
    if (own === undefined || partner === undefined) throw new Error('a pair has two seats')
    const sent = '2022-09-28T05:00:00.000Z'
    const joinedAt = '2022-10-17T06:00:00.000Z'
    const story = await tell(world, {
      ...pairOf(),
      seats: [
        { ...own, joinedAt, exchangedAt: sent },
        { ...partner, joinedAt },
      ],
    })
    t.equal(await story.duty(1, 'package'), 'done')
    t.equal(await story.duty(2, 'package'), 'open')
    t.match(await story.dutyContext(2, 'package'), { facts: { dueAt: '2022-10-31T19:00:00.000Z' } }, 'ten working days')
    t.equal(await story.duty(2, 'review', 1), 'held', 'the package is still to be sent to the new partner')
  },
)

t.test('one of a trio withdraws: the other two go on with each other', async t => {
  const story = await tell(world, trioOf())
  for (const seat of [1, 2, 3]) await story.does('2022-09-28 08:00', head(seat), does.sendsPackage(seat))
  await story.does('2022-10-05 08:00', first, does.submitsReview(1, 2))
  await story.does('2022-10-06 08:00', federal, does.withdraws(3))
  t.match(await story.stateOf('assignment/1-2'), { review: 'revealed' }, 'the second owes no review any more')
  t.equal(await story.duty(2, 'review', 3), 'waived')
  await story.does('2022-10-10 08:00', first, does.recordsMeeting(1, [1, 2], '2022-10-10'))
  await story.does('2022-10-10 09:00', second, does.acceptsMinutes(2))
  t.same(await story.stateOf('meeting'), { held: 'counted' }, 'the two are all')
  await story.does('2022-10-11 08:00', first, does.sendsRecommendations(1, 2))
  await story.does('2022-10-12 08:00', first, does.uploadsFile(1))
  await story.does('2022-10-12 08:00', second, does.uploadsFile(2))
  t.equal(await story.refused('2022-10-12 09:00', third, does.uploadsFile(3)), 'notNow')
})

t.test(
  'a silent partner: the pair is closed one-sided, and the willing school is through with its own acts',
  async t => {
    const story = await tell(world, pairOf())
    await story.does('2022-09-28 08:00', first, does.sendsPackage(1))
    await story.ticks('2022-10-30 00:00')
    t.equal(await story.duty(2, 'package'), 'overdue')
    for (const duty of [
      await story.duty(1, 'review', 2),
      await story.duty(1, 'meeting'),
      await story.duty(1, 'finalFile'),
    ])
      t.equal(duty, 'held', 'nobody is overdue for another’s silence')

    const early = '2022-10-12 20:59:59.999'
    t.equal(await story.refused(early, coordinator(2), does.closesOneSided(1)), 'notNow', 'three working days')
    t.equal(
      await story.refused('2022-11-07 08:00', coordinator(1), does.closesOneSided(1)),
      'forbidden',
      'not by its own',
    )
    await story.does('2022-11-07 08:00', coordinator(2), does.closesOneSided(1))
    t.equal(await story.duty(1, 'review', 2), 'waived')
    t.equal(await story.duty(1, 'meeting'), 'waived')
    t.equal(await story.duty(1, 'recommendations', 2), 'waived')
    t.match(await story.stateOf('seat/1'), { file: 'ready' })
    t.equal(await story.duty(1, 'finalFile'), 'open', 'the clock starts at the closing')
    t.match(await story.dutyContext(1, 'finalFile'), { facts: { dueAt: '2022-11-14T21:00:00.000Z' } })
    await story.does('2022-11-10 08:00', first, does.uploadsFile(1))
    t.equal(await story.duty(1, 'finalFile'), 'done')
    t.equal(await story.duty(2, 'package'), 'overdue', 'the silent school still owes')
  },
)

t.test('a dissolved pair refuses every act, for ever, and nothing of it falls due', async t => {
  const story = await tell(world, pairOf())
  t.equal(await story.refused('2022-09-25 08:00', coordinator(1), does.dissolves()), 'forbidden')
  await story.does('2022-09-25 08:00', coordinator(1, 2), does.dissolves())
  t.equal(await story.refused('2022-09-26 08:00', first, does.sendsPackage(1)), 'notNow')
  t.equal(await story.refused('2022-09-26 08:00', federal, does.reopens()), 'notNow')
  t.equal(await story.ticks('2022-12-01 00:00'), 0)
  t.equal(await story.duty(1, 'package'), 'waived')
})

t.test('a closed partnership refuses every act until it is reopened', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-09-25 08:00', federal, does.closes())
  t.match(await story.contextOf(''), {
    outcomes: [
      { seat: 1, outcome: 'notCompleted' },
      { seat: 2, outcome: 'notCompleted' },
    ],
  })
  t.equal(await story.ticks('2022-12-01 00:00'), 0, 'nothing falls due any more')
  const outcome = await story.asks('2022-09-26 08:00', first, does.sendsPackage(1))
  t.match(outcome, { refusal: { why: 'notNow', shut: 'closed' } })
  t.equal(await story.refused('2022-09-26 08:00', second, does.signsIn(2)), 'notNow')
  t.equal(await story.refused('2022-09-26 08:00', first, does.reopens()), 'forbidden')
  await story.does('2022-09-27 08:00', federal, does.reopens())
  await story.does('2022-09-27 09:00', first, does.sendsPackage(1))
})

t.test('all that was told verifies', async t => verifies(t, world))
