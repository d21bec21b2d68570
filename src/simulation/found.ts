import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { rootKey } from '../../workflows/keys.ts'
import type { SeasonDefinition } from '../../workflows/season.ts'
import { composeHouse } from '../compose.ts'
import type { Database } from '../db/pool.ts'
import { foundRoots } from '../engine/found-roots.ts'
import { cycleInput, foundPartnerships, type Group, stageDates } from '../features/cycles/publish.ts'
import { proposePairs } from '../features/pairing/propose.ts'
import { defaultSettings } from '../features/pairing/weights.ts'
import { createFileStore } from '../files/store.ts'
import { demoSeason } from '../seasons.ts'
import { openAgenda } from './agenda.ts'
import { chanceOf, idsOf } from './chance.ts'
import { type Country, countryOf, type School } from './country.ts'
import { layFor } from './lay-for.ts'
import { ownDays } from './own-days.ts'
import type { Reckoning } from './own-duties.ts'
import { peopleOf, settleCountry } from './settle-country.ts'
import { newTable } from './table.ts'
import { act, type World } from './world.ts'

/** When the pairs are published, and the last day of the season. */
export const publishedAt = '2022-09-28T06:00:00.000Z'
const closes = '2022-12-01'

/** Every pair in which a school would meet its own curator (rules 11). */
const conflictsOf = ({ schools, workplaces }: Country): [string, string][] =>
  schools.flatMap(({ id, curator }): [string, string][] => {
    const worksAt = curator === null ? undefined : workplaces.get(curator.id)
    return worksAt === undefined || worksAt === id ? [] : [[id, worksAt]]
  })

/** The solver's own proposal for everybody who is there from the beginning. */
const proposed = (country: Country): School[][] => {
  const schools = country.schools.filter(({ kind }) => kind !== 'joins')
  const byId = new Map(schools.map(school => [school.id, school]))
  const outcome = proposePairs({
    schools: schools.map(({ id, n, region, municipality, zone, locality, students, risks }) => ({
      ...{ id, name: `Школа-образец ${n}`, region, municipality, timezone: zone, locality, students, risks },
    })),
    on: Temporal.PlainDate.from('2022-10-07'),
    settings: defaultSettings,
    conflicts: conflictsOf(country).filter(ids => ids.every(id => byId.has(id))),
    ...{ earlier: [], bans: [], locks: [] },
  })
  if (outcome.kind !== 'proposed')
    throw new Error('These schools cannot be paired: take more of them, or another seed.')
  const { pairs, trio } = outcome.proposal
  const groups = [...pairs.map(({ a, b }) => [a, b]), ...(trio === null ? [] : [trio.members])]
  return groups.map(ids => ids.flatMap(id => byId.get(id) ?? []))
}

const readersOf = (country: Country) => new Map(peopleOf(country).map(person => [person.id, person]))

const reckoningOf = ({ calendar, stages, workingDays }: SeasonDefinition): Reckoning => {
  const date = (stage: string) => stages.find(({ id }) => id === stage)?.deadline ?? ''
  return {
    days: ownDays(calendar.holidays),
    dates: { exchange: date('exchange'), meeting: date('meeting'), upload: date('upload') },
    periods: workingDays,
  }
}

const openWorld = (
  db: Database,
  seasons: ReadonlyMap<string, SeasonDefinition>,
  count: number,
  seed: number,
): World => {
  const season = seasons.get(demoSeason)
  if (season === undefined) throw new Error(`The season «${demoSeason}» is not among the definitions`)
  const [country, idOf] = [countryOf(count, seed), idsOf(seed)]
  const house = composeHouse({
    ...{ db, seasons, mail: async () => undefined, publicUrl: 'http://vzaimo.example.org', demo: false },
    // Nothing is put into it: documents are named here, their bytes are not made.
    files: createFileStore(join(tmpdir(), `vzaimo-simulation-${process.pid}`)),
    secret: createHash('sha256').update(`simulation ${seed}`).digest('hex'),
  })
  return {
    ...{ house, season, country, idOf, chance: chanceOf(seed), by: reckoningOf(season), cycle: idOf('cycle') },
    ...{ agenda: openAgenda(), tables: new Map(), readers: readersOf(country) },
    ...{ places: new Map(), awaited: new Map(), unsettled: new Set(), acts: new Map(), refusals: [] },
    changed: () => undefined,
  }
}

const found = async (world: World, groups: readonly Group[]): Promise<void> => {
  const { house, season, cycle, country } = world
  const { db, workflow } = house
  const actor = { person: country.federal.id, role: 'federalCoordinator' }
  const own = { key: rootKey, machine: 'cycle', input: cycleInput(season, closes) }
  await db
    .transaction()
    .execute(tx =>
      foundRoots(tx, workflow, [{ id: cycle, kind: 'cycle', parent: null, own, births: [] }], actor, publishedAt),
    )
  const says = (type: string) =>
    act(world, 'season', { root: cycle, key: rootKey, event: { type }, person: country.federal, at: publishedAt })
  await says('cycle.openPairing')
  await db
    .transaction()
    .execute(tx =>
      foundPartnerships(tx, workflow, season, { id: cycle, dates: stageDates(season) }, groups, actor, publishedAt),
    )
  await says('cycle.publish')
  // As the database's own housekeeping does within a minute of the machine's clock, in which a simulated season is long over.
  await sql`ANALYZE`.execute(db)
}

/** A season that has just been published in an empty database: its country, its pairs, what their people will write. */
export const foundSeason = async (
  db: Database,
  seasons: ReadonlyMap<string, SeasonDefinition>,
  count: number,
  seed: number,
): Promise<World> => {
  const world = openWorld(db, seasons, count, seed)
  const { country, idOf, by, tables, places } = world
  await db.transaction().execute(tx => settleCountry(tx, country))
  for (const [index, schools] of proposed(country).entries()) {
    const seats = schools.map(school => ({ school, joinedAt: null, exchangedAt: null }))
    const table = newTable(idOf('pair', index), `pair ${index}`, seats, publishedAt, by.days, by.periods.signIn)
    tables.set(table.root, table)
    for (const seat of table.seats) places.set(seat.school.id, { table, seat })
  }
  const groups = [...tables.values()].map(({ root, seats }) => ({
    id: root,
    schools: seats.map(({ school: { id, zone, week } }) => ({ id, zone, week })),
  }))
  await found(world, groups)
  const wanted = [...tables.values()].map(table => ({ table, seats: table.seats, ways: table.ways, minutes: true }))
  await layFor(world, wanted, new Set(), publishedAt)
  return world
}
