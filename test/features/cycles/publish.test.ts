import { randomUUID } from 'node:crypto'
import t from 'tap'
import { genesis, rowHash } from '../../../src/engine/chain.ts'
import { found } from '../../../src/engine/play.ts'
import { verifyRoots } from '../../../src/engine/verify.ts'
import { foundPartnerships, type Group, stageDates } from '../../../src/features/cycles/publish.ts'
import { testHouse } from '../../fixtures/house.ts'

const at = '2022-09-28T06:00:00.000Z'
const actor = { person: null, role: 'founder' }

t.test('partnerships that are alike are founded at once, each as if it had been founded by itself', async t => {
  const th = await testHouse(t)
  const { db, house, demo } = th
  const [season] = house.seasons.values()
  if (season === undefined) throw new Error('there is no season')
  const school = async (zone: string, week: 5 | 6) => {
    const id = randomUUID()
    await db
      .insertInto('school')
      .values({ id, name: id, region: 'Р', municipality: 'М', zone, locality: 'village', students: 100, week })
      .execute()
    return { id, zone, week }
  }
  const groups: Group[] = []
  for (const [first, second, week] of [
    ['Europe/Moscow', 'Asia/Omsk', 5],
    ['Europe/Moscow', 'Asia/Omsk', 5],
    ['Europe/Moscow', 'Asia/Omsk', 6],
    ['Asia/Omsk', 'Europe/Moscow', 5],
  ] as const)
    groups.push({ id: randomUUID(), schools: [await school(first, week), await school(second, 5)] })
  groups.push({ id: randomUUID(), schools: [...(groups[0]?.schools ?? []), await school('Asia/Kamchatka', 5)] })
  const cycle = { id: demo.cycle, dates: stageDates(season) }
  await db.transaction().execute(tx => foundPartnerships(tx, house.workflow, season, cycle, groups, actor, at))

  for (const { id, schools } of groups) {
    const [row] = await db.selectFrom('history').selectAll().where('root', '=', id).execute()
    const things = await db.selectFrom('thing').select(['key', 'machine', 'context']).where('root', '=', id).execute()
    const context = things.find(({ key }) => key === '')?.context as Parameters<typeof JSON.stringify>[0]
    t.match(context, {
      cycle: demo.cycle,
      seats: schools.map((each, index) => ({ seat: index + 1, school: each.id, zone: each.zone })),
    })
    const inputs = context as { seats: object[] }
    const seats = inputs.seats.map(seat => ({ ...seat }))
    const alone = found(
      house.workflow,
      'partnership',
      { key: '', machine: 'partnership', input: { ...context, seats } },
      things
        .filter(({ key }) => key !== '')
        .map(({ key, machine, context: its }) => ({ key, machine, input: its as Record<string, unknown> })),
      actor,
      at,
    )
    const [expected] = alone.rows
    if (expected === undefined || row === undefined) throw new Error('there is no row')
    t.equal(Object.keys(row.born ?? {}).length, things.length)
    t.equal(row.hash, rowHash(id, 1, genesis, { ...row, born: row.born }), 'its hash is its own')
    const { root: _, ...stored } = Object.fromEntries(Object.entries(row))
    t.same(stored.after, expected.after)
    t.same(stored.born, JSON.parse(JSON.stringify(expected.born)))
  }
  const { faults } = await verifyRoots(db, house.workflow)
  t.same(faults, [], 'all of it verifies')
})
