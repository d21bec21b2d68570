import t from 'tap'
import { curator, federal, head, helper, openWorld, tell, verifies } from '../fixtures/histories.ts'
import { pairOf } from '../fixtures/partnership.ts'
import * as does from '../fixtures/steps.ts'

const [first, second] = [head(1), head(2)]
const world = await openWorld(t)

t.test('a pair, from its founding to confirmed final files, everything in time', async t => {
  const story = await tell(world, pairOf())
  t.equal(await story.duty(1, 'review', 2), 'held', 'nothing is asked before the partner’s package is there')
  t.same((await story.dutyContext(1, 'review', 2)).facts, { stand: 'waiting', waitingFor: [2] })
  t.equal(await story.duty(1, 'meeting'), 'held')
  t.equal(await story.duty(1, 'finalFile'), 'held')
  t.equal(await story.duty(1, 'package'), 'open')

  await story.does('2022-09-21 08:00', helper(1), does.signsIn(1))
  await story.does('2022-09-21 09:00', second, does.signsIn(2))
  t.equal(await story.duty(1, 'signIn'), 'done')

  await story.does('2022-09-28 08:00', first, does.sendsPackage(1))
  t.equal(await story.duty(1, 'package'), 'done')
  t.equal(await story.duty(2, 'review', 1), 'open', 'the partner may begin')
  t.equal(await story.duty(1, 'review', 2), 'held')
  await story.does('2022-09-29 08:00', second, does.opensPackageOf(1))
  await story.does('2022-09-30 08:00', second, does.sendsPackage(2))
  await story.does('2022-09-30 09:00', first, does.opensPackageOf(2))
  t.equal(await story.duty(1, 'meeting'), 'open')
  t.equal(await story.duty(2, 'meeting'), 'open')

  await story.does('2022-10-10 08:00', first, does.submitsReview(1, 2))
  t.match(await story.stateOf('assignment/1-2'), { review: 'submitted' }, 'sealed until the other one is there')
  await story.does('2022-10-11 08:00', second, does.submitsReview(2, 1))
  t.match(await story.stateOf('assignment/1-2'), { review: 'revealed' })
  t.match(await story.stateOf('assignment/2-1'), { review: 'revealed' })

  await story.does('2022-10-11 10:00', first, does.proposes(1, '2022-10-13T08:00:00.000Z', '2022-10-14T08:00:00.000Z'))
  await story.does('2022-10-11 11:00', second, does.accepts(2, 1))
  t.equal(await story.stateOf('meeting'), 'agreed')
  t.same((await story.contextOf('meeting')).agreed, { at: '2022-10-14T08:00:00.000Z', minutes: 60 })
  t.equal(await story.duty(1, 'recommendations', 2), 'held')
  await story.does('2022-10-14 10:00', first, does.recordsMeeting(1, [1, 2], '2022-10-14'))
  await story.does('2022-10-14 12:00', second, does.acceptsMinutes(2))
  t.same(await story.stateOf('meeting'), { held: 'counted' })
  t.equal((await story.contextOf('meeting')).heldAt, '2022-10-14T10:00:00.000Z', 'held when it was recorded')
  t.equal(await story.duty(1, 'meeting'), 'done')
  t.equal(await story.duty(1, 'recommendations', 2), 'open')

  await story.does('2022-10-17 08:00', first, does.sendsRecommendations(1, 2))
  t.match(await story.stateOf('seat/1'), { file: 'pending' })
  await story.does('2022-10-18 08:00', second, does.sendsRecommendations(2, 1))
  t.match(await story.stateOf('seat/1'), { file: 'ready' })
  t.match(await story.stateOf('seat/2'), { file: 'ready' })
  await story.does('2022-10-19 08:00', second, does.answersRecommendations(1, 2))

  await story.does('2022-10-24 08:00', first, does.uploadsFile(1))
  await story.does('2022-10-24 09:00', second, does.uploadsFile(2))
  await story.does('2022-10-25 08:00', curator(1), does.confirmsFileOf(1))
  await story.does('2022-10-25 08:00', federal, does.confirmsFileOf(2))
  t.same(await story.stateOf('seat/1'), { presence: 'here', package: 'received', file: 'confirmed' })
  t.same(await story.stateOf('seat/2'), { presence: 'here', package: 'received', file: 'confirmed' })

  for (const thing of (await story.view()).values())
    if (thing.machine === 'duty') t.equal(thing.value, 'done', thing.key)
  t.equal(await story.ticks('2023-01-01 00:00'), 0, 'nothing is left to fall due')
})

