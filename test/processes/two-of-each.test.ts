import { rm } from 'node:fs/promises'
import t from 'tap'
import { verifyRoots } from '../../src/engine/verify.ts'
import {
  applyByHand,
  foundPairs,
  heads,
  instants,
  runsTo,
  stepsTo,
  untilNothingIsDue,
  workflow,
} from '../delivery/fixtures/due-world.ts'
import { startWorkerProcess } from '../delivery/fixtures/worker-process.ts'
import { testDatabase } from '../fixtures/database.ts'
import { temporaryFolder } from '../fixtures/postgres.ts'
import { get, startProgram } from '../fixtures/program.ts'

t.setTimeout(180_000)

t.test(
  'two serve and two work on one database: healthy, each due thing once, no errors, stopped within 5 s',
  async t => {
    const { db, url } = await testDatabase(t)
    await foundPairs(db, 128)
    await stepsTo(db, instants.before)
    const folder = await temporaryFolder('vzaimo-data-')
    t.teardown(() => rm(folder, { recursive: true, force: true }))
    const env = { DATABASE_URL: url, VZAIMO_PROCESSES: '4', VZAIMO_DATA: folder }
    const [one, other] = await Promise.all([1, 2].map(() => startProgram(t, { args: ['serve'], env })))
    const workers = await Promise.all([1, 2].map(() => startWorkerProcess(t, env)))
    const webs = [one, other].filter(web => web !== undefined)
    const health = () =>
      Promise.all(
        [...webs.map(({ url }) => url), ...workers.map(({ operations }) => operations)].map(
          async each => (await get(`${each}/health`))?.body,
        ),
      )
    const well = { status: 'ok', database: 'ok', migrations: 'current', queue: 'ok' }
    t.same(await health(), [well, well, well, well])

    const ats = [instants.signIn[1], instants.package[1]]
    for (const at of ats) {
      await runsTo(db, at, 1_000)
      await untilNothingIsDue(db, at)
    }
    t.same(await health(), [well, well, well, well])
    const { db: undisturbed } = await testDatabase(t)
    await foundPairs(undisturbed, 128)
    await applyByHand(undisturbed, ats)
    t.same(await heads(db), await heads(undisturbed), 'the same histories as by one hand')
    t.same((await verifyRoots(db, workflow)).faults, [])

    // A worker that goes in the midst of everything leaves its part to the other.
    await stepsTo(db, '2022-12-01T00:00:00.000Z')
    const asked = performance.now()
    for (const { child } of [...webs, ...workers.slice(0, 1)]) child.kill('SIGTERM')
    for (const { ended } of [...webs, ...workers.slice(0, 1)]) t.equal((await ended).code, 0)
    t.ok(performance.now() - asked < 5_000, `stopped within ${Math.round(performance.now() - asked)} ms`)
    await untilNothingIsDue(db, '2022-12-01T00:00:00.000Z')
    for (const { child, ended } of workers.slice(1)) {
      child.kill('SIGTERM')
      t.equal((await ended).code, 0)
    }
    for (const { troubles } of workers) t.same(troubles(), [])
    t.same((await verifyRoots(db, workflow)).faults, [])
  },
)
