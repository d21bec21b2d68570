import { randomUUID } from 'node:crypto'
import { type Chance, chance } from '../fixtures/walk.ts'
import type { Dates, Post, School, Table } from './oracle/story.ts'

/** How somebody takes the season: in good time, late, never, or all but the very last. */
export type Manner = 'prompt' | 'late' | 'silent' | 'unfinished'

/** A school of the fault run. `people`: who answers for it; one without an address is written to by nobody. */
export type Place = School & {
  readonly region: string
  readonly municipality: string
  readonly manner: Manner
  readonly people: readonly Person[]
  readonly curator: string | null
}

export type Person = { readonly id: string; readonly email: string | null; readonly zone: string }

type Officer = Person & {
  readonly rank: 'curator' | 'municipalCoordinator' | 'regionalCoordinator'
  readonly region: string
  readonly municipality: string | null
  readonly worksAt: readonly string[]
}

/** Schools, their people, those above them, and who sits with whom. */
export type World = {
  readonly places: readonly Place[]
  readonly officers: readonly Officer[]
  readonly federal: string
  readonly tables: readonly Table[]
  readonly dates: Dates
}

const dates: Dates = { exchange: '2022-10-07', meeting: '2022-10-21', upload: '2022-11-01' }

/** The country's zones, each with a region of its own; a season has schools in four of them. */
const lands = [
  { region: 'Западная', zone: 'Europe/Kaliningrad' },
  { region: 'Средняя', zone: 'Europe/Moscow' },
  { region: 'Волжская', zone: 'Europe/Samara' },
  { region: 'Уральская', zone: 'Asia/Yekaterinburg' },
  { region: 'Степная', zone: 'Asia/Omsk' },
  { region: 'Сибирская', zone: 'Asia/Krasnoyarsk' },
  { region: 'Озёрная', zone: 'Asia/Irkutsk' },
  { region: 'Северная', zone: 'Asia/Yakutsk' },
  { region: 'Приморская', zone: 'Asia/Vladivostok' },
  { region: 'Островная', zone: 'Asia/Magadan' },
  { region: 'Восточная', zone: 'Asia/Kamchatka' },
] as const
const inOneSeason = 4
const municipalities = ['Первый округ', 'Второй округ']

/** Who sits together, by manner: every pair of manners that makes a difference comes up. */
const company: readonly (readonly Manner[])[] = [
  ['prompt', 'prompt'],
  ['prompt', 'late'],
  ['prompt', 'silent'],
  ['unfinished', 'prompt'],
  ['late', 'late'],
  ['late', 'unfinished'],
  ['silent', 'silent'],
  ['unfinished', 'unfinished'],
]
const trios: readonly (readonly Manner[])[] = [
  ['prompt', 'prompt', 'prompt'],
  ['prompt', 'late', 'silent'],
]

const person = (zone: string, email: string | null = `${randomUUID()}@example.org`): Person => ({
  id: randomUUID(),
  email,
  zone,
})

const shuffled = <One>(luck: Chance, list: readonly One[]): One[] => {
  const left = [...list]
  return list.flatMap(() => left.splice(luck.below(left.length), 1))
}

const officersOf = (chosen: readonly (typeof lands)[number][]): Officer[] =>
  chosen.flatMap(({ region, zone }, index) => [
    { ...person(zone), rank: 'regionalCoordinator', region, municipality: null, worksAt: [] },
    // One municipality has nobody: the region answers for it.
    ...municipalities.slice(index === 2 ? 1 : 0).map(
      (municipality): Officer => ({
        ...person(zone),
        rank: 'municipalCoordinator',
        region,
        municipality,
        worksAt: [],
      }),
    ),
    ...municipalities.map(
      (municipality): Officer => ({ ...person(zone), rank: 'curator', region, municipality, worksAt: [] }),
    ),
  ])

/** At least sixty schools in four time zones, in pairs and two trios; the same for the same seed but for the ids. */
export const worldOf = (seed: number, schools = 60): World => {
  const luck = chance(seed)
  const manners: (readonly Manner[])[] = [...trios]
  while (manners.flat().length < schools) manners.push(company[(manners.length - trios.length) % company.length] ?? [])
  const chosen = shuffled(luck, lands).slice(0, inOneSeason)
  const officers = officersOf(chosen)
  const places = manners.flat().map((manner, index): Place => {
    const land = chosen[index % chosen.length] ?? lands[0]
    const municipality = luck.oneOf(municipalities)
    const curator = officers.find(
      one => one.rank === 'curator' && one.region === land.region && one.municipality === municipality,
    )
    // Nobody answers for one school in twenty; of the silent ones, so that nobody has to act there.
    const reached = manner !== 'silent' || !luck.onceIn(5)
    return {
      ...{ id: randomUUID(), zone: land.zone, week: luck.onceIn(3) ? 6 : 5, region: land.region, municipality, manner },
      people: reached ? Array.from({ length: 1 + luck.below(2) }, () => person(land.zone)) : [person(land.zone, null)],
      curator: luck.onceIn(7) ? null : (curator?.id ?? null),
    }
  })
  const order = new Map<Manner, Place[]>()
  for (const place of shuffled(luck, places)) order.set(place.manner, [...(order.get(place.manner) ?? []), place])
  const tables = manners.map((group): Table => {
    const seats = group.map((manner, index) => ({ seat: index + 1, school: order.get(manner)?.pop()?.id ?? '' }))
    const reviews = seats.map(({ seat }) => [seat, (seat % seats.length) + 1] as const)
    return { id: randomUUID(), seats, reviews }
  })
  return { places, officers: placedAt(officers, places, tables), federal: randomUUID(), tables, dates }
}

/** One curator works at the partner of a school that is theirs: there they are nobody's curator (rules 11). */
const placedAt = (officers: readonly Officer[], places: readonly Place[], tables: readonly Table[]): Officer[] => {
  const [table] = tables.slice(trios.length)
  const [own, beside] = (table?.seats ?? []).map(({ school }) => places.find(({ id }) => id === school))
  return officers.map(one => (one.id === own?.curator && beside !== undefined ? { ...one, worksAt: [beside.id] } : one))
}

/** Who answers for which school from the beginning. */
export const postsOf = ({ places, officers }: World): Post[] =>
  places.flatMap(({ id: school, people, curator, region, municipality }) => {
    const post = ({ id, zone }: Person, rank: Post['rank'], worksAt: readonly string[] = []): Post => ({
      ...{ person: id, zone, rank, school, from: null, until: null, instead: null, worksAt },
    })
    return [
      ...people.filter(({ email }) => email !== null).map(one => post(one, 'school')),
      ...officers
        .filter(one =>
          one.rank === 'curator'
            ? one.id === curator
            : one.region === region && (one.municipality === null || one.municipality === municipality),
        )
        .map(one => post(one, one.rank, one.worksAt)),
    ]
  })
