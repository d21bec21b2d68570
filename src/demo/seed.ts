import type { DemoExample } from '../../workflows/demo-example.ts'
import { rootKey } from '../../workflows/keys.ts'
import type { SeasonDefinition } from '../../workflows/season.ts'
import type { Database, Transaction } from '../db/pool.ts'
import { foundRoots } from '../engine/found-roots.ts'
import { cycleInput, foundPartnerships, stageDates } from '../features/cycles/publish.ts'
import type { House } from '../features/house.ts'

/** What the demo made: ids by the names of the example's file. */
export type Demo = {
  cycle: string
  people: ReadonlyMap<string, string>
  schools: ReadonlyMap<string, string>
  groups: ReadonlyMap<string, string>
}

type Ids = Omit<Demo, 'cycle'>

/** The demo's season is of 2022; it begins on the Wednesday on which its pairs are published. */
export const demoBegins = '2022-09-28T06:00:00.000Z'

const idsOf = (example: DemoExample, newId: () => string): Ids => {
  const named = (list: readonly { id: string }[]) => list.map(({ id }) => [id, newId()] as const)
  return {
    schools: new Map(named(example.schools)),
    groups: new Map(named(example.groups)),
    people: new Map(
      named([
        ...example.schools.flatMap(({ members }) => members),
        ...example.curators,
        ...example.municipalCoordinators,
        ...example.regionalCoordinators,
        ...example.federalCoordinators,
      ]),
    ),
  }
}

const known = (map: ReadonlyMap<string, string>, name: string): string => {
  const id = map.get(name)
  if (id === undefined) throw new Error(`The demo names «${name}» and does not describe it`)
  return id
}

const insertSchools = (tx: Transaction, { schools }: DemoExample, ids: Ids) =>
  tx
    .insertInto('school')
    .values(
      schools.map(school => ({
        id: known(ids.schools, school.id),
        name: school.name,
        region: school.region,
        municipality: school.municipality,
        zone: school.zone,
        locality: school.locality,
        students: school.students.number,
        week: school.workingWeek,
        risk_profile: JSON.stringify(school.riskProfile.significance),
      })),
    )
    .execute()

const insertPeople = async (
  tx: Transaction,
  example: DemoExample,
  season: SeasonDefinition,
  ids: Ids,
): Promise<void> => {
  const person =
    (zone: string) =>
    ({ id, name, email }: { id: string; name: string; email: string }) => ({
      id: known(ids.people, id),
      name,
      email,
      zone,
    })
  const officers = [
    ...example.curators,
    ...example.municipalCoordinators,
    ...example.regionalCoordinators,
    ...example.federalCoordinators,
  ]
  await tx
    .insertInto('person')
    .values([
      ...example.schools.flatMap(({ members, zone }) => members.map(person(zone))),
      ...officers.map(officer => person(zoneOf(example, officer) ?? season.zone)(officer)),
    ])
    .execute()
  await tx
    .insertInto('member')
    .values(
      example.schools.flatMap(({ id, members }) =>
        members.map(member => ({
          person: known(ids.people, member.id),
          school: known(ids.schools, id),
          role: member.role,
        })),
      ),
    )
    .execute()
}

/** An officer lives in the zone of the first school of the territory; the federal one in the season's. */
const zoneOf = ({ schools }: DemoExample, officer: { id: string; region?: string }): string | undefined =>
  schools.find(({ region, curator }) => curator === officer.id || region === officer.region)?.zone

const insertOfficers = async (tx: Transaction, example: DemoExample, ids: Ids): Promise<void> => {
  const curated = example.schools.flatMap(({ id, curator }) =>
    curator === null ? [] : [{ person: known(ids.people, curator), school: known(ids.schools, id) }],
  )
  const workplaces = example.curators.flatMap(({ id, worksAt }) =>
    worksAt === null ? [] : [{ person: known(ids.people, id), school: known(ids.schools, worksAt) }],
  )
  await tx.insertInto('curator').values(curated).execute()
  if (workplaces.length > 0) await tx.insertInto('workplace').values(workplaces).execute()
  await tx
    .insertInto('coordinator')
    .values([
      ...example.municipalCoordinators.map(({ id, region, municipality }) => ({
        person: known(ids.people, id),
        level: 'municipal' as const,
        region,
        municipality,
      })),
      ...example.regionalCoordinators.map(({ id, region }) => ({
        person: known(ids.people, id),
        level: 'regional' as const,
        region,
        municipality: null,
      })),
      ...example.federalCoordinators.map(({ id }) => ({
        person: known(ids.people, id),
        level: 'federal' as const,
        region: null,
        municipality: null,
      })),
    ])
    .execute()
}

const groupsOf = ({ groups, schools }: DemoExample, ids: Ids) =>
  groups.map(({ id, seats }) => ({
    id: known(ids.groups, id),
    schools: seats.map(name => {
      const school = schools.find(candidate => candidate.id === name)
      if (school === undefined) throw new Error(`The demo seats «${name}» and does not describe it`)
      return { id: known(ids.schools, name), zone: school.zone, week: school.workingWeek }
    }),
  }))

/**
 * Creates the demo: the season, its real schools, people named by their roles, the real pair and the trio, published. One transaction, then
 * the season's own acts through the one door.
 */
export const seedDemo = async (
  { db, workflow, dispatch, newId }: Pick<House, 'workflow' | 'dispatch' | 'newId'> & { db: Database },
  season: SeasonDefinition,
  example: DemoExample,
  at: string = demoBegins,
): Promise<Demo> => {
  const ids = idsOf(example, newId)
  const cycle = newId()
  const federal = known(ids.people, example.federalCoordinators[0]?.id ?? '')
  const actor = { person: federal, role: 'federalCoordinator' }
  await db.transaction().execute(async tx => {
    await insertSchools(tx, example, ids)
    await insertPeople(tx, example, season, ids)
    await insertOfficers(tx, example, ids)
    const own = { key: rootKey, machine: 'cycle', input: cycleInput(season, example.closes) }
    await foundRoots(tx, workflow, [{ id: cycle, kind: 'cycle', parent: null, own, births: [] }], actor, at)
    await foundPartnerships(
      tx,
      workflow,
      season,
      { id: cycle, dates: stageDates(season) },
      groupsOf(example, ids),
      actor,
      at,
    )
  })
  for (const type of ['cycle.openPairing', 'cycle.publish']) {
    const outcome = await dispatch({ root: cycle, key: rootKey, event: { type }, person: federal, at })
    if ('refusal' in outcome) throw new Error(`The demo's season refused «${type}»: ${outcome.refusal.why}`)
  }
  return { cycle, ...ids }
}
