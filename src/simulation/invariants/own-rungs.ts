import type { LetterRole } from '../../../workflows/letters/kinds.ts'
import type { LetterSettings, OwedAct } from '../../../workflows/season.ts'
import type { Person } from '../country.ts'
import { instantOf, type OwnDays, plusDays } from '../own-days.ts'
import type { Seat, Table } from '../table.ts'
import type { World } from '../world.ts'

/** Letters go at nine. */
const nine = 9 * 60

/** The instant of a rung by the reader's clock, by the simulation's own reckoning (rules 6); null for one that would come after its deadline. */
export const ownRung = (
  days: OwnDays,
  { date, dueAt }: { readonly date: string; readonly dueAt: string },
  step: number,
  { hours, week }: Pick<Person, 'hours' | 'week'>,
): string | null => {
  const day = plusDays(date, step)
  if (step <= 0) {
    const before = instantOf(days.notAfter(day, week), nine, hours)
    return before < dueAt ? before : null
  }
  const first = days.notBefore(day, week)
  const at = instantOf(first, nine, hours)
  return at >= dueAt ? at : instantOf(days.after(first, 1, week), nine, hours)
}

/** The rungs of an act's ladder: how many days from the deadline, to whom. */
export const ownLadder = ({ ladder, ladders }: LetterSettings, act: string) => ladders[act as OwedAct] ?? ladder

const above: Readonly<Partial<Record<LetterRole, LetterRole>>> = {
  school: 'curator',
  curator: 'municipalCoordinator',
  municipalCoordinator: 'regionalCoordinator',
  regionalCoordinator: 'federalCoordinator',
}

const holdersOf = ({ country }: World, table: Table, { school, seat }: Seat, role: LetterRole): readonly Person[] => {
  const offices = country.offices.filter(
    ({ region, municipality }) =>
      (role === 'municipalCoordinator' && region === school.region && municipality === school.municipality) ||
      (role === 'regionalCoordinator' && region === school.region && municipality === null) ||
      (role === 'federalCoordinator' && region === null),
  )
  if (role === 'school') return school.people
  if (role !== 'curator') return offices.map(({ person }) => person)
  const worksAt = school.curator === null ? undefined : country.workplaces.get(school.curator.id)
  const isBeside = table.seats.some(
    other => other.seat !== seat && other.standing !== 'withdrawn' && other.school.id === worksAt,
  )
  return school.curator === null || isBeside ? [] : [school.curator]
}

/** Who is to read a rung, in whose stead (rules 9): the role's holders, or the first above them who are there. */
export const ownReaders = (world: World, table: Table, seat: Seat, role: LetterRole): readonly Person[] => {
  const held = holdersOf(world, table, seat, role)
  const next = above[role]
  return held.length > 0 || next === undefined ? held : ownReaders(world, table, seat, next)
}
