import { meetingKey } from '../../../workflows/keys.ts'
import type { FilePart } from '../../../workflows/machines/seat.ts'
import {
  assignmentIn,
  meetingIn,
  partnershipIn,
  recordOf,
  seatIn,
  standingAssignments,
  type View,
} from '../../../workflows/view.ts'

/** Where a school's file is placed, as far as the proof says it: the day and one of the three (rules 20). */
export type ProofStand = {
  readonly placedOn: string | null
  readonly link: string | null
  readonly note: string | null
  readonly screenshot: boolean
}

/** The parts of a file that can be sent back, in the order in which pages name them. */
export const fileParts: readonly FilePart[] = ['scan', 'minutes', 'review', 'recommendations', 'partner']

const isSettled = (view: View, seat: number) => recordOf(partnershipIn(view), seat).standing === 'settled'

/**
 * What a file still waits for, as codes: `ownReview/2`, `ownRecommendations/2`, `theirReview/2`, `theirRecommendations/2` with the other
 * seat, and `meeting`. Nothing where the pair was closed one-sided for this school (rules 2, 3).
 */
export const missingParts = (view: View, seat: number): string[] => {
  if (isSettled(view, seat)) return []
  const concerned = standingAssignments(partnershipIn(view)).filter(
    ({ reviewer, reviewed }) => reviewer === seat || reviewed === seat,
  )
  return [
    ...concerned.flatMap(({ reviewer, reviewed }) => {
      const { submittedAt, revealedAt, sentAt } = assignmentIn(view, reviewer, reviewed).context
      const [whose, other] = reviewer === seat ? ['own', reviewed] : ['their', reviewer]
      return [
        ...(submittedAt === null && revealedAt === null ? [`${whose}Review/${other}`] : []),
        ...(sentAt === null ? [`${whose}Recommendations/${other}`] : []),
      ]
    }),
    ...(meetingIn(view).settledAt === null ? ['meeting'] : []),
  ]
}

/** What the proof still lacks: `date`, `proof`. */
const missingProof = ({ placedOn, link, note, screenshot }: ProofStand): string[] => [
  ...(placedOn === null ? ['date'] : []),
  ...(link === null && note === null && !screenshot ? ['proof'] : []),
]

const isLater = (instant: string | null, than: string) => instant !== null && instant > than

const minutesStand = (view: View, since: string): boolean => {
  const { recordedAt, notHeldAt } = meetingIn(view)
  const value = view.get(meetingKey)?.value
  const counted = typeof value === 'object' && value !== null && Reflect.get(value, 'held') === 'counted'
  return isLater(notHeldAt, since) || (counted && isLater(recordedAt, since))
}

/** Whether the part that a file was sent back for was mended since; true where nothing is sent back. `scanAt`: when the last scan came. */
export const isMended = (view: View, seat: number, scanAt: string | null): boolean => {
  const returned = seatIn(view, seat).context.fileReturn
  if (returned === null) return true
  const { at, part } = returned
  const standing = standingAssignments(partnershipIn(view))
  const own = standing.filter(({ reviewer }) => reviewer === seat)
  const about = standing.filter(({ reviewed }) => reviewed === seat)
  const contextOf = ({ reviewer, reviewed }: (typeof standing)[number]) =>
    assignmentIn(view, reviewer, reviewed).context
  switch (part) {
    case 'scan':
      return isLater(scanAt, at)
    case 'minutes':
      return minutesStand(view, at)
    case 'review':
      return own.every(way => isLater(contextOf(way).lastSubmittedAt, at))
    case 'recommendations':
      return own.every(way => isLater(contextOf(way).lastSentAt, at))
    case 'partner':
      return (
        isSettled(view, seat) ||
        about.every(way => isLater(contextOf(way).lastSubmittedAt, at) && isLater(contextOf(way).lastSentAt, at))
      )
  }
}

/** What a placing of the file waits for, all in all; `scanAt` as above. */
export const uploadMissing = (view: View, seat: number, proof: ProofStand, scanAt: string | null): string[] => [
  ...(seatIn(view, seat).value.file === 'pending' ? missingParts(view, seat) : []),
  ...(isMended(view, seat, scanAt) ? [] : [`part/${seatIn(view, seat).context.fileReturn?.part}`]),
  ...missingProof(proof),
]
