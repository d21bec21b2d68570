import t from 'tap'
import { coordinator, curator, federal, head, openWorld, tell, utc, verifies } from '../fixtures/histories.ts'
import { pairOf, trioOf, zones } from '../fixtures/partnership.ts'
import * as does from '../fixtures/steps.ts'

const [first, second, third] = [head(1), head(2), head(3)]
const world = await openWorld(t)

t.test('a trio, a ring in which each reviews the next, from its founding to confirmed final files', async t => {
  const story = await tell(world, trioOf())
  for (const seat of [1, 2, 3]) {
    await story.does('2022-09-21 08:00', head(seat), does.signsIn(seat))
    await story.does(`2022-09-2${3 + seat} 08:00`, head(seat), does.sendsPackage(seat))
  }
  t.equal(
    await story.refused('2022-09-27 08:00', first, does.opensPackageOf(3)),
    'forbidden',
    'its own reviewer is another',
  )
  await story.does('2022-09-27 08:00', first, does.opensPackageOf(2))
  await story.does('2022-09-27 08:00', second, does.opensPackageOf(3))
  await story.does('2022-09-27 08:00', third, does.opensPackageOf(1))

  await story.does('2022-10-10 08:00', first, does.submitsReview(1, 2))
  t.match(await story.stateOf('assignment/1-2'), { review: 'submitted' })
  await story.does('2022-10-11 08:00', third, does.submitsReview(3, 1))
  t.match(await story.stateOf('assignment/3-1'), { review: 'revealed' }, 'the first has submitted its own')
  t.match(await story.stateOf('assignment/1-2'), { review: 'submitted' }, 'the second has not')
  await story.does('2022-10-12 08:00', second, does.submitsReview(2, 3))
  t.match(await story.stateOf('assignment/1-2'), { review: 'revealed' })
  t.match(await story.stateOf('assignment/2-3'), { review: 'revealed' })

  await story.does('2022-10-12 10:00', third, does.proposes(3, '2022-10-14T08:00:00.000Z'))
  await story.does('2022-10-12 11:00', first, does.accepts(1, 0))
  t.equal(await story.stateOf('meeting'), 'proposed', 'a time needs all three')
  await story.does('2022-10-12 12:00', second, does.accepts(2, 0))
  t.equal(await story.stateOf('meeting'), 'agreed')
  await story.does('2022-10-14 10:00', second, does.recordsMeeting(2, [1, 2, 3], '2022-10-14'))
  await story.does('2022-10-14 11:00', first, does.acceptsMinutes(1))
  t.same(await story.stateOf('meeting'), { held: 'unconfirmed' })
  t.match(await story.dutyContext(1, 'meeting'), { facts: { stand: 'waiting', waitingFor: [3] } })
  t.equal(await story.duty(3, 'meeting'), 'open', 'the one whose word is missing waits for nobody')
  await story.does('2022-10-14 12:00', third, does.acceptsMinutes(3))
  t.same(await story.stateOf('meeting'), { held: 'counted' })

  for (const [seat, next] of [
    [1, 2],
    [2, 3],
    [3, 1],
  ] as const) {
    await story.does('2022-10-17 08:00', head(seat), does.sendsRecommendations(seat, next))
    await story.does('2022-10-18 08:00', head(next), does.answersRecommendations(seat, next))
  }
  for (const seat of [1, 2, 3]) {
    await story.does('2022-10-24 08:00', head(seat), does.uploadsFile(seat))
    await story.does('2022-10-25 08:00', curator(seat), does.confirmsFileOf(seat))
    t.match(await story.stateOf(`seat/${seat}`), { file: 'confirmed' })
  }
  for (const thing of (await story.view()).values())
    if (thing.machine === 'duty') t.equal(thing.value, 'done', thing.key)
})

t.test('a held duty tells since when it waits, though whom it waits for changes', async t => {
  const story = await tell(world, trioOf())
  const waits = async () => {
    const { facts, heldSince } = await story.dutyContext(1, 'meeting')
    return { facts, heldSince }
  }
  t.same(await waits(), { facts: { stand: 'waiting', waitingFor: [2, 3] }, heldSince: utc('2022-09-20 09:00') })
  await story.does('2022-09-28 08:00', second, does.sendsPackage(2))
  t.same(await waits(), { facts: { stand: 'waiting', waitingFor: [3] }, heldSince: utc('2022-09-20 09:00') })
  await story.does('2022-09-29 08:00', third, does.sendsPackage(3))
  t.match(await waits(), { facts: { stand: 'owed' }, heldSince: null })
})

