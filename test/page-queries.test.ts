import { randomUUID } from 'node:crypto'
import pg from 'pg'
import t from 'tap'
import { foundPartnerships, type Group, stageDates } from '../src/features/cycles/publish.ts'
import { openRoom } from './features/final-files/fixtures/file-room.ts'

/** What every statement of this process asks of the database. */
const heard: string[] = []
const { query } = pg.Client.prototype
pg.Client.prototype.query = function listened(this: pg.Client, ...asked: unknown[]) {
  const [first] = asked as [string | { text: string }]
  heard.push(typeof first === 'string' ? first : first.text)
  return Reflect.apply(query, this, asked)
} as typeof query

t.setTimeout(120_000)

t.test('a page asks the same number of questions, however many partnerships there are', async t => {
  const room = await openRoom(t)
  const { app, db, root, house, demo } = room
  const pages = [
    ['federal', '/'],
    ['federal', '/territory'],
    ['federal', '/territory?limit=200'],
    ['federal', '/curator'],
    ['federal', `/seasons/${demo.cycle}`],
    ['federal', `/seasons/${demo.cycle}/pairing`],
    ['federal', '/pairing-tables'],
    ['federal', `/seasons/${demo.cycle}/pairing-table`],
    ['federal', `/seasons/${demo.cycle}/pairing-table/schools`],
    ['federal', `/seasons/${demo.cycle}/pairing-table/regions`],
    ['federal', '/machines'],
    ['federal', '/letters'],
    ['federal', '/letters/forecast'],
    ['federal', '/letters/send-now?about=package&rung=-1'],
    ['federal', '/operations/queues'],
    ['school-21-head', '/me/letters'],
    ['federal', `/partnerships/${root}`],
    ['federal', `/partnerships/${root}/manage`],
    ['federal', `/partnerships/${root}/history`],
    ['school-21-head', '/'],
    ['school-21-head', `/partnerships/${root}`],
    ['school-21-head', `/partnerships/${root}/meeting`],
    ['school-21-head', `/partnerships/${root}/seats/1/package`],
    ['school-21-head', `/partnerships/${root}/seats/1/file`],
    ['school-21-head', `/partnerships/${root}/assignments/1/2`],
    ['school-21-head', `/partnerships/${root}/assignments/1/2/recommendations`],
  ] as const
  const counts = async () => {
    const found: Record<string, number> = {}
    for (const [name, url] of pages) {
      const cookie = await room.cookieOf(name)
      // The first visit of all is noted, and asks for more.
      await app.inject({ url, headers: { cookie } })
      heard.length = 0
      const { statusCode } = await app.inject({ url, headers: { cookie } })
      t.ok(statusCode === 200 || statusCode === 303, `${name} ${url}: ${statusCode}`)
      found[`${name} ${url}`] = heard.length
    }
    return found
  }
  const few = await counts()
  const [season] = house.seasons.values()
  if (season === undefined) throw new Error('there is no season')
  const groups: Group[] = []
  for (let pair = 0; pair < 60; pair += 1) {
    const schools = [0, 1].map(() => ({ id: randomUUID(), zone: 'Asia/Omsk', week: 5 as const }))
    await db
      .insertInto('school')
      .values(
        schools.map(({ id, zone, week }, index) => ({
          id,
          name: `Проверочная школа ${pair}-${index}`,
          region: `Проверочный регион ${pair % 7}`,
          municipality: 'Проверочный район',
          zone,
          week,
          locality: 'village' as const,
          students: 100,
        })),
      )
      .execute()
    groups.push({ id: randomUUID(), schools })
  }
  const cycle = { id: demo.cycle, dates: stageDates(season) }
  await db
    .transaction()
    .execute(tx =>
      foundPartnerships(
        tx,
        house.workflow,
        season,
        cycle,
        groups,
        { person: null, role: 'founder' },
        '2022-10-01T00:00:00.000Z',
      ),
    )
  t.same(await counts(), few, JSON.stringify(few))
})
