import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import type { Database } from '../../src/db/pool.ts'
import { verifyRoots } from '../../src/engine/verify.ts'
import { testDatabase } from '../fixtures/database.ts'
import { until } from '../fixtures/program.ts'
import { backends } from './fixtures/backends.ts'
import {
  applyByHand,
  foundPairs,
  heads,
  instants,
  openUpTo,
  runsTo,
  stepsTo,
  untilNothingIsDue,
  workflow,
} from './fixtures/due-world.ts'
import { startTestWorker } from './fixtures/test-worker.ts'

t.setTimeout(240_000)

/** How late this machine is with a timer and four round trips to the database, in ms. */
const ownLateness = async (db: Database, dueMs: number): Promise<number> => {
  await pause(dueMs - Date.now())
  for (let trips = 0; trips < 4; trips += 1) await sql`SELECT 1`.execute(db)
  return Date.now() - dueMs
}

for (const { name, needed, open } of backends) {
  t.test(`${name}: a deadline five seconds ahead is applied on its instant`, needed, async t => {
    const { db, url } = await testDatabase(t)
    await foundPairs(db, 3)
    await stepsTo(db, instants.before)
    const worker = await startTestWorker(t, { url, redisUrl: await open(t) })
    const late: number[] = []
    const own: number[] = []
    // Once five seconds; for the others a sweep's period and a little.
    for (const at of [...instants.signIn, ...instants.package]) {
      const dueMs = await runsTo(db, at, late.length === 0 ? 5_000 : 2_500)
      const [doneMs, machine] = await Promise.all([untilNothingIsDue(db, at), ownLateness(db, dueMs)])
      late.push(doneMs - dueMs)
      own.push(machine)
    }
    t.ok(Math.min(...late) >= 0, 'never before it')
    t.comment(`late by ${late.join(', ')} ms, the machine itself by ${own.join(', ')} ms`)
    // The machine may be busy with other tests: the quiet half of the tries tells.
    t.ok((late.sort((a, b) => a - b)[1] ?? Number.NaN) <= 250, 'within 250 ms')
    t.ok((late.at(-1) ?? Number.NaN) < 3_000, 'in any case with the next sweep')
    // The rows are there before the counter has grown: wait for the fact.
    await until(async () =>
      (await worker.metric('vzaimo_due_applied_total{source="deadlines"}')) >= 12 ? true : undefined,
    )
    t.equal(await worker.metric('vzaimo_due_applied_total{source="deadlines"}'), 12)
    t.equal(await worker.metric('vzaimo_due_lateness_seconds_count{source="deadlines"}'), 12)
    t.ok((await worker.stop()) < 3_000, 'stops')
    t.same(worker.troubles(), [])
    t.same((await verifyRoots(db, workflow)).faults, [])
  })

  t.test(`${name}: a clock that is stepped is seen with the next sweep`, needed, async t => {
    const { db, url } = await testDatabase(t)
    await foundPairs(db, 64)
    await stepsTo(db, instants.before)
    const worker = await startTestWorker(t, { url, redisUrl: await open(t) })
    const at = instants.package[1]
    await stepsTo(db, at)
    await untilNothingIsDue(db, at)
    t.equal(
      await worker.metric('vzaimo_due_lateness_seconds_count{source="deadlines"}'),
      0,
      'a standing clock tells of no lateness',
    )

    const { db: other } = await testDatabase(t)
    await foundPairs(other, 64)
    await applyByHand(other, [at])
    t.same(await heads(db), await heads(other), 'the same histories as without a worker')
    t.same(worker.troubles(), [])
    t.same((await verifyRoots(db, workflow)).faults, [])
  })

  t.test(`${name}: two workers apply each due thing once`, needed, async t => {
    const { db, url } = await testDatabase(t)
    await foundPairs(db, 128)
    await stepsTo(db, instants.before)
    const redisUrl = await open(t)
    const workers = [await startTestWorker(t, { url, redisUrl }), await startTestWorker(t, { url, redisUrl })]
    const ats = [instants.signIn[1], instants.package[1]]
    for (const at of ats) {
      await runsTo(db, at, 1_000)
      await untilNothingIsDue(db, at)
    }
    const { db: other } = await testDatabase(t)
    await foundPairs(other, 128)
    await applyByHand(other, ats)
    t.same(await heads(db), await heads(other))
    const shares = await Promise.all(
      workers.map(worker => worker.metric('vzaimo_due_applied_total{source="deadlines"}')),
    )
    t.comment(`shares of the work: ${shares.join(' and ')}`)
    t.ok(
      shares.every(share => share > 0),
      'both worked',
    )
    for (const worker of workers) t.same(worker.troubles(), [])
    t.same((await verifyRoots(db, workflow)).faults, [])
  })
}

t.test('a thing that cannot be played holds nobody else back, and rests between its tries', async t => {
  const { db, url } = await testDatabase(t)
  const [broken] = await foundPairs(db, 40)
  await db
    .updateTable('thing')
    .set({ version: 99 })
    .where('root', '=', broken ?? '')
    .execute()
  await stepsTo(db, instants.before)
  const worker = await startTestWorker(t, { url })
  await stepsTo(db, instants.signIn[1])
  await until(async () => (await openUpTo(db, instants.signIn[1])) === 2 || undefined)
  await pause(4_500)
  const [trouble, ...more] = worker.troubles()
  t.match(trouble, { root: broken, err: { type: 'SnapshotMismatch' }, msg: 'what fell due could not be applied' })
  t.same(more, [], 'two sweeps later it was not tried again')
  t.equal(await worker.metric('vzaimo_due_failed_total{source="deadlines"}'), 1)
})

t.test('whoever is held by somebody else is applied as soon as that one lets go', async t => {
  const { db, url } = await testDatabase(t)
  const [held] = await foundPairs(db, 10)
  await stepsTo(db, instants.before)
  const worker = await startTestWorker(t, { url })
  const at = instants.signIn[0]
  const dueMs = await runsTo(db, at, 3_000)
  const held2 = await db.transaction().execute(async tx => {
    await sql`SELECT FROM root WHERE id = ${held} FOR SHARE`.execute(tx)
    await until(async () => (await openUpTo(db, at)) === 1 || undefined)
    const others = Date.now() - dueMs
    await pause(500)
    return { others, releasedMs: Date.now() }
  })
  const late = (await untilNothingIsDue(db, at)) - held2.releasedMs
  t.comment(`the others late by ${held2.others} ms, the held one ${late} ms after it was let go`)
  t.ok(late < 1_000)
  t.same(worker.troubles(), [])
})