t.test('a late joiner of a pair adds its own assignments and removes none', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-09-28 08:00', first, does.sendsPackage(1))
  await story.does('2022-09-28 08:00', second, does.sendsPackage(2))
  await story.does('2022-10-05 08:00', first, does.submitsReview(1, 2))
  const seat = { seat: 3, school: 'late', zone: zones.omsk, week: 5 as const }
  const ring = [
    { reviewer: 3, reviewed: 1 },
    { reviewer: 2, reviewed: 3 },
  ]
  const whoOverAll = coordinator(1, 2)
  const joins = (assignments = ring, who = seat) => does.joins(who, assignments)
  t.equal(
    await story.refused('2022-10-12 08:00', coordinator(1), joins()),
    'forbidden',
    'half of the pair is not enough',
  )
  t.equal(await story.refused('2022-10-12 08:00', whoOverAll, joins([])), 'notNow')
  t.equal(await story.refused('2022-10-12 08:00', whoOverAll, joins([...ring, ...ring])), 'notNow', 'the same twice')
  t.equal(
    await story.refused('2022-10-12 08:00', whoOverAll, joins(ring, { ...seat, seat: 2 })),
    'notNow',
    'a taken seat',
  )
  await story.does('2022-10-12 08:00', whoOverAll, joins())

  t.match(await story.stateOf('assignment/1-2'), { review: 'submitted' }, 'what was begun stays')
  t.equal(await story.duty(3, 'signIn'), 'open')
  t.match(await story.dutyContext(3, 'signIn'), { facts: { dueAt: '2022-10-17T18:00:00.000Z' } }, 'three working days')
  t.match(await story.dutyContext(3, 'package'), { facts: { dueAt: '2022-10-26T18:00:00.000Z' } }, 'ten working days')
  t.match(await story.dutyContext(1, 'meeting'), { facts: { stand: 'waiting', waitingFor: [3] } })
  t.equal(await story.duty(2, 'review', 3), 'held', 'its package is not there yet')
  t.equal(await story.duty(3, 'review', 1), 'open', 'the first’s is')
  t.match(await story.dutyContext(3, 'review', 1), { facts: { dueAt: '2022-10-26T18:00:00.000Z' } })
  t.equal(await story.duty(2, 'review', 1), 'open', 'what was owed before is owed as before')
  t.match(await story.dutyContext(2, 'review', 1), { facts: { dueAt: '2022-10-21T19:00:00.000Z' } })

  await story.does('2022-10-13 08:00', second, does.submitsReview(2, 1))
  t.match(await story.stateOf('assignment/1-2'), { review: 'submitted' }, 'the second has a review more to do')
  await story.does('2022-10-14 08:00', third, does.sendsPackage(3))
  t.match(await story.dutyContext(1, 'meeting'), { facts: { stand: 'owed', dueAt: '2022-10-26T21:00:00.000Z' } })
  await story.does('2022-10-17 08:00', second, does.submitsReview(2, 3))
  t.match(await story.stateOf('assignment/1-2'), { review: 'revealed' })
  t.match(await story.stateOf('assignment/2-1'), { review: 'revealed' })
})

t.test('who was absent from a trio’s meeting owes a talk with the school it reviewed', async t => {
  const story = await tell(world, trioOf())
  for (const seat of [1, 2, 3]) await story.does('2022-09-28 08:00', head(seat), does.sendsPackage(seat))
  await story.does('2022-10-10 08:00', first, does.recordsMeeting(1, [1, 2], '2022-10-10'))
  t.notOk((await story.view()).has('duty/3/talk/1'), 'the minutes do not count yet')
  t.equal(await story.refused('2022-10-10 09:00', third, does.talks(3, 1, '2022-10-10')), 'notNow')
  await story.does('2022-10-10 09:00', second, does.acceptsMinutes(2))
  await story.does('2022-10-11 09:00', third, does.acceptsMinutes(3))
  t.equal(await story.duty(3, 'talk', 1), 'open')
  t.match(
    await story.dutyContext(3, 'talk', 1),
    { facts: { dueAt: '2022-10-21T18:00:00.000Z' } },
    'by the stage’s date',
  )
  t.equal(await story.duty(3, 'meeting'), 'done', 'the meeting itself was held for all')
  t.equal(
    await story.refused('2022-10-12 09:00', third, does.talks(3, 2, '2022-10-12')),
    'notNow',
    'it reviews the first',
  )
  t.equal(await story.refused('2022-10-12 09:00', third, does.talks(3, 1, '2022-10-13')), 'notNow', 'not held yet')
  t.equal(await story.refused('2022-10-12 09:00', first, does.talks(3, 1, '2022-10-12')), 'forbidden', 'another’s word')
  await story.does('2022-10-12 09:00', third, does.talks(3, 1, '2022-10-12'))
  t.equal(await story.duty(3, 'talk', 1), 'done')
  t.equal(await story.refused('2022-10-12 10:00', third, does.talks(3, 1, '2022-10-12')), 'notNow', 'once is enough')
})

t.test('recommendations are answered by the school that received them', async t => {
  const story = await tell(world, trioOf())
  for (const seat of [1, 2, 3]) await story.does('2022-09-28 08:00', head(seat), does.sendsPackage(seat))
  await story.does('2022-10-10 08:00', federal, does.recordsNotHeld())
  await story.does('2022-10-11 08:00', first, does.sendsRecommendations(1, 2))
  t.equal(await story.refused('2022-10-12 08:00', first, does.answersRecommendations(1, 2)), 'forbidden', 'the writer')
  t.equal(await story.refused('2022-10-12 08:00', third, does.answersRecommendations(1, 2)), 'forbidden', 'the third')
  await story.does('2022-10-12 08:00', second, does.answersRecommendations(1, 2))
  t.match(await story.stateOf('assignment/1-2'), { recommendations: 'answered' })
})

t.test('all that was told verifies', async t => verifies(t, world))
