import { tmpdir } from 'node:os'
import path from 'node:path'
import t, { type Test } from 'tap'
import { clockCommand } from '../../src/clock-command.ts'
import { readClock } from '../../src/engine/clock.ts'
import { readSettings } from '../../src/settings.ts'
import { testDatabase } from '../fixtures/database.ts'
import { needs } from '../fixtures/machine.ts'
import { runProgram } from '../fixtures/program.ts'
import { foundPairs, instants, stepsTo, untilNothingIsDue } from './fixtures/due-world.ts'
import { startRedis } from './fixtures/redis.ts'
import { startTestWorker } from './fixtures/test-worker.ts'

t.setTimeout(120_000)

type Said = { code: number | null; output: string }

const clock = async (t: Test, env: Record<string, string>, ...words: string[]): Promise<Said> => {
  const { code, output } = await runProgram(t, { args: ['clock', ...words], env })
  return { code, output: output.trim() }
}

t.test('the clock is shown, stepped, moved and made real again, each in a sentence', async t => {
  const { db, url } = await testDatabase(t)
  const env = { DATABASE_URL: url }
  t.match(await clock(t, env, 'show'), { code: 0, output: /^The clock is real: it shows 20\d\d-.*Z\.$/ })

  t.same(await clock(t, env, 'step', '2022-10-07T23:59+03:00'), {
    code: 0,
    output: 'The clock stands at 2022-10-07T20:59:00.000Z. Nothing is due.',
  })
  t.same(await readClock(db), { mode: 'stepped', to: '2022-10-07T20:59:00.000Z' })
  t.match(await clock(t, env, 'step', 'P1DT1M'), { output: /^The clock stands at 2022-10-08T21:00:00\.000Z\./ })

  t.match(await clock(t, env, 'offset', '-P8DT21H'), {
    code: 0,
    output: /^The clock is moved: it shows 2022-09-30T00:00:00\.000Z and runs on\. Nothing is due\.$/,
  })
  t.match(await clock(t, env, 'real'), { code: 0, output: /^The clock is real/ })
  t.same(await readClock(db), { mode: 'real' })
})

t.test('words that make no sense end with code 2, and open no database', async t => {
  const read = readSettings({ VZAIMO_DATA: path.join(tmpdir(), 'never-made') })
  if ('faults' in read) throw new Error(read.faults.join())
  const said = t.capture(console, 'error')
  const refuses = async (words: readonly string[], sentence: RegExp | string) => {
    t.equal(await clockCommand(read.settings, words), 2, words.join(' '))
    t.match(said(), [{ args: [sentence] }])
  }
  for (const instant of ['tomorrow', '2022-13-01T00:00:00Z', '2022-10-07', '-000001-01-01T00:00:00Z', 'P1X', 'P9999Y'])
    await refuses(['step', instant], `«${instant}» is no instant like 2022-10-07T20:59:00Z`)
  for (const words of [[], ['step'], ['stop', 'P1D'], ['show', 'P1D'], ['real', '2022-10-07T00:00:00Z'], ['toString']])
    await refuses(words, /^npm run -s clock -- show/)
  t.match(await clock(t, { DATABASE_URL: 'postgres://127.0.0.1:1/none' }, 'step', 'noon'), { code: 2 }, 'as a process')
})

t.test('what became due is told, and the workers begin at once', async t => {
  const { db, url } = await testDatabase(t)
  await foundPairs(db, 30)
  await stepsTo(db, instants.before)
  await startTestWorker(t, { url })
  const [at] = instants.signIn
  const said = await clock(t, { DATABASE_URL: url }, 'step', at)
  t.equal(
    said.output,
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
  t.match(said, { code: 0, output: /1 partnership or cycle has something due\. The queue does not answer:/ })
  await redis.start()
})
