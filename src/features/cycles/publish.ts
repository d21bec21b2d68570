import { assignmentBirths, meetingBirth, type Pairing, seatBirths } from '../../../workflows/births.ts'
import { addWorkingDays } from '../../../workflows/calendar.ts'
import { localDate, sharedDueInstant } from '../../../workflows/deadlines.ts'
import { rootKey } from '../../../workflows/keys.ts'
import type { CycleInput, StageEnds } from '../../../workflows/machines/cycle.ts'
import type { Arrival, PartnershipInput, SeatRecord, StageDates } from '../../../workflows/machines/partnership.ts'
import type { OwedAct, SeasonDefinition } from '../../../workflows/season.ts'
import type { Transaction } from '../../db/pool.ts'
import { foundAlike, type Mould } from '../../engine/found-roots.ts'
import type { Actor, Workflow } from '../../engine/workflow.ts'

/** Schools that will be partners: two review each other, three review round in a ring (rules 13). */
export type Group = {
  id: string
  schools: readonly ({ id: string; zone: string; week: 5 | 6 } & Partial<Arrival>)[]
  /** What goes into the first row of its history, as a reason does. */
  said?: Readonly<Record<string, unknown>>
}

/** Who reviews whom among `size` seats. */
const ring = (size: number): Pairing[] =>
  Array.from({ length: size }, (_, index) => ({ reviewer: index + 1, reviewed: ((index + 1) % size) + 1 }))

/** The stages' dates as the season states them. */
export const stageDates = ({ stages }: SeasonDefinition): StageDates =>
  Object.fromEntries(stages.map(({ id, deadline }) => [id, deadline]))

const obligations = ({ stages }: SeasonDefinition): Partial<Record<OwedAct, string>> =>
  Object.fromEntries(stages.flatMap(({ id, obligations: acts }) => acts.map(act => [act, id])))

/** The instants at which the first two stages are over in every zone of the season's country; the operator's zone speaks for it. */
export const stageEnds = ({ zone }: SeasonDefinition, dates: StageDates): StageEnds => {
  const end = (stage: string) => {
    const date = dates[stage]
    if (date == null) throw new Error(`The stage «${stage}» has no date`)
    return sharedDueInstant(date, [zone])
  }
  return { exchange: end('exchange'), meeting: end('meeting') }
}

/** What a new cycle begins with. */
export const cycleInput = (season: SeasonDefinition, closes: string | null): CycleInput => ({
  definition: season.id,
  dates: stageDates(season),
  closes,
})

/** Signing in is owed some working days after publication, by each school's own week; the stage's date is the latest of them (rules 9). */
const signInDate = (
  { calendar, workingDays }: SeasonDefinition,
  seats: readonly Pick<SeatRecord, 'zone' | 'week'>[],
  at: string,
) =>
  seats
    .map(({ zone, week }) => addWorkingDays(calendar, localDate(at, zone), workingDays.signIn, week))
    .sort()
    .at(-1) ?? null

/** A school's place in the mould of its partnership. */
const schoolName = (seat: number) => `⟨school ${seat}⟩`

/** What partnerships have in common whose schools differ in nothing but in who they are. */
const mouldOf = (
  season: SeasonDefinition,
  cycle: { id: string; dates: StageDates },
  group: Group,
  at: string,
): Mould => {
  const seats = group.schools.map(({ id: _, ...rest }, index) => ({
    seat: index + 1,
    school: schoolName(index + 1),
    ...rest,
  }))
  const assignments = ring(seats.length)
  const input: PartnershipInput = {
    cycle: cycle.id,
    seats,
    assignments,
    dates: { ...cycle.dates, pairing: signInDate(season, seats, at) },
    obligations: obligations(season),
    workingDays: season.workingDays,
  }
  return {
    kind: 'partnership',
    parent: cycle.id,
    own: { key: rootKey, machine: 'partnership', input },
    births: [
      ...seats.flatMap(({ seat, school }) => seatBirths(seat, school)),
      ...assignments.flatMap(assignmentBirths),
      meetingBirth,
    ],
    ...(group.said === undefined ? {} : { said: group.said }),
  }
}

/** Everything about a group but who its schools are. */
const shapeOf = ({ schools, said }: Group): string => JSON.stringify([schools.map(({ id: _, ...rest }) => rest), said])

/** Brings the groups' partnerships into being, with their seats, assignments, meeting and duties. */
export const foundPartnerships = async (
  tx: Transaction,
  workflow: Workflow,
  season: SeasonDefinition,
  cycle: { id: string; dates: StageDates },
  groups: readonly Group[],
  actor: Actor,
  at: string,
): Promise<void> => {
  for (const [first, ...alike] of Map.groupBy(groups, shapeOf).values()) {
    if (first === undefined) continue
    const names = first.schools.map((_, index) => schoolName(index + 1))
    const copies = [first, ...alike].map(({ id, schools }) => ({ id, values: schools.map(school => school.id) }))
    await foundAlike(tx, workflow, mouldOf(season, cycle, first, at), names, copies, actor, at)
  }
  const seats = groups
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .flatMap(({ id, schools }) => schools.map((school, index) => ({ root: id, seat: index + 1, school: school.id })))
  for (let start = 0; start < seats.length; start += 5000)
    await tx
      .insertInto('seat_school')
      .values(seats.slice(start, start + 5000))
      .execute()
}
