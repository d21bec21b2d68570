import t from 'tap'
import { curator, federal, head, openWorld, type Story, tell, utc, verifies } from '../fixtures/histories.ts'
import { pairOf } from '../fixtures/partnership.ts'
import * as does from '../fixtures/steps.ts'

const [first, second] = [head(1), head(2)]
const world = await openWorld(t)

const packagesSent = async () => {
  const story = await tell(world, pairOf())
  await story.does('2022-09-28 08:00', first, does.sendsPackage(1))
  await story.does('2022-09-28 08:00', second, does.sendsPackage(2))
  return story
}

const revealed = async () => {
  const story = await packagesSent()
  await story.does('2022-10-10 08:00', first, does.submitsReview(1, 2))
  await story.does('2022-10-10 08:00', second, does.submitsReview(2, 1))
  return story
}

/** Both final files are uploaded on 24 October, in time. */
const uploaded = async () => {
  const story = await revealed()
  await story.does('2022-10-12 08:00', first, does.recordsMeeting(1, [1, 2], '2022-10-12'))
  await story.does('2022-10-12 09:00', second, does.acceptsMinutes(2))
  await story.does('2022-10-14 08:00', first, does.sendsRecommendations(1, 2))
  await story.does('2022-10-14 08:00', second, does.sendsRecommendations(2, 1))
  await story.does('2022-10-24 08:00', first, does.uploadsFile(1))
  await story.does('2022-10-24 08:00', second, does.uploadsFile(2))
  return story
}

const dueAt = async (story: Story, ...duty: Parameters<Story['dutyContext']>) => {
  const { facts } = await story.dutyContext(...duty)
  return facts !== null && 'dueAt' in facts ? facts.dueAt : facts?.stand
}

t.test('a package is sent only when every required slot is filled', async t => {
  const story = await tell(world, pairOf())
  const incomplete = does.given({ missing: ['risk-profile'] }, does.sendsPackage(1))
  t.equal(await story.refused('2022-09-28 08:00', first, incomplete), 'notNow')
  await story.does('2022-09-28 09:00', first, does.sendsPackage(1))
})

t.test('a package is returned: the mark stays, the named slots have three working days, the review waits', async t => {
  const story = await packagesSent()
  await story.does('2022-09-29 08:00', second, does.opensPackageOf(1))
  t.equal(await story.refused('2022-09-30 08:00', second, does.returnsPackageOf(1, [])), 'notNow', 'no slot is named')
  const unknown = does.given({ unknownSlots: ['charter'] }, does.returnsPackageOf(1, ['charter']))
  t.equal(await story.refused('2022-09-30 08:00', second, unknown), 'notNow')
  await story.does('2022-09-30 08:00', second, does.returnsPackageOf(1))
  t.match(await story.stateOf('seat/1'), { package: 'preparing' })
  t.equal(await story.duty(1, 'package'), 'done', 'it was sent in time')
  t.equal(await story.duty(1, 'resend', 1), 'open')
  t.equal(await dueAt(story, 1, 'resend', 1), '2022-10-05T21:00:00.000Z', '3, 4 and 5 October')
  t.equal(await story.duty(2, 'review', 1), 'held')
  t.match(await story.stateOf('assignment/2-1'), { review: 'drafting' }, 'what the reviewer has begun stays open to it')

  await story.does('2022-10-04 08:00', first, does.sendsPackage(1))
  t.equal(await story.duty(1, 'resend', 1), 'done')
  t.equal(await story.duty(2, 'review', 1), 'open')
  await story.does('2022-10-05 08:00', second, does.returnsPackageOf(1))
  t.equal(await dueAt(story, 1, 'resend', 2), '2022-10-10T21:00:00.000Z')
  await story.does('2022-10-17 08:00', first, does.sendsPackage(1))
  t.equal(await story.duty(1, 'resend', 2), 'doneLate')
  t.equal(await story.duty(1, 'resend', 1), 'done', 'the first answer keeps its mark')
  t.equal(await dueAt(story, 2, 'review', 1), '2022-10-24T19:00:00.000Z', 'the reviewer has five working days again')
})

