import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { testHouse } from '../../fixtures/house.ts'
import { until } from '../../fixtures/program.ts'
import { backends } from '../fixtures/backends.ts'
import { startSink } from '../fixtures/smtp-sink.ts'
import { startWorkerProcess } from '../fixtures/worker-process.ts'
import { addReaders, lettersByState, readLetters } from './office.ts'

t.setTimeout(280_000)

/** Those of the demo who are written to on the first morning, and as many more. */
const [own, readers] = [8, 150]

for (const { name, needed, open } of backends) {
  t.test(`${name}: two workers, then four, hand every letter over, and none of them twice`, needed, async t => {
    const test = await testHouse(t)
    const sink = await startSink(t)
    const redisUrl = await open(t)
    const env = { DATABASE_URL: test.url, SMTP_URL: sink.url, ...(redisUrl && { REDIS_URL: redisUrl }) }
    const workers: Awaited<ReturnType<typeof startWorkerProcess>>[] = []
    for (const round of [1, 2]) {
      await addReaders(test, readers, `reader-${round}`)
      workers.push(...(await Promise.all([startWorkerProcess(t, env), startWorkerProcess(t, env)])))
      const all = own + round * readers
      await until(async () => ((await lettersByState(test.db)).sent === all ? true : undefined))
      t.same(await lettersByState(test.db), { sent: all }, `${workers.length} workers`)
      t.equal(sink.got.length, all)
      t.equal(new Set(sink.got.flatMap(({ to }) => to)).size, all, 'one for each reader')
    }
    for (const { child } of workers) child.kill('SIGTERM')
    for (const { ended, troubles } of workers) {
      t.equal((await ended).code, 0)
      t.same(troubles(), [])
    }
  })

  t.test(
    `${name}: a worker is killed in the midst of it: every letter arrives, and none twice but those in the stated window`,
    needed,
    async t => {
      const test = await testHouse(t)
      await addReaders(test, readers)
      const all = own + readers
      const sink = await startSink(t)
      const redisUrl = await open(t)
      const env = { DATABASE_URL: test.url, SMTP_URL: sink.url, ...(redisUrl && { REDIS_URL: redisUrl }) }
      // A slow server, so that there is a midst.
      sink.fails(phase => (phase === 'rcpt' ? { wait: pause(20) } : undefined))
      const first = await startWorkerProcess(t, env)
      await until(() => (sink.got.length > 30 ? true : undefined))
      first.child.kill('SIGKILL')
      await first.ended
      const letterIn = ({ header }: (typeof sink.got)[number]) => header('x-vzaimo-letter') ?? ''
      const sent = new Set((await readLetters(test.db)).filter(({ state }) => state === 'sent').map(({ id }) => id))
      t.ok(sent.size < all, `${sent.size} of ${all} were written down when it was killed`)
      // What the server has, though no row says so.
      const window = new Set(sink.got.map(letterIn)).difference(sent)
      sink.fails(() => undefined)
      const last = await startWorkerProcess(t, env)
      await until(async () => ((await lettersByState(test.db)).sent === all ? true : undefined))
      last.child.kill('SIGTERM')
      await last.ended
      t.same(last.troubles(), [])
      t.same(await lettersByState(test.db), { sent: all })
      const copies = Map.groupBy(sink.got, letterIn)
      t.equal(copies.size, all, 'every letter arrived')
      const twice = [...copies].filter(([, got]) => got.length > 1)
      t.ok(
        twice.every(([letter]) => window.has(letter)),
        `${twice.length} came twice; ${window.size} were in the window`,
      )
      for (const [, got] of twice) t.equal(new Set(got.map(({ email }) => email.messageId)).size, 1, 'one Message-ID')
    },
  )
}
