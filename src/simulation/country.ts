import { between, type Chance, chanceOf, idsOf, itemAt } from './chance.ts'
import { officesOf, workplacesOf } from './territories.ts'

/**
 * How a school's people go about the season. `prompt`: as soon as something can be done. `slow`: when a letter reminded them. `late`: when a
 * letter said that it is late. `silent`: never. `ill`: promptly, but for some weeks. `leaves`: withdraws. `joins`: comes after the pairs were
 * published. `nobody`: the school has no people here.
 */
export const kinds = ['prompt', 'slow', 'late', 'silent', 'ill', 'leaves', 'joins', 'nobody'] as const

export type Kind = (typeof kinds)[number]

/** What a mail server says to an address: takes everything; refuses for good; takes it and sends it back; refuses the first time; is full. */
export type Address = 'works' | 'refuses' | 'bounces' | 'greylists' | 'full'

/** Somebody who reads letters. `hours`: east of UTC; `week`: the one of the school, five days for everybody else. */
export type Person = {
  readonly id: string
  readonly email: string
  readonly zone: string
  readonly hours: number
  readonly week: 5 | 6
  readonly address: Address
  readonly lang: 'ru' | 'en'
}

export type School = {
  readonly id: string
  readonly n: number
  readonly region: string
  readonly municipality: string
  readonly zone: string
  readonly hours: number
  readonly week: 5 | 6
  readonly locality: 'city' | 'town' | 'village'
  readonly students: number
  readonly risks: readonly ('low' | 'medium' | 'high')[]
  readonly kind: Kind
  /** The head and the school coordinator; nobody at some schools. */
  readonly people: readonly Person[]
  readonly curator: Person | null
}

/** A coordinator of a territory; the federal one's is the whole country. */
export type Office = { readonly person: Person; readonly region: string | null; readonly municipality: string | null }

export type Country = {
  readonly schools: readonly School[]
  readonly offices: readonly Office[]
  readonly federal: Person
  /** At which school a curator works, by the curator's id. */
  readonly workplaces: ReadonlyMap<string, string>
}

/** The fewest schools that hold every kind of people there is. */
export const fewest = 20

const zones: readonly (readonly [string, number])[] = [
  ['Europe/Moscow', 3],
  ['Asia/Yekaterinburg', 5],
  ['Europe/Moscow', 3],
  ['Asia/Kamchatka', 12],
  ['Europe/Kaliningrad', 2],
  ['Asia/Vladivostok', 10],
  ['Europe/Samara', 4],
  ['Europe/Moscow', 3],
  ['Asia/Irkutsk', 8],
  ['Asia/Omsk', 6],
  ['Asia/Yakutsk', 9],
  ['Asia/Krasnoyarsk', 7],
  ['Asia/Magadan', 11],
]

const shares: Readonly<Record<Exclude<Kind, 'prompt'>, number>> = {
  slow: 0.14,
  late: 0.07,
  silent: 0.05,
  ill: 0.04,
  leaves: 0.02,
  joins: 0.03,
  nobody: 0.03,
}

const addressShares: Readonly<Record<Exclude<Address, 'works'>, number>> = {
  refuses: 0.012,
  bounces: 0.012,
  greylists: 0.02,
  full: 0.008,
}

/** So many of each kind, at least one; the rest is the ordinary one. In an order that the seed alone decides. */
const deal = <Name extends string>(
  count: number,
  portions: Readonly<Record<string, number>>,
  rest: Name,
  chance: Chance,
): Name[] => {
  const named = Object.entries(portions).flatMap(([name, share]) =>
    Array.from({ length: Math.max(1, Math.round(count * share)) }, () => name as Name),
  )
  const all = [...named, ...Array.from({ length: Math.max(0, count - named.length) }, () => rest)]
  const places = all.map((name, index) => ({ name, at: chance('deal', rest, index) }))
  return places.sort((one, other) => one.at - other.at).map(({ name }) => name)
}

/** A country of so many schools: who is there, where they live, how they work. The same seed gives the same country. */
export const countryOf = (count: number, seed: number): Country => {
  if (count < fewest) throw new Error(`A country has at least ${fewest} schools.`)
  const [chance, id] = [chanceOf(seed), idsOf(seed)]
  const regions = Math.min(85, Math.max(5, Math.round(count / 35)))
  const districts = Math.min(12, Math.max(3, Math.round(count / regions / 4)))
  const dealt = deal<Kind>(count, shares, 'prompt', chance)
  const posts = deal<Address>(count, addressShares, 'works', chance)
  const langOf = (name: string): 'ru' | 'en' => (chance('lang', name) < 0.1 ? 'en' : 'ru')
  const person = (
    name: string,
    place: Pick<School, 'zone' | 'hours' | 'week'>,
    address: Address = 'works',
  ): Person => ({
    ...{ id: id(name), email: `${name.replaceAll(' ', '-')}@example.org`, address, lang: langOf(name) },
    ...{ zone: place.zone, hours: place.hours, week: place.week },
  })
  const regionOf = (n: number) => Math.floor(regions * chance('region', n) ** 1.4)
  const seen = new Map<number, number>()
  const schools = Array.from({ length: count }, (_, index): School => {
    const n = index + 1
    const region = regionOf(n)
    const order = seen.get(region) ?? 0
    seen.set(region, order + 1)
    const [zone, hours] = itemAt(zones, region)
    const place = { zone, hours, week: chance('week', n) < 0.3 ? (6 as const) : (5 as const) }
    const kind = itemAt(dealt, index)
    const people = [person(`head ${n}`, place), person(`coordinator ${n}`, place, itemAt(posts, index))]
    const curated = chance('curator', n) > 1 / 7
    return {
      ...{ id: id('school', n), n, region: `Регион ${region + 1}`, kind, ...place },
      municipality: `Округ ${1 + Math.floor(districts * chance('district', n) ** 1.3)}`,
      locality: itemAt(['city', 'town', 'village', 'village'] as const, between(chance('locality', n), 0, 3)),
      students: between(chance('students', n), 40, 900),
      risks: Array.from({ length: 10 }, (__, factor) =>
        itemAt(['low', 'low', 'medium', 'high'] as const, between(chance('risk', n, factor), 0, 3)),
      ),
      people: kind === 'nobody' ? [] : people,
      curator: curated ? person(`curator ${region + 1} ${Math.floor(order / 3)}`, { zone, hours, week: 5 }) : null,
    }
  })
  const federal = person('federal', { zone: 'Europe/Moscow', hours: 3, week: 5 })
  return {
    schools,
    offices: officesOf(schools, person, chance, federal),
    federal,
    workplaces: workplacesOf(schools, chance),
  }
}