t.test('early is fine: a pair that is through before the exchange was due', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-09-20 10:00', first, does.sendsPackage(1))
  await story.does('2022-09-20 10:00', second, does.sendsPackage(2))
  await story.does('2022-09-21 10:00', first, does.submitsReview(1, 2))
  await story.does('2022-09-21 10:00', second, does.submitsReview(2, 1))
  await story.does('2022-09-22 10:00', first, does.recordsMeeting(1, [1, 2], '2022-09-22'))
  await story.does('2022-09-22 11:00', second, does.acceptsMinutes(2))
  await story.does('2022-09-23 10:00', first, does.sendsRecommendations(1, 2))
  await story.does('2022-09-23 10:00', second, does.sendsRecommendations(2, 1))
  await story.does('2022-09-24 10:00', first, does.uploadsFile(1))
  t.equal(await story.duty(1, 'finalFile'), 'done')
})

t.test('the meeting comes before the reviews: schools ring each other', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-09-28 08:00', first, does.recordsMeeting(1, [1, 2], '2022-09-27'))
  await story.does('2022-09-28 09:00', second, does.acceptsMinutes(2))
  t.equal(await story.duty(1, 'meeting'), 'done', 'though no package was sent yet')
  t.equal(await story.duty(2, 'meeting'), 'done')
  await story.does('2022-09-29 08:00', second, does.sendsPackage(2))
  await story.does('2022-09-30 08:00', first, does.sendsPackage(1))
  t.equal(await story.duty(1, 'meeting'), 'done')
  await story.does('2022-10-03 08:00', first, does.submitsReview(1, 2))
  await story.does('2022-10-03 09:00', second, does.submitsReview(2, 1))
  t.match(await story.stateOf('assignment/1-2'), { review: 'revealed' })
})

t.test(
  'nobody answers the minutes: they count after three working days, and the meeting was held when it was recorded',
  async t => {
    const story = await tell(world, pairOf())
    await story.does('2022-10-03 08:00', first, does.sendsPackage(1))
    await story.does('2022-10-03 08:00', second, does.sendsPackage(2))
    await story.does('2022-10-20 08:00', first, does.recordsMeeting(1, [1, 2], '2022-10-20'))
    t.same(await story.stateOf('meeting'), { held: 'unconfirmed' })
    t.equal(await story.duty(1, 'meeting'), 'held', 'who recorded it waits for the other’s word')
    t.same((await story.dutyContext(1, 'meeting')).facts, { stand: 'waiting', waitingFor: [2] })
    await story.ticks('2022-10-25 20:59:59.999')
    t.same(await story.stateOf('meeting'), { held: 'unconfirmed' })
    t.equal(await story.duty(1, 'meeting'), 'held', 'and is not overdue on the 22nd')
    await story.ticks('2022-10-25 21:00')
    t.same(await story.stateOf('meeting'), { held: 'counted' })
    t.equal(await story.duty(1, 'meeting'), 'done')
    t.equal(await story.duty(2, 'meeting'), 'done')
  },
)

t.test('a coordinator rules that the minutes count', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-10-14 08:00', first, does.recordsMeeting(1, [1, 2], '2022-10-14'))
  t.equal(await story.refused('2022-10-14 09:00', first, does.acceptsMinutes(1)), 'notNow', 'nobody accepts their own')
  await story.does('2022-10-14 10:00', federal, does.rulesThatMinutesCount())
  t.same(await story.stateOf('meeting'), { held: 'counted' })
})