t.test('after the review was submitted a package is not returned', async t => {
  const story = await packagesSent()
  await story.does('2022-10-03 08:00', second, does.submitsReview(2, 1))
  t.equal(await story.refused('2022-10-03 09:00', second, does.returnsPackageOf(1)), 'notNow')
})

t.test('a package is recalled until it was opened', async t => {
  const story = await packagesSent()
  t.match(await story.stateOf('assignment/2-1'), { review: 'drafting' })
  await story.does('2022-09-28 10:00', first, does.recallsPackage(1))
  t.match(await story.stateOf('assignment/2-1'), { review: 'waiting' })
  t.equal(await story.duty(1, 'package'), 'open')
  t.equal(await story.duty(2, 'review', 1), 'held')
  t.equal(await story.duty(2, 'meeting'), 'held')
  await story.ticks('2022-10-08 00:00')
  t.equal(await story.duty(1, 'package'), 'overdue', 'it was sent in time, but taken back')
  await story.does('2022-10-10 08:00', first, does.sendsPackage(1))
  t.equal(await story.duty(1, 'package'), 'doneLate')
  await story.does('2022-10-10 09:00', second, does.opensPackageOf(1))
  t.equal(await story.refused('2022-10-10 10:00', first, does.recallsPackage(1)), 'notNow')
})

t.test('recalling what answered a return opens that return again', async t => {
  const story = await packagesSent()
  await story.does('2022-09-30 08:00', second, does.returnsPackageOf(1, ['risk-profile']))
  await story.does('2022-10-03 08:00', first, does.sendsPackage(1))
  t.equal(await story.duty(1, 'resend', 1), 'done')
  await story.does('2022-10-03 09:00', first, does.recallsPackage(1))
  t.equal(await story.duty(1, 'resend', 1), 'open')
  t.match(await story.contextOf('seat/1'), { packageReturn: { slots: ['risk-profile'] } })
  t.equal(await story.duty(1, 'package'), 'done', 'the first sending keeps its mark')
  await story.ticks('2022-10-06 00:00')
  t.equal(await story.duty(1, 'resend', 1), 'overdue')
  await story.does('2022-10-06 08:00', first, does.sendsPackage(1))
  t.equal(await story.duty(1, 'resend', 1), 'doneLate')
})

t.test('a review is taken back until the reveal, and not by a school that has read its own', async t => {
  const story = await packagesSent()
  await story.does('2022-10-10 08:00', first, does.submitsReview(1, 2))
  t.equal(await story.duty(1, 'review', 2), 'done')
  const read = does.given({ hasReadItsOwn: true }, does.takesBackReview(1, 2))
  t.equal(await story.refused('2022-10-10 09:00', first, read), 'notNow')
  await story.does('2022-10-10 10:00', first, does.takesBackReview(1, 2))
  t.match(await story.stateOf('assignment/1-2'), { review: 'drafting' })
  t.equal(await story.duty(1, 'review', 2), 'open')
  const unfinished = does.given({ missing: ['c7'] }, does.submitsReview(1, 2))
  t.equal(await story.refused('2022-10-10 11:00', first, unfinished), 'notNow')
  await story.does('2022-10-24 08:00', first, does.submitsReview(1, 2))
  t.equal(await story.duty(1, 'review', 2), 'doneLate')
  t.match(await story.contextOf('assignment/1-2'), { version: 2, changedAfterReveal: false })
  await story.does('2022-10-24 09:00', second, does.submitsReview(2, 1))
  t.equal(await story.refused('2022-10-24 10:00', first, does.takesBackReview(1, 2)), 'notNow', 'it is revealed')
})

