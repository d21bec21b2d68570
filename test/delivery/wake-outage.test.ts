import { rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import t from 'tap'
import { startEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/pool.ts'
import { verifyRoots } from '../../src/engine/verify.ts'
import { testDatabase } from '../fixtures/database.ts'
import { needs } from '../fixtures/machine.ts'
import { temporaryFolder } from '../fixtures/postgres.ts'
import { get, until } from '../fixtures/program.ts'
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
import { startRedis } from './fixtures/redis.ts'
import { startTestWorker } from './fixtures/test-worker.ts'
import { startWorkerProcess } from './fixtures/worker-process.ts'

t.setTimeout(180_000)

const [first, second] = instants.signIn
const [third, fourth] = instants.package

t.test('Redis emptied: the next sweeps heal', needs('Redis'), async t => {
  const { db, url } = await testDatabase(t)
  const redis = await startRedis(t)
  await foundPairs(db, 20)
  await stepsTo(db, instants.before)
  const worker = await startTestWorker(t, { url, redisUrl: redis.url })
  const client = new Redis(redis.url)
  t.teardown(async () => client.disconnect())
  await runsTo(db, first, 3_000)
  // The wake-ups of the coming instant are there, and are lost.
  await until(async () => (await client.keys('vzaimo:wake:deadlines-*')).length > 0 || undefined)
  await client.flushall()
  await untilNothingIsDue(db, first)
  await client.flushall()
  await stepsTo(db, second)
  await untilNothingIsDue(db, second)
  t.same(
    worker.troubles().filter(({ level }) => level > 40),
    [],
  )
  t.same((await verifyRoots(db, workflow)).faults, [])
})

t.test(
  'Redis away: health says so, what falls due is applied without it, and on its instant again when it is back',
  needs('Redis'),
  async t => {
    const { db, url } = await testDatabase(t)
    const redis = await startRedis(t)
    await foundPairs(db, 20)
    await stepsTo(db, instants.before)
    const worker = await startWorkerProcess(t, { DATABASE_URL: url, REDIS_URL: redis.url })
    const becomes = (status: string) =>
      until(async () => (await get(`${worker.operations}/health`))?.body.status === status || undefined)
    await becomes('ok')

    await redis.stop()
    await becomes('degraded')
    await stepsTo(db, second)
    await untilNothingIsDue(db, second)

    await redis.start()
    await becomes('ok')
    await stepsTo(db, third)
    await untilNothingIsDue(db, third)
    const dueMs = await runsTo(db, fourth, 5_000)
    const late = (await untilNothingIsDue(db, fourth)) - dueMs
    t.ok(late >= 0 && late < 3_000, `late by ${late} ms`)

    await redis.stop()
    await becomes('degraded')
    const asked = performance.now()
    worker.child.kill('SIGTERM')
    t.equal((await worker.ended).code, 0)
    t.ok(performance.now() - asked < 5_000, `stopped within ${Math.round(performance.now() - asked)} ms`)
    const troubles = worker.troubles()
    t.same(
      troubles.filter(({ level }) => level > 40),
      [],
      'no errors',
    )
    t.ok(troubles.length < 8, `${troubles.length} lines tell of it`)
    t.same((await verifyRoots(db, workflow)).faults, [])
  },
)

t.test(
  'the database away in the midst of the work: some lines tell of it, and afterwards all is applied once',
  async t => {
    const folder = await temporaryFolder('vzaimo-data-')
    t.teardown(() => rm(folder, { recursive: true, force: true }))
    const silent = { info: () => undefined }
    const server = await startEmbedded({ folder, log: silent })
    const db = openDatabase(server.url)
    t.teardown(() => db.destroy())
    await migrate(db)
    await foundPairs(db, 128)
    await stepsTo(db, instants.before)
    const worker = await startTestWorker(t, { url: server.url })
    await stepsTo(db, fourth)
    await until(async () => (await openUpTo(db, fourth)) < 400 || undefined)
    await server.stop()
    await pause(3_000)
    const { port } = new URL(server.url)
    const again = await startEmbedded({ folder, log: silent, settings: { port } })
    t.teardown(() => again.stop())
    await until(() =>
      openUpTo(db, fourth).then(
        open => open === 0 || undefined,
        () => undefined,
      ),
    )
    const troubles = worker.troubles()
    t.ok(troubles.length > 0 && troubles.length < 8, `${troubles.length} lines tell of it`)
    t.same(
      troubles.filter(({ level }) => level > 40),
      [],
      'no root was at fault',
    )

    const { db: undisturbed } = await testDatabase(t)
    await foundPairs(undisturbed, 128)
    await applyByHand(undisturbed, [fourth])
    t.same(await heads(db), await heads(undisturbed), 'the same histories as undisturbed')
    await worker.stop()
  },
)
