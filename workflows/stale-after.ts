import type { AssignmentEvent } from './machines/assignment.ts'
import type { CycleEvent } from './machines/cycle.ts'
import type { DutyEvent } from './machines/duty.ts'
import type { MeetingEvent } from './machines/meeting.ts'
import type { PartnershipEvent } from './machines/partnership.ts'
import type { SeatEvent } from './machines/seat.ts'

type AnyEvent = AssignmentEvent | CycleEvent | DutyEvent | MeetingEvent | PartnershipEvent | SeatEvent

/** Events that only the engine sends: the clock's and the neighbours'. */
export type InnerEvent = 'settle' | 'due' | 'silence' | 'stageEnds'

/** Everything that a person can ask for. */
export type Act = Exclude<AnyEvent['type'], InnerEvent>

const packageMoves = ['package.send', 'package.recall', 'package.return', 'package.open'] as const
const reviewMoves = ['review.submit', 'review.takeBack', 'review.open', 'review.reopen'] as const
const recommendationMoves = ['recommendations.send', 'recommendations.answer'] as const
const meetingMoves = [
  'meeting.propose',
  'meeting.accept',
  'meeting.decline',
  'meeting.cancel',
  'meeting.record',
  'meeting.notHeld',
] as const
const minutesMoves = ['meeting.record', 'meeting.rule', 'silence', 'meeting.notHeld', 'meeting.reopenMinutes'] as const
// Who accepts goes on with what others accept; who writes the minutes anew takes their word away.
const writtenMinutes = [...minutesMoves, 'meeting.acceptMinutes'] as const
const fileMoves = ['file.upload', 'file.confirm', 'file.return'] as const
const seatMoves = [
  'partnership.join',
  'partnership.assign',
  'partnership.withdraw',
  'partnership.reinstate',
  'partnership.closeOneSided',
  'partnership.dissolve',
] as const
const seasonMoves = [
  'cycle.openPairing',
  'cycle.publish',
  'cycle.moveDates',
  'cycle.close',
  'cycle.reopen',
  'cycle.cancel',
] as const

/**
 * For each act, the events on the same thing that make a page's view of it old. Total: an act that is missing here does not compile.
 * An empty list is an act that no earlier one can make stale, because the machine alone decides.
 */
export const staleAfter = {
  'seat.signIn': [],
  'package.send': packageMoves,
  'package.recall': packageMoves,
  'package.open': [],
  'package.return': packageMoves,
  'file.upload': fileMoves,
  'file.confirm': fileMoves,
  'file.return': fileMoves,
  'review.submit': reviewMoves,
  'review.takeBack': reviewMoves,
  'review.open': reviewMoves,
  'review.reopen': reviewMoves,
  'recommendations.send': recommendationMoves,
  'recommendations.answer': recommendationMoves,
  'meeting.propose': meetingMoves,
  'meeting.accept': meetingMoves,
  'meeting.decline': meetingMoves,
  'meeting.cancel': meetingMoves,
  'meeting.record': writtenMinutes,
  'meeting.acceptMinutes': minutesMoves,
  'meeting.rule': minutesMoves,
  'meeting.notHeld': minutesMoves,
  'meeting.reopenMinutes': minutesMoves,
  'meeting.talk': ['meeting.talk'],
  'duty.extend': ['duty.extend'],
  'partnership.moveDates': ['partnership.moveDates'],
  'partnership.join': seatMoves,
  'partnership.assign': seatMoves,
  'partnership.withdraw': seatMoves,
  'partnership.reinstate': seatMoves,
  'partnership.closeOneSided': seatMoves,
  'partnership.dissolve': seatMoves,
  'partnership.close': [],
  'partnership.reopen': [],
  'cycle.openPairing': seasonMoves,
  'cycle.publish': seasonMoves,
  'cycle.moveDates': seasonMoves,
  'cycle.pair': ['cycle.close', 'cycle.cancel'],
  'cycle.join': ['cycle.close', 'cycle.cancel'],
  'cycle.close': seasonMoves,
  'cycle.reopen': seasonMoves,
  'cycle.cancel': seasonMoves,
} as const satisfies Record<Act, readonly AnyEvent['type'][]>
