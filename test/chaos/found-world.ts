import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { composeHouse } from '../../src/compose.ts'
import type { Database, Transaction } from '../../src/db/pool.ts'
import { setClock } from '../../src/engine/clock.ts'
import { foundRoots } from '../../src/engine/found-roots.ts'
import { cycleInput, foundPartnerships, stageDates } from '../../src/features/cycles/publish.ts'
import { createFileStore } from '../../src/files/store.ts'
import { demoSeason, loadSeasons } from '../../src/seasons.ts'
import { rootKey } from '../../workflows/keys.ts'
import type { World } from './world.ts'

const profile =
  '{"1":"high","2":"low","3":"medium","4":"low","5":"low","6":"low","7":"low","8":"low","9":"low","10":"low"}'

const insertPeople = async (tx: Transaction, { places, officers, federal }: World): Promise<void> => {
  await tx
    .insertInto('school')
    .values(
      places.map(({ id, zone, week, region, municipality }, index) => ({
        ...{ id, zone, week, region, municipality, name: `Школа-образец ${index + 1}` },
        ...{ locality: 'village' as const, students: 200, risk_profile: profile },
      })),
    )
    .execute()
  const people = [...places.flatMap(place => place.people), ...officers]
  await tx
    .insertInto('person')
    .values([
      ...people.map(({ id, email, zone }, index) => ({ id, email, zone, name: `Участник ${index + 1}` })),
      { id: federal, email: null, zone: 'Europe/Moscow', name: null },
    ])
    .execute()
  await tx
    .insertInto('member')
    .values(
      places.flatMap(({ id: school, people: own }) =>
        own.map(
          (one, index) => ({ person: one.id, school, role: index === 0 ? 'head' : 'schoolCoordinator' }) as const,
        ),
      ),
    )
    .execute()
  await tx
    .insertInto('curator')
    .values(places.flatMap(({ id: school, curator }) => (curator === null ? [] : [{ person: curator, school }])))
    .execute()
  const works = officers.flatMap(({ id, worksAt }) => worksAt.map(school => ({ person: id, school })))
  if (works.length > 0) await tx.insertInto('workplace').values(works).execute()
  await tx
    .insertInto('coordinator')
    .values([
      ...officers.flatMap(({ id, rank, region, municipality }) => {
        if (rank === 'curator') return []
        return [
          {
            person: id,
            level: rank === 'municipalCoordinator' ? ('municipal' as const) : ('regional' as const),
            region,
            municipality,
          },
        ]
      }),
      { person: federal, level: 'federal', region: null, municipality: null },
    ])
    .execute()
  await tx.insertInto('installation').values({ demo: false }).execute()
}

/** Writes the world down and publishes its pairs, as a coordinator would have at that instant. Answers the season's id. */
export const foundWorld = async (db: Database, world: World, at: string, folder: string): Promise<string> => {
  const seasons = loadSeasons()
  const season = seasons.get(demoSeason)
  if (season === undefined) throw new Error(`There is no season «${demoSeason}»`)
  const house = composeHouse({
    ...{ db, seasons, files: createFileStore(folder), mail: async () => undefined },
    ...{ secret: randomBytes(32).toString('hex'), publicUrl: 'http://vzaimo.example.org', demo: false },
  })
  const [cycle, actor] = [randomUUID(), { person: world.federal, role: 'federalCoordinator' }]
  const places = new Map(world.places.map(place => [place.id, place]))
  const groups = world.tables.map(({ id, seats }) => ({
    id,
    schools: seats.flatMap(({ school }) => {
      const place = places.get(school)
      return place === undefined ? [] : [{ id: place.id, zone: place.zone, week: place.week }]
    }),
  }))
  await setClock(db, { mode: 'stepped', to: at })
  await db.transaction().execute(async tx => {
    await insertPeople(tx, world)
    const own = { key: rootKey, machine: 'cycle', input: cycleInput(season, null) }
    await foundRoots(tx, house.workflow, [{ id: cycle, kind: 'cycle', parent: null, own, births: [] }], actor, at)
    await foundPartnerships(tx, house.workflow, season, { id: cycle, dates: stageDates(season) }, groups, actor, at)
  })
  for (const type of ['cycle.openPairing', 'cycle.publish']) {
    const outcome = await house.dispatch({ root: cycle, key: rootKey, event: { type }, person: world.federal, at })
    if ('refusal' in outcome) throw new Error(`The season refused «${type}»: ${outcome.refusal.why}`)
  }
  return cycle
}

/** A cookie of somebody's. `seen`: how long ago, in milliseconds, they were last here. */
export const mintSession = async (db: Database, person: string, seen = 0): Promise<string> => {
  const id = randomBytes(32).toString('base64url')
  const iso = (ms: number) => new Date(Date.now() + ms).toISOString()
  await db
    .insertInto('session')
    .values({
      ...{ id_sha256: createHash('sha256').update(id).digest('hex'), person, made_at: iso(-seen), seen_at: iso(-seen) },
      expires_at: iso(86_400_000),
    })
    .execute()
  return `vzaimo=${id}`
}
