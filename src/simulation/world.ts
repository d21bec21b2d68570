import type { SeasonDefinition } from '../../workflows/season.ts'
import type { Command } from '../engine/dispatch.ts'
import type { House } from '../features/house.ts'
import type { Agenda } from './agenda.ts'
import type { Chance } from './chance.ts'
import type { Country, Office, Person, School } from './country.ts'
import type { Reckoning } from './own-duties.ts'
import type { Seat, Table } from './table.ts'

/** An act that was refused although its person had reason to think that it would not be. */
export type UnexpectedRefusal = {
  readonly table: string
  readonly act: string
  readonly at: string
  readonly why: string
}

/** Somebody who does what they have to do when a letter says so. `begins` starts it once. */
export type Waiting = { readonly school: School; readonly begins: (at: string) => void }

/** The season as it is played: who is there, what was done, what is to come. Everything but the database lies in memory. */
export type World = {
  readonly house: House
  readonly season: SeasonDefinition
  readonly country: Country
  readonly chance: Chance
  readonly idOf: (...about: readonly (string | number)[]) => string
  readonly by: Reckoning
  readonly cycle: string
  readonly agenda: Agenda
  readonly tables: Map<string, Table>
  /** Everybody who may be written to, by id. */
  readonly readers: ReadonlyMap<string, Person>
  /** Where a school sits now. */
  readonly places: Map<string, { readonly table: Table; readonly seat: Seat }>
  /** Those who wait for a letter about a duty, by root and duty. */
  readonly awaited: Map<string, Set<Waiting>>
  /** Partnerships whose minutes were recorded and wait. */
  readonly unsettled: Set<Table>
  readonly acts: Map<string, number>
  readonly refusals: UnexpectedRefusal[]
  /** Is told whenever something changed at a table. */
  changed: (table: Table, at: string) => void
}

/** Does an act through the one door, and counts it. Answers whether it was taken. */
export const act = async (
  world: World,
  name: string,
  command: Pick<Command, 'root' | 'key' | 'event' | 'texts' | 'at'> & { readonly person: Pick<Person, 'id'> },
): Promise<boolean> => {
  const { person, ...rest } = command
  const outcome = await world.house.dispatch({ ...rest, person: person.id })
  if ('receipt' in outcome) {
    world.acts.set(command.event.type, (world.acts.get(command.event.type) ?? 0) + 1)
    return true
  }
  const { why } = outcome.refusal
  const missing = why === 'notNow' ? ` ${outcome.refusal.shut ?? ''} ${outcome.refusal.missing.join(', ')}` : ''
  world.refusals.push({ table: name, act: command.event.type, at: command.at, why: `${why}${missing}`.trim() })
  return false
}

const covers = ({ region, municipality }: Office, school: School): boolean =>
  region === null || (region === school.region && (municipality === null || municipality === school.municipality))

/** Whoever answers for a school, the nearest of them; the federal coordinator where the territory has nobody. */
export const nearestOfficial = ({ country }: World, school: School): Person => {
  const rank = ({ region, municipality }: Office) => (region === null ? 2 : municipality === null ? 1 : 0)
  const able = country.offices.filter(office => covers(office, school))
  return able.toSorted((one, other) => rank(one) - rank(other))[0]?.person ?? country.federal
}