t.test('a sealed review is opened by whoever answers for all seats', async t => {
  const story = await packagesSent()
  await story.does('2022-10-10 08:00', first, does.submitsReview(1, 2))
  t.equal(await story.refused('2022-10-11 08:00', second, does.opensReview(1, 2)), 'forbidden')
  await story.does('2022-10-11 08:00', federal, does.opensReview(1, 2))
  t.match(await story.stateOf('assignment/1-2'), { review: 'revealed' })
  t.match(await story.stateOf('assignment/2-1'), { review: 'drafting' })
})

t.test('a review reopened after the reveal is marked as changed, and keeps that it was in time', async t => {
  const story = await revealed()
  t.equal(await story.refused('2022-10-24 08:00', first, does.reopensReview(1, 2)), 'forbidden')
  await story.does('2022-10-24 08:00', federal, does.reopensReview(1, 2))
  t.match(await story.stateOf('assignment/1-2'), { review: 'drafting' })
  t.equal(await story.duty(1, 'review', 2), 'done')
  await story.does('2022-10-26 08:00', first, does.submitsReview(1, 2))
  t.match(await story.stateOf('assignment/1-2'), { review: 'revealed' }, 'nothing is sealed twice')
  t.match(await story.contextOf('assignment/1-2'), {
    version: 2,
    changedAfterReveal: true,
    submittedAt: utc('2022-10-10 08:00'),
    lastSubmittedAt: utc('2022-10-26 08:00'),
    revealedAt: utc('2022-10-10 08:00'),
  })
  t.equal(await story.duty(1, 'review', 2), 'done')
})

t.test('the curator returns the scan: only the file is open again, for five working days', async t => {
  const story = await uploaded()
  await story.does('2022-10-25 08:00', curator(1), does.confirmsFileOf(1))
  await story.does('2022-10-26 08:00', curator(1), does.returnsFileOf(1, 'scan'))
  t.match(await story.stateOf('seat/1'), { file: 'returned' })
  t.match(await story.contextOf('seat/1'), { confirmedAt: null, uploadedAt: utc('2022-10-24 08:00') })
  t.equal(await story.duty(1, 'finalFile'), 'done', 'met at the first upload')
  t.equal(await dueAt(story, 1, 'correction', 1), '2022-11-02T21:00:00.000Z')
  t.match(await story.stateOf('assignment/1-2'), { review: 'revealed', recommendations: 'sent' })
  t.same(await story.stateOf('meeting'), { held: 'counted' })
  await story.ticks('2022-11-03 00:00')
  t.equal(await story.duty(1, 'correction', 1), 'overdue')
  await story.does('2022-11-03 08:00', first, does.uploadsFile(1))
  t.equal(await story.duty(1, 'correction', 1), 'doneLate')
  await story.does('2022-11-07 08:00', curator(1), does.returnsFileOf(1, 'scan'))
  await story.does('2022-11-08 08:00', first, does.uploadsFile(1))
  t.equal(await story.duty(1, 'correction', 2), 'done')
  await story.does('2022-11-09 08:00', curator(1), does.returnsFileOf(1, 'scan'))
  await story.does('2022-12-09 08:00', first, does.uploadsFile(1))
  t.equal(await story.duty(1, 'correction', 3), 'doneLate')
  t.equal(await story.duty(1, 'correction', 2), 'done', 'an earlier answer keeps its mark')
})

t.test(
  'the curator returns the minutes: they are written again, and the meeting was held when it was held',
  async t => {
    const story = await uploaded()
    await story.does('2022-10-26 08:00', curator(2), does.returnsFileOf(2, 'minutes'))
    t.same(await story.stateOf('meeting'), { held: 'reopened' })
    t.equal(await story.duty(1, 'meeting'), 'done')
    await story.does('2022-10-27 08:00', second, does.recordsMeeting(2, [1, 2], '2022-10-12'))
    t.same(await story.stateOf('meeting'), { held: 'unconfirmed' })
    await story.does('2022-10-27 09:00', first, does.acceptsMinutes(1))
    t.same(await story.stateOf('meeting'), { held: 'counted' }, 'and are not opened again by the same return')
    t.match(await story.contextOf('meeting'), { heldAt: utc('2022-10-12 08:00') })
    t.equal(await story.duty(1, 'meeting'), 'done')
    t.match(await story.stateOf('seat/1'), { file: 'uploaded' }, 'the other school’s file stays')
    await story.does('2022-10-27 10:00', second, does.uploadsFile(2))
    t.equal(await story.duty(2, 'correction', 1), 'done')
  },
)

