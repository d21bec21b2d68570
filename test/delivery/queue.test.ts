import { Redis } from 'ioredis'
import { pino } from 'pino'
import t from 'tap'
import { openQueues } from '../../src/delivery/queue.ts'
import { within } from '../../src/delivery/queue-patience.ts'
import { testDatabase } from '../fixtures/database.ts'
import { needs } from '../fixtures/machine.ts'
import { until } from '../fixtures/program.ts'
import { backends } from './fixtures/backends.ts'
import { startRedis } from './fixtures/redis.ts'

t.setTimeout(120_000)

const log = pino({ level: 'silent' })
const now = () => Date.now()

type Teardown = { teardown(handler: () => Promise<void>): unknown }

const openTestQueues = async (t: Teardown, url: string, redisUrl: string | undefined) => {
  const queues = await openQueues({ url, redisUrl, pool: 2 }, { log, now })
  t.teardown(() => queues.close())
  return queues
}

for (const { name, needed, open } of backends) {
  t.test(
    `${name}: a job is taken once, not before its instant, and its id is free again afterwards`,
    needed,
    async t => {
      const { url } = await testDatabase(t)
      const redisUrl = await open(t)
      const producer = await openTestQueues(t, url, redisUrl)
      const consumer = await openTestQueues(t, url, redisUrl)
      const taken: { data: unknown; at: number }[] = []
      consumer.work('wake', 3, async ({ data }) => void taken.push({ data, at: now() }))
      const notBefore = now() + 1_000
      const jobs = Array.from({ length: 20 }, (_, n) => ({ name: 'ring', id: `ring-${n}`, data: { n }, notBefore }))
      await producer.add('wake', jobs)
      await producer.add('wake', jobs)
      await until(() => taken.length >= 20 || undefined)
      t.ok(Math.min(...taken.map(({ at }) => at)) >= notBefore - 5, 'not early')
      await producer.add('wake', jobs.slice(0, 1))
      await until(() => taken.length > 20 || undefined)
      t.same(taken.at(-1)?.data, { n: 0 })
      t.equal(taken.length, 21)
    },
  )

  t.test(`${name}: what is repeated comes whoever asks for it, and comes again after it was lost`, needed, async t => {
    const { url } = await testDatabase(t)
    const redisUrl = await open(t)
    const queues = await openTestQueues(t, url, redisUrl)
    let looks = 0
    queues.work('sweep', 1, async () => {
      looks += 1
    })
    await queues.repeat('sweep', 'look', 200)
    await queues.repeat('sweep', 'look', 200)
    const begun = now()
    await until(() => looks >= 4 || undefined)
    t.ok(now() - begun > 400, 'two who asked make one')
    if (redisUrl === undefined) return
    const redis = new Redis(redisUrl)
    await redis.flushall()
    redis.disconnect()
    const before = looks
    await until(async () => {
      await queues.repeat('sweep', 'look', 200)
      return looks > before + 1 || undefined
    })
  })

  t.test(`${name}: a job that throws harms nobody`, needed, async t => {
    const { url } = await testDatabase(t)
    const queues = await openTestQueues(t, url, await open(t))
    const names: string[] = []
    queues.work('wake', 1, async ({ name }) => {
      names.push(name)
      if (name === 'bad') throw new Error('bad')
    })
    for (const job of ['bad', 'good']) await queues.add('wake', [{ name: job, id: job, data: {}, notBefore: now() }])
    await until(() => names.length === 2 || undefined)
    t.same(names, ['bad', 'good'])
  })
}

t.test('a Redis that is away: nothing waits for it, and closing ends', needs('Redis'), async t => {
  const { url } = await testDatabase(t)
  const redis = await startRedis(t)
  const queues = await openTestQueues(t, url, redis.url)
  queues.work('wake', 1, async () => undefined)
  await redis.stop()
  const begun = now()
  const job = { name: 'ring', id: 'ring', data: {}, notBefore: now() }
  await t.rejects(queues.add('wake', [job]))
  await t.rejects(queues.repeat('sweep', 'look', 1_000))
  t.ok(now() - begun < 4_500, 'told soon')
  await redis.start()
  await until(() =>
    queues.add('wake', [job]).then(
      () => true,
      () => undefined,
    ),
  )
})

t.test('a Redis that is away from the start is waited for in the background', needs('Redis'), async t => {
  const { url } = await testDatabase(t)
  const redis = await startRedis(t)
  await redis.stop()
  const queues = await openTestQueues(t, url, redis.url)
  const job = { name: 'ring', id: 'ring', data: {}, notBefore: now() }
  await t.rejects(queues.add('wake', [job]), { message: 'The queue has not answered yet.' })
  let taken = 0
  queues.work('wake', 1, async () => {
    taken += 1
  })
  await redis.start()
  await until(() =>
    queues.add('wake', [job]).then(
      () => true,
      () => undefined,
    ),
  )
  await until(() => taken > 0 || undefined)
})

t.test('patience ends', async t => {
  await t.rejects(within(10, new Promise(() => undefined)), { message: 'no answer within 10 ms' })
  t.equal(await within(1_000, Promise.resolve('here')), 'here')
  await t.rejects(within(1_000, Promise.reject(new Error('no'))), { message: 'no' })
})
