import t from 'tap'
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
  stepsTo,
  untilNothingIsDue,
  workflow,
} from './fixtures/due-world.ts'
import { startWorkerProcess } from './fixtures/worker-process.ts'

t.setTimeout(180_000)

const pairs = 64
const at = instants.package[1]

for (const { name, needed, open } of backends) {
  t.test(
    `${name}: killed in the midst of its work, twice, a worker loses nothing and does nothing twice`,
    needed,
    async t => {
      const { db, url } = await testDatabase(t)
      await foundPairs(db, pairs)
      await stepsTo(db, instants.before)
      const redisUrl = await open(t)
      const env = { DATABASE_URL: url, ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }) }
      const begun = await openUpTo(db, at)
      await stepsTo(db, at)
      let left = begun
      for (let kills = 0; kills < 2; kills += 1) {
        const { child, ended } = await startWorkerProcess(t, env)
        const before = left
        left = await until(async () => {
          const open = await openUpTo(db, at)
          return open < before - 8 ? open : undefined
        })
        child.kill('SIGKILL')
        t.equal((await ended).signal, 'SIGKILL')
        left = await openUpTo(db, at)
        t.ok(left > 0, `${begun - left} of ${begun} deadlines were applied when it was killed`)
      }
      const last = await startWorkerProcess(t, env)
      await untilNothingIsDue(db, at)
      last.child.kill('SIGTERM')
      t.equal((await last.ended).code, 0)
      t.same(last.troubles(), [])

      const { db: undisturbed } = await testDatabase(t)
      await foundPairs(undisturbed, pairs)
      await applyByHand(undisturbed, [at])
      t.same(await heads(db), await heads(undisturbed), 'the same histories as undisturbed')
      t.same((await verifyRoots(db, workflow)).faults, [])
    },
  )
}
