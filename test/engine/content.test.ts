import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { writeContent } from '../../src/engine/content.ts'
import { createDispatch, type House } from '../../src/engine/dispatch.ts'
import { commandOf, federal, head, openWorld, tell, utc, verifies } from '../fixtures/histories.ts'
import { pairOf } from '../fixtures/partnership.ts'
import * as does from '../fixtures/steps.ts'
import { chance } from '../fixtures/walk.ts'

const [first, second] = [head(1), head(2)]
const world = await openWorld(t)
t.setTimeout(120_000)
const { db, workflow } = world
const at = utc('2022-10-10 08:00')
const key = 'assignment/1-2'
const author = first.person
const answer = { assignment: key, form: 'midterm-programme', question: 'c1' }

await db.insertInto('person').values({ id: author, zone: 'Europe/Moscow' }).execute()

/** The versions that each partnership's last submission named, read under the lock as the reader of a review's facts does. */
const named = new Map<string, number>()
const house: House = {
  ...world.house,
  readFacts: async (tx, asked) => {
    if (asked.command.event.type !== 'review.submit') return world.house.readFacts(tx, asked)
    const answers = await tx
      .selectFrom('answer')
      .select(['question', 'version'])
      .where('root', '=', asked.root)
      .execute()
    named.set(asked.root, answers[0]?.version ?? 0)
    return { missing: [], answers, sha256: '0'.repeat(64) }
  },
}
const dispatch = createDispatch(db, house)

const write = (root: string, body: string) =>
  writeContent(db, workflow, { root, key, tag: 'answersWritable', at }, async (tx, { writable }) => {
    if (!writable) return 'late'
    await tx
      .updateTable('answer')
      .set(({ eb }) => ({ version: eb('version', '+', 1), body }))
      .where('root', '=', root)
      .execute()
    return 'written'
  })

const withPackages = async () => {
  const story = await tell(world, pairOf())
  await story.does('2022-09-28 08:00', first, does.sendsPackage(1))
  await story.does('2022-09-28 08:00', second, does.sendsPackage(2))
  await db
    .insertInto('answer')
    .values({ ...answer, root: story.root, version: 1, score: '2', body: '', at, author })
    .execute()
  return story
}

t.test('content is written while the state permits it, and not before, after, or in a closed partnership', async t => {
  const early = await tell(world, pairOf())
  t.equal(await write(early.root, 'a'), 'late', 'the package is not there')
  const story = await withPackages()
  t.equal(await write(story.root, 'a'), 'written')
  await story.does('2022-10-10 09:00', first, does.submitsReview(1, 2))
  t.equal(await write(story.root, 'b'), 'late')
  await story.does('2022-10-10 10:00', first, does.takesBackReview(1, 2))
  t.equal(await write(story.root, 'c'), 'written')
  await story.does('2022-10-10 11:00', federal, does.closes())
  t.equal(await write(story.root, 'd'), 'late')
  t.equal(await write(randomUUID(), 'e'), null, 'there is no such partnership')
})

t.test('what fell due counts, whether a worker wrote it or not', async t => {
  const story = await tell(world, pairOf())
  await story.does('2022-10-03 08:00', first, does.recordsMeeting(1, [1, 2], '2022-10-03'))
  const minutes = (instant: string) =>
    writeContent(
      db,
      workflow,
      { root: story.root, key: 'meeting', tag: 'minutesWritable', at: utc(instant) },
      async (_, { writable }) => writable,
    )
  t.equal(await minutes('2022-10-06 20:59:59.999'), true)
  t.equal(await minutes('2022-10-06 21:00'), false, 'they count after three working days of silence')
  t.same(await story.stateOf('meeting'), { held: 'unconfirmed' }, 'a write of content decides nothing')
})

t.test('1,000 races of writing against submitting: no word lands after the act that closed it', async t => {
  const counts = { races: 0, written: 0, late: 0 }
  const luck = chance(7)
  const race = async (root: string) => {
    const step = (asked: does.Step) => dispatch(commandOf(root, at, first, asked))
    // What comes first is left to chance, within a few milliseconds.
    const [write1, submit1] = [luck.below(4), luck.below(4)]
    const [wrote, submitted] = await Promise.all([
      wait(write1).then(() => write(root, 'a word')),
      wait(submit1).then(() => step(does.submitsReview(1, 2))),
    ])
    if (!('receipt' in submitted)) throw new Error(JSON.stringify(submitted))
    const { version } = await db
      .selectFrom('answer')
      .select('version')
      .where('root', '=', root)
      .executeTakeFirstOrThrow()
    counts.races += 1
    counts[wrote === 'written' ? 'written' : 'late'] += 1
    if (named.get(root) !== version) t.fail(`submitted version ${named.get(root)}, but version ${version} stands there`)
    await step(does.takesBackReview(1, 2))
  }
  const lanes = await Promise.all(Array.from({ length: 4 }, withPackages))
  await Promise.all(
    lanes.map(async ({ root }) => {
      for (let n = 0; n < 250; n += 1) await race(root)
    }),
  )
  t.equal(counts.races, 1000, JSON.stringify(counts))
  t.ok(counts.written > 50 && counts.late > 50, 'both came first often enough')
})

t.test('all that was told verifies', async t => verifies(t, world))
