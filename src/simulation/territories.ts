import { between, type Chance, itemAt } from './chance.ts'
import type { Office, Person, School } from './country.ts'

/** Some territories have nobody: what is theirs to know goes one up. */
export const officesOf = (
  schools: readonly School[],
  person: (name: string, place: Pick<School, 'zone' | 'hours' | 'week'>) => Person,
  chance: Chance,
  federal: Person,
): Office[] => {
  const territories = (of: (school: School) => string) => [...Map.groupBy(schools, of).values()]
  const first = (list: readonly School[]): School => itemAt(list, 0)
  const districts = territories(({ region, municipality }) => `${region} ${municipality}`).map(first)
  const regions = territories(({ region }) => region).map(first)
  return [
    ...districts
      .filter(({ region, municipality }) => chance('district office', region, municipality) > 0.15)
      .map(({ region, municipality, zone, hours }) => ({
        person: person(`district ${region.slice(7)} ${municipality.slice(6)}`, { zone, hours, week: 5 }),
        region,
        municipality,
      })),
    ...regions
      .filter((_, index) => index % 9 !== 4)
      .map(({ region, zone, hours }) => ({
        person: person(`region ${region.slice(7)}`, { zone, hours, week: 5 }),
        region,
        municipality: null,
      })),
    { person: federal, region: null, municipality: null },
  ]
}

/** Some curators work at a school of their region, where they are partners and no curators (rules 11). */
export const workplacesOf = (schools: readonly School[], chance: Chance): Map<string, string> => {
  const works = new Map<string, string>()
  for (const { curator, region } of schools)
    if (curator !== null && !works.has(curator.id) && chance('workplace', curator.id) < 0.15) {
      const near = schools.filter(school => school.region === region)
      works.set(curator.id, itemAt(near, between(chance('works at', curator.id), 0, near.length - 1)).id)
    }
  return works
}
