import type { WorkingCalendar } from './calendar.ts'
import { dutyFacts } from './duty-facts.ts'
import { assignmentKey, meetingKey, seatKey } from './keys.ts'
import type { AssignmentFacts } from './machines/assignment.ts'
import type { SeatNo } from './machines/events.ts'
import type { MeetingFacts } from './machines/meeting.ts'
import type { PartnershipContext } from './machines/partnership.ts'
import type { FilePart } from './machines/seat.ts'
import {
  assignmentIn,
  dutiesIn,
  meetingIn,
  partnershipIn,
  present,
  recordOf,
  seatIn,
  standingAssignments,
  type View,
} from './view.ts'

/** An event for one of the things of a partnership. */
export type Addressed = { key: string; event: { type: string; facts: object } }

/** A review counts as submitted also while it is being changed after the reveal. */
const wasSubmitted = (view: View, reviewer: SeatNo, reviewed: SeatNo) => {
  const { value, context } = assignmentIn(view, reviewer, reviewed)
  return value.review === 'submitted' || value.review === 'revealed' || context.revealedAt !== null
}

const latest = (instants: readonly (string | null)[]): string | null =>
  instants
    .filter(instant => instant !== null)
    .sort()
    .at(-1) ?? null

/** The latest return of a final file that names the reviewer's own part, or the partner's part on the other side. */
const returnedAt = (view: View, reviewer: SeatNo, reviewed: SeatNo, part: FilePart): string | null => {
  const own = seatIn(view, reviewer).context.fileReturn
  const partners = seatIn(view, reviewed).context.fileReturn
  return latest([own?.part === part ? own.at : null, partners?.part === 'partner' ? partners.at : null])
}

/**
 * The reviews that a school owes before those about it open for it (rules 16). What it owed to a school that left is not asked of it; one
 * that left itself reads what it earned by then, and nothing for having left.
 */
const ownReviews = (partnership: PartnershipContext, seat: SeatNo) =>
  (recordOf(partnership, seat).standing === 'withdrawn'
    ? partnership.assignments
    : standingAssignments(partnership)
  ).filter(({ reviewer }) => reviewer === seat)

const assignmentFacts = (view: View, reviewer: SeatNo, reviewed: SeatNo): AssignmentFacts => {
  const partnership = partnershipIn(view)
  const reviewedSeat = seatIn(view, reviewed)
  const left = (seat: SeatNo) => recordOf(partnership, seat).standing === 'withdrawn'
  return {
    readable: reviewedSeat.value.package !== 'preparing' || reviewedSeat.context.packageReturn !== null,
    revealable:
      (left(reviewer) && !left(reviewed)) ||
      ownReviews(partnership, reviewed).every(pairing => wasSubmitted(view, pairing.reviewer, pairing.reviewed)),
    reviewReturnedAt: returnedAt(view, reviewer, reviewed, 'review'),
    recommendationsReturnedAt: returnedAt(view, reviewer, reviewed, 'recommendations'),
  }
}

/** Once the minutes count: of each school that was not there, the schools that it reviews and that still take part. */
const absentOf = (view: View): MeetingFacts['absent'] => {
  const { took, heldAt } = meetingIn(view)
  if (heldAt === null) return []
  return standingAssignments(partnershipIn(view))
    .filter(({ reviewer }) => !took.includes(reviewer))
    .map(({ reviewer, reviewed }) => ({ seat: reviewer, about: reviewed }))
}

const meetingFacts = (view: View): MeetingFacts => ({
  absent: absentOf(view),
  present: present(partnershipIn(view)).map(({ seat }) => seat),
  minutesReturnedAt: latest(
    present(partnershipIn(view)).map(({ seat }) => {
      const { fileReturn } = seatIn(view, seat).context
      return fileReturn?.part === 'minutes' ? fileReturn.at : null
    }),
  ),
})

/** Rules 2: the final file is ready when all that goes into it is there, or the pair was closed one-sided for this school. */
const fileReady = (view: View, seat: SeatNo): boolean => {
  const partnership = partnershipIn(view)
  if (recordOf(partnership, seat).standing === 'settled') return true
  const concerned = standingAssignments(partnership).filter(
    ({ reviewer, reviewed }) => reviewer === seat || reviewed === seat,
  )
  return (
    meetingIn(view).settledAt !== null &&
    concerned.every(({ reviewer, reviewed }) => {
      const { context } = assignmentIn(view, reviewer, reviewed)
      return wasSubmitted(view, reviewer, reviewed) && context.sentAt !== null
    })
  )
}

/**
 * What every thing of a partnership must learn of its neighbours, as `settle` events in a fixed order. The machines decide what it
 * means; the engine repeats this after each event until nothing changes.
 */
export const settle =
  (calendar: WorkingCalendar) =>
  (view: View): Addressed[] => {
    const partnership = partnershipIn(view)
    return [
      ...partnership.assignments.map(({ reviewer, reviewed }) => ({
        key: assignmentKey(reviewer, reviewed),
        event: { type: 'settle', facts: assignmentFacts(view, reviewer, reviewed) },
      })),
      ...present(partnership).map(({ seat }) => ({
        key: seatKey(seat),
        event: { type: 'settle', facts: { fileReady: fileReady(view, seat) } },
      })),
      { key: meetingKey, event: { type: 'settle', facts: meetingFacts(view) } },
      ...dutiesIn(view)
        .sort((one, other) => (one.key < other.key ? -1 : 1))
        .map(duty => ({ key: duty.key, event: { type: 'settle', facts: dutyFacts(view, duty, calendar) } })),
    ]
  }
