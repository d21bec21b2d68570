import type { Chance } from '../fixtures/walk.ts'
import type { Client } from '../journey/client.ts'
import type { Manner, Place, World } from './world.ts'

/** What a school does in a season, in this order. */
export const deeds = ['signIn', 'package', 'review', 'meeting', 'recommendations', 'finalFile'] as const

export type Deed = (typeof deeds)[number]

/** A school at its seat, with what it means to do and has done. `programmes`: of its own package, ids by title. */
export type Player = {
  readonly place: Place
  readonly table: string
  readonly seat: number
  readonly reviews: number
  /** The first instant at which it means to do each deed. */
  readonly plan: ReadonlyMap<Deed, string>
  readonly done: Set<Deed>
  person: string
  client: Client
  programmes: Map<string, string>
  left: boolean
}

const plans: Readonly<Record<Manner, Partial<Record<Deed, readonly [day: string, spread: number]>>>> = {
  prompt: {
    signIn: ['2022-09-28', 2],
    package: ['2022-10-03', 4],
    review: ['2022-10-10', 5],
    meeting: ['2022-10-17', 3],
    recommendations: ['2022-10-19', 2],
    finalFile: ['2022-10-26', 5],
  },
  late: {
    signIn: ['2022-10-04', 3],
    package: ['2022-10-10', 4],
    review: ['2022-10-24', 3],
    meeting: ['2022-10-24', 2],
    recommendations: ['2022-10-26', 2],
    finalFile: ['2022-11-03', 6],
  },
  unfinished: {
    signIn: ['2022-09-28', 3],
    package: ['2022-10-05', 3],
    review: ['2022-10-12', 8],
    meeting: ['2022-10-18', 3],
    recommendations: ['2022-10-20', 5],
  },
  silent: {},
}

/** The instants of a day at which schools act: none at which anybody's letters go. */
export const hours = ['05:30', '12:30'] as const

const planOf = (luck: Chance, manner: Manner): Map<Deed, string> =>
  new Map(
    deeds.flatMap(deed => {
      const [day, spread] = plans[manner][deed] ?? []
      if (day === undefined || spread === undefined) return []
      const date = Temporal.PlainDate.from(day).add({ days: luck.below(spread) })
      return [[deed, `${date}T${luck.oneOf(hours)}:00.000Z`]]
    }),
  )

/** All schools at their seats. `clientOf` gives a person's program. */
export const castOf = (
  luck: Chance,
  { places, tables }: World,
  clientOf: (person: string) => Client,
): readonly Player[] =>
  tables.flatMap(({ id: table, seats, reviews }) =>
    seats.flatMap(({ seat, school }): Player[] => {
      const place = places.find(each => each.id === school)
      const person = place?.people[0]?.id
      if (place === undefined || person === undefined) return []
      return [
        {
          ...{ place, table, seat, person, client: clientOf(person) },
          reviews: reviews.find(([by]) => by === seat)?.[1] ?? 0,
          plan: planOf(luck, place.manner),
          done: new Set(),
          programmes: new Map(),
          left: false,
        },
      ]
    }),
  )
