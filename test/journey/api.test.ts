import t from 'tap'
import { verifyRoots } from '../../src/engine/verify.ts'
import { sessionOf, testHouse } from '../fixtures/house.ts'
import { startProgram } from '../fixtures/program.ts'
import { client } from './client.ts'
import { packagesAndReviews, type School } from './journey.ts'

t.setTimeout(180_000)

t.test('two serve and two work on one database: both schools go from empty packages to the reveal', async t => {
  const th = await testHouse(t)
  await th.at('2022-10-03T09:00:00.000Z')
  const env = { DATABASE_URL: th.url, VZAIMO_DATA: th.folder, VZAIMO_PROCESSES: '4', VZAIMO_METRICS_PORT: 'off' }
  const [one, other] = await Promise.all([
    startProgram(t, { args: ['serve'], env }),
    startProgram(t, { args: ['serve'], env }),
  ])
  const bases = [one.url, other.url]
  const root = th.demo.groups.get('pair') ?? ''
  const schools: School[] = [
    { seat: 1, client: client(bases, await sessionOf(th, 'school-21-coordinator')) },
    { seat: 2, client: client(bases, await sessionOf(th, 'priirtyshskaya-head')) },
  ]
  const [first, second] = schools
  if (first === undefined || second === undefined) throw new Error('two schools make a pair')
  await packagesAndReviews(t, root, first, second)
  const { faults, rows } = await verifyRoots(th.db, th.house.workflow)
  t.same(faults, [], `${rows} history rows verify`)
})
