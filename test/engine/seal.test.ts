import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import type { Database } from '../../src/db/pool.ts'
import { makeSeals, readSeal } from '../../src/engine/seal.ts'
import { endedDays, owedSeals } from '../../src/engine/seal-days.ts'
import { type Head, merkleRoot } from '../../src/engine/seal-hash.ts'
import { verifySeals } from '../../src/engine/verify-seals.ts'
import { head, openWorld, tell } from '../fixtures/histories.ts'
import { pairOf } from '../fixtures/partnership.ts'
import * as does from '../fixtures/steps.ts'

t.setTimeout(120_000)

const zone = 'Europe/Moscow'
const nobody = async () => {}

const seal = (db: Database, at: string) => makeSeals(db, zone, at, nobody)
const saysOf = async (db: Database) => (await verifySeals(db)).faults.map(({ day, says }) => `${day} ${says}`)
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const anyHead = fc.record({
  root: fc.uuid(),
  n: fc.integer({ min: 1, max: 9 }),
  head: fc.stringMatching(/^[0-9a-f]{64}$/),
})

t.test('the Merkle root is over every head, its place and its number', async t => {
  fc.assert(
    fc.property(fc.array(anyHead, { minLength: 1, maxLength: 20 }), fc.nat(), (heads, which) => {
      const index = which % heads.length
      const root = merkleRoot(heads)
      const changed = (change: Partial<Head>) => heads.map((each, at) => (at === index ? { ...each, ...change } : each))
      return (
        merkleRoot(heads.filter((_, at) => at !== index)) !== root &&
        merkleRoot(changed({ n: 77 })) !== root &&
        merkleRoot(changed({ head: 'f'.repeat(63) })) !== root &&
        merkleRoot(changed({ root: '' })) !== root
      )
    }),
  )
  const [one, two, three] = ['a', 'b', 'c'].map(root => ({ root, n: 1, head: root.repeat(64) }))
  const leaf = ({ root, n, head: hash }: Head) => sha256(`leaf\n${root}\n${n}\n${hash}`)
  if (one === undefined || two === undefined || three === undefined) throw new Error('no heads')
  t.equal(merkleRoot([one]), leaf(one))
  t.equal(
    merkleRoot([one, two, three]),
    sha256(`node\n${sha256(`node\n${leaf(one)}\n${leaf(two)}`)}\n${leaf(three)}`),
    'as anybody can work it out',
  )
  t.equal(merkleRoot([]), sha256(''))
})

t.test('a day ends at midnight of the operator’s zone', async t => {
  t.same(endedDays('2022-10-06', '2022-10-07T20:59:59.999Z', zone), ['2022-10-06'])
  t.same(endedDays('2022-10-06', '2022-10-07T21:00:00.000Z', zone), ['2022-10-06', '2022-10-07'])
  t.same(endedDays('2022-10-08', '2022-10-07T21:00:00.000Z', zone), [])
  t.equal(endedDays('2012-01-01', '2022-10-07T21:00:00.000Z', zone).length, 366, 'of ten years the last one')
})

t.test('nothing is sealed where there is nothing', async t => {
  const { db } = await openWorld(t)
  t.equal(await owedSeals(db, zone, '2022-10-07T21:00:00.000Z'), null)
  t.same(await seal(db, '2022-10-07T21:00:00.000Z'), [])
})

t.test(
  'each day has its seal, chained to the one before; missed days get theirs late, with the real instant',
  async t => {
    const world = await openWorld(t)
    const { db } = world
    const story = await tell(world, pairOf(), '2022-09-20T09:00:00.000Z')
    t.same(await owedSeals(db, zone, '2022-09-20T12:00:00.000Z'), { days: [], since: '2022-09-20T21:00:00.000Z' })
    const [first] = await seal(db, '2022-09-20T21:00:00.000Z')
    t.match(first, { day: '2022-09-20', at: '2022-09-20T21:00:00.000Z', roots: 1, prev: '0'.repeat(64) })
    t.same(await seal(db, '2022-09-21T20:00:00.000Z'), [], 'the day is not over')
    t.same(await owedSeals(db, zone, '2022-09-21T20:00:00.000Z'), { days: [], since: '2022-09-21T21:00:00.000Z' })

    await story.does('2022-09-22 08:00', head(1), does.sendsPackage(1))
    await tell(world, pairOf(), '2022-09-22T09:00:00.000Z')
    const late = '2022-09-24T10:30:00.000Z'
    t.same(await owedSeals(db, zone, late), {
      days: ['2022-09-21', '2022-09-22', '2022-09-23'],
      since: '2022-09-21T21:00:00.000Z',
    })
    const missed = await seal(db, late)
    t.match(missed, [
      { day: '2022-09-21', at: late, roots: 2, prev: first?.hash },
      { day: '2022-09-22', prev: missed[0]?.hash },
      { day: '2022-09-23', prev: missed[1]?.hash },
    ])
    t.same(await verifySeals(db), { seals: 4, faults: [] })
    const kept = await db
      .selectFrom('seal_head')
      .select(['day', 'n'])
      .where('root', '=', story.root)
      .orderBy('day')
      .execute()
    t.match(kept, [{ day: '2022-09-20', n: 1 }, { day: '2022-09-21' }])
    t.equal(kept.length, 2, 'only what was news')
    t.match(await readSeal(db, '2022-09-20'), { ...first, heads: [[story.root, 1, String]] })
    t.equal(await readSeal(db, '2022-09-24'), null)
    t.same(
      await owedSeals(db, zone, '2022-09-01T00:00:00.000Z'),
      { days: [], since: '2022-09-24T21:00:00.000Z' },
      'a clock that was set back',
    )
  },
)

