import { sql } from 'kysely'
import type { SeasonDefinition } from '../workflows/season.ts'
import type { Database } from './db/pool.ts'
import { seedSecondSeason } from './demo/second-season.ts'
import { demoBegins, seedDemo } from './demo/seed.ts'
import { setClock } from './engine/clock.ts'
import { makeLink } from './features/accounts/links.ts'
import { loadDemo } from './features/cycles/definition.ts'
import type { House } from './features/house.ts'
import { demoSeason, seasonsFolder } from './seasons.ts'

/** A link that is printed for the operator, with the name of whose it is. */
export type PrintedLink = { name: string; url: string }

/** One first start at a time; the others find what it left. */
const firstStartLock = 5_000_004

/** Who of the demo gets a link: one person of every role, the two schools of the real pair first. */
const shownPeople = [
  'school-21-coordinator',
  'priirtyshskaya-coordinator',
  'school-21-head',
  'curator-gymnasium-1',
  'curator-tobolsk',
  'municipal-smolensk',
  'regional-smolensk',
  'federal',
]

/** What the installation became at its first start, or null where there was none yet. */
export const installedAsDemo = async (db: Database): Promise<boolean | null> =>
  (await db.selectFrom('installation').select('demo').executeTakeFirst())?.demo ?? null

const ownSeason = ({ seasons }: House): SeasonDefinition => {
  const season = seasons.get(demoSeason)
  if (season === undefined) throw new Error(`The season «${demoSeason}» is not among the definitions`)
  return season
}

const beginDemo = async (house: House): Promise<void> => {
  const season = ownSeason(house)
  const example = loadDemo(`${seasonsFolder}/${demoSeason}`)
  const { people } = await seedDemo(house, season, example)
  const by = people.get(example.federalCoordinators[0]?.id ?? '') ?? ''
  await seedSecondSeason(house, season, { by, at: demoBegins })
  const offsetMs = Temporal.Instant.from(demoBegins).epochMilliseconds - Date.now()
  await setClock(house.db, { mode: 'offset', offsetMs })
}

/** A real installation begins with nobody but the federal coordinator, whose link is printed this once. */
const beginReal = async (house: House): Promise<PrintedLink[]> => {
  const person = house.newId()
  const { zone } = ownSeason(house)
  await house.db.insertInto('person').values({ id: person, name: null, email: null, zone }).execute()
  await house.db
    .insertInto('coordinator')
    .values({ person, level: 'federal', region: null, municipality: null })
    .execute()
  const { url } = await makeLink(house, { person, purpose: 'invitation' }, Date.now())
  return [{ name: 'Федеральный координатор · Federal coordinator', url }]
}

/** Fresh links into the demo, one for each role. */
const demoLinks = async (house: House): Promise<PrintedLink[]> => {
  const example = loadDemo(`${seasonsFolder}/${demoSeason}`)
  const addresses = new Map(
    [
      ...example.schools.flatMap(({ members }) => members),
      ...example.curators,
      ...example.municipalCoordinators,
      ...example.regionalCoordinators,
      ...example.federalCoordinators,
    ].map(({ id, email }) => [id, email]),
  )
  const emails = shownPeople.map(id => addresses.get(id) ?? '')
  const people = await house.db
    .selectFrom('person')
    .select(['id', 'name', 'email'])
    .where('email', 'in', emails)
    .execute()
  const links: PrintedLink[] = []
  for (const email of emails) {
    const person = people.find(candidate => candidate.email === email)
    if (person === undefined) continue
    const { url } = await makeLink(house, { person: person.id, purpose: 'invitation' }, Date.now())
    links.push({ name: person.name ?? email, url })
  }
  return links
}

/**
 * Makes a new installation what it is: a demo on one's own machine, or a real one with nobody but its federal coordinator (rules 27). Answers
 * whether it is a demo, and the links to print: a demo's are fresh at each start on a loopback listener, a real installation's come once.
 */
export const beginOrGoOn = async (
  house: House,
  wished: { demo: boolean; printDemoLinks: boolean },
): Promise<{ demo: boolean; links: readonly PrintedLink[] }> =>
  house.db.connection().execute(async lock => {
    await sql`SELECT pg_advisory_lock(${firstStartLock})`.execute(lock)
    try {
      const known = await installedAsDemo(house.db)
      const demo = known ?? wished.demo
      const links = known === null && !demo ? await beginReal(house) : []
      if (known === null && demo) await beginDemo(house)
      if (known === null) await house.db.insertInto('installation').values({ demo }).execute()
      return { demo, links: demo && wished.printDemoLinks ? await demoLinks(house) : links }
    } finally {
      await sql`SELECT pg_advisory_unlock(${firstStartLock})`.execute(lock)
    }
  })
