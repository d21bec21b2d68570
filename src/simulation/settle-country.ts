import { sql } from 'kysely'
import type { Transaction } from '../db/pool.ts'
import type { Country, Person } from './country.ts'

const batch = 3000

const inBatches = async <Row>(
  rows: readonly Row[],
  write: (some: readonly Row[]) => Promise<unknown>,
): Promise<void> => {
  for (let start = 0; start < rows.length; start += batch) await write(rows.slice(start, start + batch))
}

/** Everybody, once. */
export const peopleOf = ({ schools, offices }: Country): Person[] => {
  const all = [
    ...schools.flatMap(({ people, curator }) => [...people, ...(curator === null ? [] : [curator])]),
    ...offices.map(({ person }) => person),
  ]
  return [...new Map(all.map(person => [person.id, person])).values()]
}

/** Writes schools and people as a coordinator's list would bring them. */
export const settleCountry = async (tx: Transaction, country: Country): Promise<void> => {
  const { schools, offices, workplaces } = country
  await inBatches(schools, some =>
    tx
      .insertInto('school')
      .values(
        some.map(({ id, n, region, municipality, zone, locality, students, week, risks }) => ({
          ...{ id, name: `Школа-образец ${n}`, region, municipality, zone, locality, students, week },
          risk_profile: JSON.stringify(Object.fromEntries(risks.map((level, index) => [index + 1, level]))),
        })),
      )
      .execute(),
  )
  await inBatches(peopleOf(country), some =>
    tx
      .insertInto('person')
      .values(
        some.map(({ id, email, zone, lang }) => ({ id, name: `Участник ${email.split('@')[0]}`, email, zone, lang })),
      )
      .execute(),
  )
  const members = schools.flatMap(({ id, people }) =>
    people.map((person, index) => ({
      person: person.id,
      school: id,
      role: index === 0 ? ('head' as const) : ('schoolCoordinator' as const),
    })),
  )
  await inBatches(members, some =>
    tx
      .insertInto('member')
      .values([...some])
      .execute(),
  )
  const curated = schools.flatMap(({ id, curator }) => (curator === null ? [] : [{ person: curator.id, school: id }]))
  await inBatches(curated, some =>
    tx
      .insertInto('curator')
      .values([...some])
      .execute(),
  )
  const works = [...workplaces].map(([person, school]) => ({ person, school }))
  await inBatches(works, some =>
    tx
      .insertInto('workplace')
      .values([...some])
      .execute(),
  )
  await inBatches(offices, some =>
    tx
      .insertInto('coordinator')
      .values(
        some.map(({ person, region, municipality }) => ({
          person: person.id,
          level: region === null ? 'federal' : municipality === null ? 'regional' : 'municipal',
          region,
          municipality,
        })),
      )
      .execute(),
  )
  await sql`INSERT INTO installation (demo) VALUES (false)`.execute(tx)
}
