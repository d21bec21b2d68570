import { tmpdir } from 'node:os'
import path from 'node:path'
import t, { type Test } from 'tap'
import { clockCommand } from '../../src/clock-command.ts'
import { readClock } from '../../src/engine/clock.ts'
import { readSettings } from '../../src/settings.ts'
import { testDatabase } from '../fixtures/database.ts'
import { needs } from '../fixtures/machine.ts'
import { foundPairs, instants, stepsTo, untilNothingIsDue } from './fixtures/due-world.ts'
import { startRedis } from './fixtures/redis.ts'
import { startTestWorker } from './fixtures/test-worker.ts'

t.setTimeout(120_000)

/** The command as from a shell: what it said, and its exit code. */
const clock = async (t: Test, env: Record<string, string>, ...words: string[]) => {
  const read = readSettings({ VZAIMO_LOG_LEVEL: 'silent', ...env })
  if ('faults' in read) throw new Error(read.faults.join())
  const [out, err] = [t.capture(console, 'log'), t.capture(console, 'error')]
  const code = await clockCommand(read.settings, words)
  const said = (calls: typeof out) => calls().flatMap(({ args }) => args.map(String))
  return { code, out: said(out).join('\n'), err: said(err).join('\n') }
}

t.test('the clock is shown, stepped, moved and made real again, each in a sentence', async t => {
  const { db, url } = await testDatabase(t)
  const env = { DATABASE_URL: url }
  t.match(await clock(t, env, 'show'), { code: 0, out: /^The clock is real: it shows 20\d\d-.*Z\.$/ })

  t.same(await clock(t, env, 'step', '2022-10-07T23:59+03:00'), {
    code: 0,
    out: 'The clock stands at 2022-10-07T20:59:00.000Z. Nothing is due.',
    err: '',
  })
  t.same(await readClock(db), { mode: 'stepped', to: '2022-10-07T20:59:00.000Z' })
  t.match(await clock(t, env, 'step', 'P1DT1M'), { out: /^The clock stands at 2022-10-08T21:00:00\.000Z\./ })
  t.match(await clock(t, env, 'step', '-PT1M'), { out: /^The clock stands at 2022-10-08T20:59:00\.000Z\./ })

  t.match(await clock(t, env, 'offset', '2022-09-30T00:00:00Z'), {
    code: 0,
    out: /^The clock is moved: it shows 2022-09-30T00:00:00\.000Z and runs on\. Nothing is due\.$/,
  })
  t.match(await clock(t, env, 'show'), { out: /^The clock is moved: it shows 2022-09-30T00:0/ })
  t.match(await clock(t, env, 'real'), { code: 0, out: /^The clock is real/ })
  t.same(await readClock(db), { mode: 'real' })
})

t.test('words that make no sense end with code 2, and open no database', async t => {
  const env = { VZAIMO_DATA: path.join(tmpdir(), 'never-made') }
  for (const instant of ['tomorrow', '2022-13-01T00:00:00Z', '2022-10-07', '-000001-01-01T00:00:00Z', 'P1X', 'P9999Y'])
    t.match(
      await clock(t, env, 'step', instant),
      { code: 2, out: '', err: `«${instant}» is no instant like 2022-10-07T20:59:00Z` },
      instant,
    )
  for (const words of [[], ['step'], ['stop', 'P1D'], ['show', 'P1D'], ['real', '2022-10-07T00:00:00Z'], ['toString']])
    t.match(await clock(t, env, ...words), { code: 2, out: '', err: /^npm run -s clock -- show/ }, words.join(' '))
})

t.test('what became due is told, and the workers begin at once', async t => {
  const { db, url } = await testDatabase(t)
  await foundPairs(db, 30)
  await stepsTo(db, instants.before)
  await startTestWorker(t, { url })
  const [at] = instants.signIn
  const said = await clock(t, { DATABASE_URL: url }, 'step', at)
  t.equal(
    said.out,
    'The clock stands at 2022-09-30T19:00:00.000Z. 30 partnerships and cycles have something due: the workers are told.',
  )
  await untilNothingIsDue(db, at)
})

t.test('without its Redis the command says that the workers will see it by themselves', needs('Redis'), async t => {
  const { db, url } = await testDatabase(t)
  await foundPairs(db, 1)
  const redis = await startRedis(t)
  await redis.stop()
  const said = await clock(t, { DATABASE_URL: url, REDIS_URL: redis.url }, 'step', instants.signIn[0])
  t.match(said, { code: 0, out: /1 partnership or cycle has something due\. The queue does not answer:/ })
  await redis.start()
})
