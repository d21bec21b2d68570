import { assignmentKey, dutyKey, meetingKey, rootKey, seatKey } from './keys.ts'
import type { AssignmentContext } from './machines/assignment.ts'
import type { CycleContext } from './machines/cycle.ts'
import type { Act, DutyContext } from './machines/duty.ts'
import type { SeatNo } from './machines/events.ts'
import type { MeetingContext } from './machines/meeting.ts'
import type { PartnershipContext, SeatRecord } from './machines/partnership.ts'
import type { SeatContext } from './machines/seat.ts'

/** A thing as it is stored: by which machine it lives, in which state, with which context. */
export type Thing = { key: string; machine: string; value: unknown; context: unknown }

/** All the things of one partnership, by key. */
export type View = ReadonlyMap<string, Thing>

export type Seat = { value: { presence: string; package: string; file: string }; context: SeatContext }
export type Assignment = { value: { review: string; recommendations: string }; context: AssignmentContext }
export type Duty = { key: string; value: string; context: DutyContext }

const at = (view: View, key: string): Thing => {
  const thing = view.get(key)
  if (thing === undefined) throw new Error(`there is no «${key}» in this partnership`)
  return thing
}

// What a machine stored is what its types say: restoring a snapshot checks its regions and context keys.
export const partnershipIn = (view: View) => at(view, rootKey).context as PartnershipContext
export const cycleIn = (view: View) => at(view, rootKey).context as CycleContext
export const seatIn = (view: View, seat: SeatNo) => at(view, seatKey(seat)) as Seat
export const assignmentIn = (view: View, reviewer: SeatNo, reviewed: SeatNo) =>
  at(view, assignmentKey(reviewer, reviewed)) as Assignment
export const meetingIn = (view: View) => at(view, meetingKey).context as MeetingContext
export const dutyIn = (view: View, seat: SeatNo, act: Act, ...tail: readonly number[]) =>
  at(view, dutyKey(seat, act, ...tail)) as Thing & Duty
export const dutiesIn = (view: View) => [...view.values()].filter(thing => thing.machine === 'duty') as (Thing & Duty)[]

/** The seat's record in the partnership: its school, zone, week and standing. */
export const recordOf = ({ seats }: PartnershipContext, seat: SeatNo): SeatRecord => {
  const record = seats.find(candidate => candidate.seat === seat)
  if (record === undefined) throw new Error(`there is no seat ${seat} in this partnership`)
  return record
}

/** The schools that still take part. */
export const present = ({ seats }: PartnershipContext) => seats.filter(record => record.standing !== 'withdrawn')

/** The assignments between schools that still take part. */
export const standingAssignments = (partnership: PartnershipContext) => {
  const here = new Set(present(partnership).map(record => record.seat))
  return partnership.assignments.filter(({ reviewer, reviewed }) => here.has(reviewer) && here.has(reviewed))
}
