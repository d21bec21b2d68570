import { randomBytes, randomUUID } from 'node:crypto'
import path from 'node:path'
import { sql } from 'kysely'
import { composeHouse } from '../src/compose.ts'
import type { Database, Transaction } from '../src/db/pool.ts'
import { setClock } from '../src/engine/clock.ts'
import { foundRoots } from '../src/engine/found-roots.ts'
import { cycleInput, foundPartnerships, type Group, stageDates } from '../src/features/cycles/publish.ts'
import type { House } from '../src/features/house.ts'
import { createFileStore } from '../src/files/store.ts'
import { demoSeason, loadSeasons } from '../src/seasons.ts'
import { rootKey } from '../workflows/keys.ts'
import type { SeasonDefinition } from '../workflows/season.ts'
import type { Ground, Place } from './ground.ts'

/** When the pairs are published, and the morning after, on which schools work: no duty has fallen due. */
const published = '2022-09-28T06:00:00.000Z'
export const morning = '2022-09-29T07:00:00.000Z'

type School = { readonly id: string; readonly head: string; readonly helper: string }

/** A pair; `schools[0]` sits on seat 1. */
export type Pair = { readonly id: string; readonly schools: readonly [School, School] }

/** Schools with their people in a database that can be cloned: nothing is connected to it. */
export type Land = { readonly place: Place; readonly pairs: readonly Pair[]; readonly federal: string }

/** A season whose pairs were founded. `founded`: in how many seconds, in one transaction, as publishing does it. */
export type World = Land & {
  readonly db: Database
  readonly house: House
  readonly season: SeasonDefinition
  readonly founded: number
}

const zone = 'Europe/Moscow'

/** As an installation finds its tables after a night: however long that takes. */
const tidy = (db: Database): Promise<void> =>
  db.connection().execute(async connection => {
    await sql`SET statement_timeout = 0`.execute(connection)
    await sql`VACUUM ANALYZE`.execute(connection)
    await sql`RESET statement_timeout`.execute(connection)
  })

const newPair = (): Pair => {
  const school = () => ({ id: randomUUID(), head: randomUUID(), helper: randomUUID() })
  return { id: randomUUID(), schools: [school(), school()] }
}

const insertSchools = (tx: Transaction, schools: readonly School[], first: number) =>
  sql`
    WITH given AS (
      SELECT it.*, row_number() OVER () + ${first}::integer AS i
      FROM jsonb_to_recordset(${JSON.stringify(schools)}::jsonb) AS it(id uuid, head uuid, helper uuid)
    ), schools AS (
      INSERT INTO school (id, name, region, municipality, zone, locality, students, week, risk_profile)
      SELECT id, 'Школа-образец ' || i, 'Регион ' || i % 85, 'Округ ' || i % 35, ${zone}, 'village', 100 + i % 700, 5,
        '{"1":"high","2":"low","3":"medium","4":"low","5":"low","6":"high","7":"medium","8":"low","9":"low","10":"low"}'
      FROM given
    ), people AS (
      INSERT INTO person (id, name, email, zone)
      SELECT head, 'Директор ' || i, 'head-' || i || '@example.org', ${zone} FROM given
      UNION ALL SELECT helper, 'Помощник ' || i, 'helper-' || i || '@example.org', ${zone} FROM given
    )
    INSERT INTO member (person, school, role) SELECT head, id, 'head' FROM given UNION ALL SELECT helper, id, 'helper' FROM given
  `.execute(tx)

/** A database with this many pairs' schools, two people in each, and a federal coordinator. */
export const openLand = async (ground: Ground, pairCount: number): Promise<Land> => {
  const place = await ground.newDatabase()
  const pairs = Array.from({ length: pairCount }, newPair)
  const federal = randomUUID()
  const batch = 2000
  await ground.using(place, async db => {
    await db.transaction().execute(async tx => {
      for (let start = 0; start < pairs.length; start += batch)
        await insertSchools(
          tx,
          pairs.slice(start, start + batch).flatMap(({ schools }) => schools),
          start * 2,
        )
      await tx.insertInto('person').values({ id: federal, name: null, email: null, zone }).execute()
      await tx
        .insertInto('coordinator')
        .values({ person: federal, level: 'federal', region: null, municipality: null })
        .execute()
      await tx.insertInto('installation').values({ demo: false }).execute()
    })
    await setClock(db, { mode: 'stepped', to: morning })
    await tidy(db)
  })
  return { place, pairs, federal }
}

const groupsOf = (pairs: readonly Pair[]): Group[] =>
  pairs.map(({ id, schools }) => ({ id, schools: schools.map(school => ({ id: school.id, zone, week: 5 })) }))

/** Publishes a season of these pairs in a clone of the land. */
export const foundWorld = async (ground: Ground, land: Land): Promise<World> => {
  const place = await ground.clone(land.place)
  const db = ground.connect(place)
  const seasons = loadSeasons()
  const season = seasons.get(demoSeason)
  if (season === undefined) throw new Error(`The season «${demoSeason}» is not among the definitions`)
  const house = composeHouse({
    db,
    seasons,
    files: createFileStore(path.join(ground.folder, 'files')),
    mail: async () => undefined,
    secret: randomBytes(32).toString('hex'),
    publicUrl: 'http://vzaimo.example.org',
    demo: false,
  })
  const { federal, pairs } = land
  const [cycle, actor] = [randomUUID(), { person: federal, role: 'federalCoordinator' }]
  const own = { key: rootKey, machine: 'cycle', input: cycleInput(season, null) }
  const founding = { id: cycle, kind: 'cycle', parent: null, own, births: [] }
  const dates = stageDates(season)
  const begun = performance.now()
  await db.transaction().execute(async tx => {
    await foundRoots(tx, house.workflow, [founding], actor, published)
    await foundPartnerships(tx, house.workflow, season, { id: cycle, dates }, groupsOf(pairs), actor, published)
  })
  const founded = (performance.now() - begun) / 1000
  for (const type of ['cycle.openPairing', 'cycle.publish']) {
    const outcome = await house.dispatch({ root: cycle, key: rootKey, event: { type }, person: federal, at: published })
    if ('refusal' in outcome) throw new Error(`The season refused «${type}»: ${outcome.refusal.why}`)
  }
  await tidy(db)
  return { ...land, place, db, house, season, founded }
}