t.test('many that seal at once make one seal a day', async t => {
  const world = await openWorld(t)
  await tell(world, pairOf(), '2022-09-20T09:00:00.000Z')
  const made = await Promise.all(Array.from({ length: 6 }, () => seal(world.db, '2022-09-22T21:00:00.000Z')))
  t.equal(made.flat().length, 3)
  t.equal(made.filter(each => each.length > 0).length, 1)
  t.same(await verifySeals(world.db), { seals: 3, faults: [] })
})

t.test('what is told of seals is told with them, or neither is', async t => {
  const world = await openWorld(t)
  await tell(world, pairOf(), '2022-09-20T09:00:00.000Z')
  await t.rejects(
    makeSeals(world.db, zone, '2022-09-20T21:00:00.000Z', async () => {
      throw new Error('nobody to tell')
    }),
    /nobody to tell/,
  )
  t.same(await verifySeals(world.db), { seals: 0, faults: [] })
  t.equal((await seal(world.db, '2022-09-20T21:00:00.000Z')).length, 1, 'and the lock is free')
})

/** Three days of two partnerships, the second of which is acted on in between. */
const sealedWorld = async (test: Parameters<typeof openWorld>[0]) => {
  const world = await openWorld(test)
  const story = await tell(world, pairOf(), '2022-09-20T09:00:00.000Z')
  await tell(world, pairOf(), '2022-09-20T09:00:00.000Z')
  await seal(world.db, '2022-09-20T21:00:00.000Z')
  await story.does('2022-09-21 08:00', head(1), does.sendsPackage(1))
  await seal(world.db, '2022-09-22T21:00:00.000Z')
  return { db: world.db, root: story.root }
}

const notSealed = 'The histories are not those that were sealed'

t.test('whoever writes a history anew, whole and well chained, is found out by the seals', async t => {
  const { db, root } = await sealedWorld(t)
  await sql`UPDATE history SET hash = ${'a'.repeat(64)} WHERE root = ${root} AND n = 1`.execute(db)
  t.same(await saysOf(db), [`2022-09-20 ${notSealed}`])
})

t.test('a row of a later day, changed with its head, breaks the seal of that day', async t => {
  const { db, root } = await sealedWorld(t)
  await sql`UPDATE history h SET hash = ${'b'.repeat(64)} FROM root r WHERE r.id = h.root AND h.n = r.n AND r.id = ${root}`.execute(
    db,
  )
  await sql`UPDATE root SET head = ${'b'.repeat(64)} WHERE id = ${root}`.execute(db)
  t.same(await saysOf(db), [`2022-09-21 ${notSealed}`])
})

t.test('a root that was sealed and is gone is missed', async t => {
  const { db, root } = await sealedWorld(t)
  for (const table of ['deadline', 'thing', 'history', 'reason'] as const)
    await db.deleteFrom(table).where('root', '=', root).execute()
  await db.deleteFrom('root').where('id', '=', root).execute()
  const { faults } = await verifySeals(db)
  t.match(faults[0], { root, says: 'Row 1 of the history was sealed and is gone' })
  t.ok(faults.some(({ says }) => says === notSealed))
  await db.deleteFrom('seal_head').where('root', '=', root).execute()
  t.same(await saysOf(db), [`2022-09-20 ${notSealed}`], 'even when every trace of it went')
})

t.test('an edited seal, one taken out and one put in break the chain', async t => {
  const { db } = await sealedWorld(t)
  await sql`UPDATE seal SET at = '2022-09-20T21:00:01Z' WHERE day = '2022-09-20'`.execute(db)
  t.same(await saysOf(db), ['2022-09-20 The seal was changed after it was made'])
  await sql`UPDATE seal SET at = '2022-09-20T21:00:00Z' WHERE day = '2022-09-20'`.execute(db)
  t.same(await saysOf(db), [])
  await sql`UPDATE seal_head SET day = '2022-09-22' WHERE day = '2022-09-21'`.execute(db)
  await sql`DELETE FROM seal WHERE day = '2022-09-21'`.execute(db)
  t.same(await saysOf(db), ['2022-09-22 The seal does not follow the one before it'])
})
