import { sql } from 'kysely'
import t from 'tap'
import { verifyRoots } from '../../src/engine/verify.ts'
import { sessionOf, testHouse } from '../fixtures/house.ts'
import { runProgram, startProgram, until } from '../fixtures/program.ts'
import { client } from './client.ts'
import { packagesAndReviews, type School } from './journey.ts'
import { advise, confirmFile, meetAll, placeFile } from './to-the-end.ts'

t.setTimeout(180_000)

t.test('two serve and two work on one database: both schools go from empty packages to confirmed files', async t => {
  const th = await testHouse(t)
  await th.at('2022-10-03T09:00:00.000Z')
  const env = { DATABASE_URL: th.url, VZAIMO_DATA: th.folder, VZAIMO_PROCESSES: '4', VZAIMO_METRICS_PORT: 'off' }
  const [one, other] = await Promise.all([
    startProgram(t, { args: ['serve'], env }),
    startProgram(t, { args: ['serve'], env }),
  ])
  // They run until the test ends them.
  for (const _worker of [1, 2]) void runProgram(t, { args: ['work'], env })
  const bases = [one.url, other.url]
  const root = th.demo.groups.get('pair') ?? ''
  const schools: School[] = [
    { seat: 1, client: client(bases, await sessionOf(th, 'school-21-coordinator')) },
    { seat: 2, client: client(bases, await sessionOf(th, 'priirtyshskaya-head')) },
  ]
  const [first, second] = schools
  if (first === undefined || second === undefined) throw new Error('two schools make a pair')
  await packagesAndReviews(t, root, first, second)
  await meetAll(t, root, schools, '2022-10-02')
  for (const school of schools) await advise(t, root, school)
  for (const school of schools) await placeFile(t, root, school, '2022-10-03')
  for (const [seat, curator] of [
    [1, 'curator-gymnasium-1'],
    [2, 'curator-tobolsk'],
  ] as const)
    await confirmFile(t, root, seat, client(bases, await sessionOf(th, curator)))
  await th.at('2022-10-21T20:59:59.999Z')
  const stepped = await runProgram(t, { args: ['clock', 'step', '2022-10-22T00:00:00.000Z'], env })
  t.equal(stepped.code, 0, stepped.output)
  // The pair has done all; of the trio nobody has come.
  const trio = th.demo.groups.get('trio') ?? ''
  const lateDuties = [1, 2, 3].flatMap(seat => [`duty/${seat}/package`, `duty/${seat}/signIn`]).toSorted()
  const overdue = () =>
    th.db
      .selectFrom('history')
      .select(['key', 'at'])
      .where('root', '=', trio)
      .where(sql<string>`event->>'type'`, '=', 'due')
      .execute()
  const rowsDue = await until(async () => {
    const found = await overdue()
    return found.length >= lateDuties.length ? found : undefined
  })
  t.same(rowsDue.map(({ key }) => key).toSorted(), lateDuties, 'the workers applied what fell due, once')
  const { faults, rows } = await verifyRoots(th.db, th.house.workflow)
  t.same(faults, [], `${rows} history rows verify`)
})