t.test('the meeting is recorded as not held: nobody owes it, recommendations and final files go on', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-10-03 08:00', first, does.sendsPackage(1))
  await story.does('2022-10-03 08:00', second, does.sendsPackage(2))
  await story.does('2022-10-10 08:00', first, does.submitsReview(1, 2))
  await story.does('2022-10-10 08:00', second, does.submitsReview(2, 1))
  await story.ticks('2022-10-22 00:00')
  t.equal(await story.duty(1, 'meeting'), 'overdue')
  t.equal(await story.refused('2022-10-24 08:00', first, does.sendsRecommendations(1, 2)), 'notNow')
  await story.does('2022-10-24 08:00', first, does.recordsNotHeld())
  t.equal(await story.duty(1, 'meeting'), 'waived')
  t.equal(await story.duty(2, 'meeting'), 'waived')
  t.equal(await story.duty(2, 'recommendations', 1), 'open', 'its clock starts now')
  t.match(await story.dutyContext(2, 'recommendations', 1), { facts: { dueAt: '2022-10-31T19:00:00.000Z' } })
  await story.does('2022-10-25 08:00', first, does.sendsRecommendations(1, 2))
  await story.does('2022-10-25 08:00', second, does.sendsRecommendations(2, 1))
  t.match(await story.stateOf('seat/1'), { file: 'ready' })
  await story.does('2022-10-26 08:00', second, does.recordsMeeting(2, [1, 2], '2022-10-26'))
  await story.does('2022-10-26 09:00', first, does.acceptsMinutes(1))
  t.equal(await story.duty(1, 'meeting'), 'doneLate', 'it was held after all, late')
})

t.test('times are proposed, declined, agreed, moved and called off, and the calendar file’s number grows', async t => {
  const story = await tell(world, pairOf())
  const [monday, tuesday] = ['2022-10-10T07:00:00.000Z', '2022-10-11T07:00:00.000Z']
  t.equal(await story.refused('2022-10-10 07:00', first, does.proposes(1, monday)), 'notNow', 'a time that has passed')
  await story.does('2022-10-03 08:00', first, does.proposes(1, monday))
  t.equal(
    await story.refused('2022-10-03 09:00', first, does.declines(1)),
    'notNow',
    'one’s own proposal is called off',
  )
  await story.does('2022-10-03 10:00', second, does.declines(2))
  t.equal(await story.stateOf('meeting'), 'unplanned')
  await story.does('2022-10-04 08:00', second, does.proposes(2, monday, tuesday))
  t.equal(await story.refused('2022-10-04 09:00', first, does.accepts(1, 2)), 'notNow', 'no such slot')
  await story.does('2022-10-04 10:00', first, does.accepts(1, 0))
  t.equal(await story.stateOf('meeting'), 'agreed')
  await story.does('2022-10-05 08:00', first, does.proposes(1, tuesday))
  t.equal(await story.stateOf('meeting'), 'proposed', 'moved')
  await story.does('2022-10-05 09:00', second, does.accepts(2, 0))
  await story.does('2022-10-06 08:00', second, does.cancelsMeeting())
  t.match(await story.contextOf('meeting'), { sequence: 5, agreed: null, slots: [] })
})

t.test('whoever took part is seated here, once, and more than one', async t => {
  const story = await tell(world, pairOf())
  const records = (...took: number[]) =>
    story.refused('2022-10-04 08:00', first, does.recordsMeeting(1, took, '2022-10-03'))
  t.equal(await records(1), 'notNow')
  t.equal(await records(1, 1), 'notNow')
  t.equal(await records(1, 3), 'notNow')
  t.equal(
    await story.refused('2022-10-04 08:00', first, does.recordsMeeting(1, [1, 2], '2022-10-05')),
    'notNow',
    'tomorrow',
  )
})

t.test('minutes that count are taken back by no one school', async t => {
  const story = await tell(world, pairOf())
  for (const seat of [1, 2]) await story.does('2022-09-28 08:00', head(seat), does.sendsPackage(seat))
  await story.does('2022-10-10 08:00', head(1), does.recordsMeeting(1, [1, 2], '2022-10-10'))
  await story.does('2022-10-10 09:00', head(2), does.acceptsMinutes(2))
  t.equal(await story.refused('2022-10-11 08:00', head(2), does.recordsNotHeld()), 'notNow')
  await story.does('2022-10-11 09:00', federal, does.reopensMinutes())
  await story.does('2022-10-11 10:00', head(2), does.recordsNotHeld())
  t.equal(await story.stateOf('meeting'), 'notHeld')
})

t.test('all that was told verifies', async t => verifies(t, world))
