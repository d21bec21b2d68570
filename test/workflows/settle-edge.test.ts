import t from 'tap'
import { coordinator, federal, head, openWorld, type Story, tell, verifies } from '../fixtures/histories.ts'
import { pairOf } from '../fixtures/partnership.ts'
import * as does from '../fixtures/steps.ts'

/** Seat 1 is in Smolensk (UTC+3), seat 2 in the district of Tobolsk (UTC+5). */
const [smolensk, tobolsk] = [head(1), head(2)]
const world = await openWorld(t)

const dueAt = async (story: Story, ...duty: Parameters<Story['dutyContext']>) => {
  const { facts } = await story.dutyContext(...duty)
  return facts !== null && 'dueAt' in facts ? facts.dueAt : facts?.stand
}

t.test(
  'at 23:59:59.999 of 7 October in Tobolsk the school is on time, at 00:00:00.000 it is overdue, Smolensk is not',
  async t => {
    const story = await tell(world, pairOf())
    await story.ticks('2022-10-07 18:59:59.999')
    t.equal(await story.duty(2, 'package'), 'open')
    await story.ticks('2022-10-07 19:00')
    t.equal(await story.duty(2, 'package'), 'overdue')
    t.equal(await story.duty(1, 'package'), 'open', 'two hours are left')
    await story.ticks('2022-10-07 20:59:59.999')
    t.equal(await story.duty(1, 'package'), 'open')
    await story.ticks('2022-10-07 21:00')
    t.equal(await story.duty(1, 'package'), 'overdue')
  },
)

t.test('the last millisecond is in time, the next one is late, whether a worker was there or not', async t => {
  for (const worker of [true, false]) {
    const inTime = await tell(world, pairOf())
    await inTime.does('2022-10-07 18:59:59.999', tobolsk, does.sendsPackage(2))
    t.equal(await inTime.duty(2, 'package'), 'done')
    const late = await tell(world, pairOf())
    if (worker) await late.ticks('2022-10-07 19:00')
    await late.does('2022-10-07 19:00', tobolsk, does.sendsPackage(2))
    t.equal(await late.duty(2, 'package'), 'doneLate')
    await late.does('2022-10-07 20:59:59.999', smolensk, does.sendsPackage(1))
    t.equal(await late.duty(1, 'package'), 'done')
  }
})

t.test('an extension returns an overdue duty to on time; what was done late within it becomes done', async t => {
  const story = await tell(world, pairOf())
  await story.ticks('2022-10-10 00:00')
  t.equal(await story.duty(2, 'package'), 'overdue')
  const extension = does.extendsDuty('2022-10-14', 2, 'package')
  t.equal(await story.refused('2022-10-10 08:00', coordinator(1), extension), 'forbidden')
  const early = does.given({ earliest: '2022-10-15' }, extension)
  t.equal(await story.refused('2022-10-10 08:00', coordinator(2), early), 'notNow')
  await story.does('2022-10-10 08:00', coordinator(2), extension)
  t.equal(await story.duty(2, 'package'), 'open')
  t.equal(await dueAt(story, 2, 'package'), '2022-10-14T19:00:00.000Z')
  await story.does('2022-10-17 08:00', tobolsk, does.sendsPackage(2))
  t.equal(await story.duty(2, 'package'), 'doneLate')
  await story.does('2022-10-18 08:00', coordinator(2), does.extendsDuty('2022-10-18', 2, 'package'))
  t.equal(await story.duty(2, 'package'), 'done')
})

t.test('an extension never shortens the season’s date', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-09-25 08:00', coordinator(2), does.extendsDuty('2022-10-01', 2, 'package'))
  t.equal(await dueAt(story, 2, 'package'), '2022-10-07T19:00:00.000Z')
})

t.test(
  'the season is moved later: overdue duties are open again; moved earlier: what was done keeps its mark',
  async t => {
    const story = await tell(world, pairOf())
    await story.does('2022-10-06 08:00', smolensk, does.sendsPackage(1))
    await story.ticks('2022-10-08 00:00')
    await story.does('2022-10-10 08:00', federal, does.movesDates({ exchange: '2022-10-14' }))
    t.equal(await story.duty(2, 'package'), 'open')
    await story.does('2022-10-11 08:00', tobolsk, does.sendsPackage(2))
    t.equal(await story.duty(2, 'package'), 'done')
    await story.does('2022-10-11 09:00', federal, does.movesDates({ exchange: '2022-10-03' }))
    t.equal(await story.duty(1, 'package'), 'done')
    t.equal(await story.duty(2, 'package'), 'done')
    t.equal(await dueAt(story, 1, 'finalFile'), 'waiting', 'other stages stay')
  },
)

