import type { Act } from './machines/duty.ts'
import type { SeatNo } from './machines/events.ts'

/** Keys name the things of one partnership; the partnership itself, like a cycle, has the empty key. */
export const rootKey = ''
export const meetingKey = 'meeting'
export const seatKey = (seat: SeatNo) => `seat/${seat}`
export const assignmentKey = (reviewer: SeatNo, reviewed: SeatNo) => `assignment/${reviewer}-${reviewed}`

/** `tail` tells duties of one act apart: the seat that they are about, the round of a return. */
export const dutyKey = (seat: SeatNo, act: Act, ...tail: readonly number[]) => ['duty', seat, act, ...tail].join('/')

/** The seat whose thing a key names: an assignment is its reviewer's; the meeting and the partnership are nobody's alone. */
export const seatOfKey = (key: string): SeatNo | null => {
  const seat = /^(?:seat|assignment|duty)\/(\d+)/.exec(key)?.[1]
  return seat === undefined ? null : Number(seat)
}