t.test('the curator returns the review: it is open again to its author as a new version', async t => {
  const story = await uploaded()
  await story.does('2022-10-26 08:00', curator(1), does.returnsFileOf(1, 'review'))
  t.match(await story.stateOf('assignment/1-2'), { review: 'drafting', recommendations: 'sent' })
  t.match(await story.stateOf('assignment/2-1'), { review: 'revealed', recommendations: 'sent' })
  t.equal(await story.duty(1, 'review', 2), 'done')
  await story.does('2022-10-27 08:00', first, does.submitsReview(1, 2))
  t.match(await story.stateOf('assignment/1-2'), { review: 'revealed' })
  t.match(await story.contextOf('assignment/1-2'), { version: 2, changedAfterReveal: true })
  t.equal(await story.duty(1, 'review', 2), 'done')
  await story.does('2022-10-28 08:00', first, does.uploadsFile(1))
  t.equal(await story.duty(1, 'correction', 1), 'done')
})

t.test('a review that is open already when the file is returned for it is submitted once, not twice', async t => {
  const story = await uploaded()
  await story.does('2022-10-25 08:00', federal, does.reopensReview(1, 2))
  await story.does('2022-10-26 08:00', curator(1), does.returnsFileOf(1, 'review'))
  await story.does('2022-10-27 08:00', first, does.submitsReview(1, 2))
  t.match(await story.stateOf('assignment/1-2'), { review: 'revealed' })
})

t.test('the curator returns the recommendations', async t => {
  const story = await uploaded()
  await story.does('2022-10-25 08:00', second, does.answersRecommendations(1, 2))
  await story.does('2022-10-26 08:00', curator(1), does.returnsFileOf(1, 'recommendations'))
  t.match(await story.stateOf('assignment/1-2'), { review: 'revealed', recommendations: 'drafting' })
  await story.does('2022-10-27 08:00', first, does.sendsRecommendations(1, 2))
  t.match(await story.stateOf('assignment/1-2'), { recommendations: 'sent' })
  t.equal(await story.duty(1, 'recommendations', 2), 'done', 'the first sending keeps its mark')
})

t.test(
  'the curator returns the partner’s part: it is open to the partner, and the clock starts when it came back',
  async t => {
    const story = await uploaded()
    await story.does('2022-10-26 08:00', curator(1), does.returnsFileOf(1, 'partner'))
    t.match(await story.stateOf('assignment/2-1'), { review: 'drafting', recommendations: 'drafting' })
    t.match(await story.stateOf('assignment/1-2'), { review: 'revealed', recommendations: 'sent' })
    t.equal(await story.duty(1, 'correction', 1), 'held')
    t.match((await story.dutyContext(1, 'correction', 1)).facts, { waitingFor: [2] })
    t.equal(await story.duty(2, 'rewrite', 1, 1), 'open', 'its author owes that part')
    t.equal(await dueAt(story, 2, 'rewrite', 1, 1), '2022-11-02T19:00:00.000Z', 'within five working days')
    await story.does('2022-11-07 08:00', second, does.submitsReview(2, 1))
    t.equal(await story.duty(1, 'correction', 1), 'held', 'its recommendations are open too')
    await story.does('2022-11-08 08:00', second, does.sendsRecommendations(2, 1))
    t.equal(await story.duty(2, 'rewrite', 1, 1), 'doneLate')
    t.equal(await dueAt(story, 1, 'correction', 1), '2022-11-15T21:00:00.000Z', 'five working days from the 8th')
    await story.does('2022-11-14 08:00', first, does.uploadsFile(1))
    t.equal(await story.duty(1, 'correction', 1), 'done')
  },
)

t.test('all that was told verifies', async t => verifies(t, world))
