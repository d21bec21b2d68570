import { assignmentKey, dutyKey, meetingKey, seatKey } from './keys.ts'
import type { Act, DutyInput } from './machines/duty.ts'
import type { Birth } from './machines/effects.ts'
import type { SeatNo } from './machines/events.ts'

export type Pairing = { reviewer: SeatNo; reviewed: SeatNo }

const dutyBirth = (
  seat: SeatNo,
  act: Act,
  about: SeatNo | null = null,
  since: string | null = null,
  ...round: readonly number[]
): Birth => {
  const input: DutyInput = { act, seat, about, since }
  return { key: dutyKey(seat, act, ...(about === null ? [] : [about]), ...round), machine: 'duty', input }
}

/** A seat and the duties that it has from the first day, whomever it reviews. */
export const seatBirths = (seat: SeatNo, school: string): Birth[] => [
  { key: seatKey(seat), machine: 'seat', input: { seat, school } },
  dutyBirth(seat, 'signIn'),
  dutyBirth(seat, 'package'),
  dutyBirth(seat, 'meeting'),
  dutyBirth(seat, 'finalFile'),
]

/** An assignment and the two duties that its reviewer owes for it. */
export const assignmentBirths = ({ reviewer, reviewed }: Pairing): Birth[] => [
  { key: assignmentKey(reviewer, reviewed), machine: 'assignment', input: { reviewer, reviewed } },
  dutyBirth(reviewer, 'review', reviewed),
  dutyBirth(reviewer, 'recommendations', reviewed),
]

/** The one meeting of a partnership. */
export const meetingBirth: Birth = { key: meetingKey, machine: 'meeting', input: {} }

/** What a return asks for has a duty of its own, with its own working days (rules 14, 21). */
export const returnBirth = (seat: SeatNo, act: 'resend' | 'correction', since: string, round: number): Birth =>
  dutyBirth(seat, act, null, since, round)

/** Who was absent from the meeting owes a talk with a school that it reviews (rules 18). */
export const talkBirth = (seat: SeatNo, about: SeatNo): Birth => dutyBirth(seat, 'talk', about)

/** A final file that came back for the partner's part: its author writes that part again (rules 21). */
export const rewriteBirth = (author: SeatNo, about: SeatNo, since: string, round: number): Birth =>
  dutyBirth(author, 'rewrite', about, since, round)