t.test('the season is moved earlier: open duties fall due then', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-09-26 08:00', federal, does.movesDates({ exchange: '2022-09-30' }))
  await story.ticks('2022-09-30 19:00')
  t.equal(await story.duty(2, 'package'), 'overdue')
  t.equal(await story.duty(1, 'package'), 'open')
})

t.test('a season moved after a late act makes it on time', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-10-10 08:00', tobolsk, does.sendsPackage(2))
  t.equal(await story.duty(2, 'package'), 'doneLate')
  await story.does('2022-10-11 08:00', federal, does.movesDates({ exchange: '2022-10-14' }))
  t.equal(await story.duty(2, 'package'), 'done')
})

t.test('a held duty’s clock starts when the partner’s act arrives, with at least five working days', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-10-05 08:00', smolensk, does.sendsPackage(1))
  t.equal(await dueAt(story, 2, 'review', 1), '2022-10-21T19:00:00.000Z', 'it came early: the season’s date')
  await story.ticks('2022-10-30 00:00')
  t.equal(await story.duty(1, 'review', 2), 'held')
  await story.does('2022-10-31 20:30', tobolsk, does.sendsPackage(2))
  t.equal(await story.duty(1, 'review', 2), 'open')
  t.equal(
    await dueAt(story, 1, 'review', 2),
    '2022-11-08T21:00:00.000Z',
    '31 October there, and 4 November is a holiday',
  )
  await story.ticks('2022-11-08 20:59:59.999')
  t.equal(await story.duty(1, 'review', 2), 'open')
  await story.ticks('2022-11-08 21:00')
  t.equal(await story.duty(1, 'review', 2), 'overdue')
})

t.test('the week of the school that owes counts: six days end earlier', async t => {
  const pair = pairOf()
  const story = await tell(world, { ...pair, seats: pair.seats.map(seat => ({ ...seat, week: 6 as const })) })
  await story.does('2022-10-20 08:00', tobolsk, does.sendsPackage(2))
  t.equal(await dueAt(story, 1, 'review', 2), '2022-10-26T21:00:00.000Z')
})

t.test(
  'the shared meeting is due for both at one instant: the latest date over its seats, at the latest midnight',
  async t => {
    const story = await tell(world, pairOf())
    await story.does('2022-10-03 08:00', smolensk, does.sendsPackage(1))
    t.equal(await dueAt(story, 2, 'meeting'), '2022-10-21T21:00:00.000Z', 'Smolensk’s midnight, though Tobolsk owes')
    t.equal(await dueAt(story, 1, 'meeting'), 'waiting', 'the partner’s package is not there')
    await story.does('2022-10-20 08:00', tobolsk, does.sendsPackage(2))
    t.equal(await dueAt(story, 1, 'meeting'), '2022-10-27T21:00:00.000Z', 'five working days from the last package')
    t.equal(await dueAt(story, 2, 'meeting'), '2022-10-27T21:00:00.000Z')
    await story.does('2022-10-21 08:00', coordinator(2), does.extendsDuty('2022-11-03', 2, 'meeting'))
    t.equal(await dueAt(story, 1, 'meeting'), '2022-11-03T21:00:00.000Z', 'one’s extension is everybody’s')
    t.equal(await dueAt(story, 2, 'meeting'), '2022-11-03T21:00:00.000Z')
    await story.does('2022-10-24 08:00', federal, does.withdraws(2))
    await story.does('2022-10-24 09:00', federal, does.reinstates(2))
    t.equal(await dueAt(story, 1, 'meeting'), '2022-11-03T21:00:00.000Z')
  },
)

t.test('signing in is the first duty, never held', async t => {
  const story = await tell(world, pairOf())
  await story.ticks('2022-09-30 19:00')
  t.equal(await story.duty(2, 'signIn'), 'overdue')
  t.equal(await story.duty(1, 'signIn'), 'open')
  await story.does('2022-10-01 08:00', tobolsk, does.signsIn(2))
  t.equal(await story.duty(2, 'signIn'), 'doneLate')
  t.equal(await story.refused('2022-10-02 08:00', tobolsk, does.signsIn(2)), 'notNow', 'it is the first time only')
})

t.test('all that was told verifies', async t => verifies(t, world))
