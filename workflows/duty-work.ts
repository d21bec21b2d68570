import type { DutyContext } from './machines/duty.ts'
import type { SeatNo } from './machines/events.ts'
import type { PartnershipContext } from './machines/partnership.ts'
import type { Answered } from './machines/seat.ts'
import { assignmentIn, meetingIn, present, recordOf, seatIn, standingAssignments, type View } from './view.ts'

/** What has to come before a duty's clock starts, and whether the work that it asks for is done. Instants are UTC texts. */
export type Work = {
  /** Whether an act of somebody else is missing, whose, and the instants of those acts that came. */
  waits: boolean
  waitingFor: readonly SeatNo[]
  arrivals: readonly (string | null)[]
  fulfilledAt: string | null
  waived: boolean
}

type About = { view: View; partnership: PartnershipContext; duty: DutyContext }

const work = (fulfilledAt: string | null, rest: Partial<Work> = {}): Work => {
  const { waitingFor = [] } = rest
  return { waits: waitingFor.length > 0, waitingFor, arrivals: [], waived: false, ...rest, fulfilledAt }
}

const othersOf = (partnership: PartnershipContext, seat: SeatNo): readonly SeatNo[] =>
  present(partnership)
    .map(record => record.seat)
    .filter(other => other !== seat)

const aboutOf = ({ act, about }: DutyContext): SeatNo => {
  if (about === null) throw new Error(`a duty of «${act}» is about no school`)
  return about
}

const hasLeft = (partnership: PartnershipContext, seat: SeatNo) => recordOf(partnership, seat).standing === 'withdrawn'

const review = ({ view, partnership, duty }: About): Work => {
  const about = aboutOf(duty)
  const { value, context } = seatIn(view, about)
  return work(assignmentIn(view, duty.seat, about).context.submittedAt, {
    waitingFor: value.package === 'preparing' ? [about] : [],
    arrivals: [context.lastSentAt],
    waived: hasLeft(partnership, about),
  })
}

const recommendations = ({ view, partnership, duty }: About): Work => {
  const about = aboutOf(duty)
  const { settledAt } = meetingIn(view)
  return work(assignmentIn(view, duty.seat, about).context.sentAt, {
    waitingFor: settledAt === null ? othersOf(partnership, duty.seat) : [],
    arrivals: [settledAt],
    waived: hasLeft(partnership, about),
  })
}

/** Whoever recorded the meeting, or accepted its minutes, waits only for those who have not accepted them yet (rules 3, 18). */
const silentAboutMinutes = (view: View, { seat }: DutyContext, others: readonly SeatNo[]): readonly SeatNo[] => {
  const { recordedAt, recordedBy, settledAt, accepted } = meetingIn(view)
  if (recordedAt === null || settledAt !== null) return []
  const spoke = (each: SeatNo) => each === recordedBy || accepted.includes(each)
  return spoke(seat) ? others.filter(other => !spoke(other)) : []
}

/** A shared act: its clock starts for all when the last package came, but nobody waits for itself (rules 2, 4). */
const meeting = ({ view, partnership, duty }: About): Work => {
  const { heldAt, notHeldAt } = meetingIn(view)
  const others = othersOf(partnership, duty.seat)
  const sentAt = (seat: SeatNo) => seatIn(view, seat).context.lastSentAt
  const unsent = others.filter(other => sentAt(other) === null)
  return work(heldAt, {
    waitingFor: unsent.length > 0 ? unsent : silentAboutMinutes(view, duty, others),
    arrivals: [...others, duty.seat].map(sentAt),
    waived: notHeldAt !== null || others.length === 0 || recordOf(partnership, duty.seat).standing === 'settled',
  })
}

const reviewsAbout = ({ view, partnership, duty }: About) =>
  standingAssignments(partnership)
    .filter(({ reviewed }) => reviewed === duty.seat)
    .map(({ reviewer, reviewed }) => assignmentIn(view, reviewer, reviewed).context)

/** What a final file waits for from the others: their review and recommendations, and that the meeting is settled (rules 2, 22). */
const finalFile = (about: About): Work => {
  const { view, partnership, duty } = about
  const { uploadedAt } = seatIn(view, duty.seat).context
  const { standing, since } = recordOf(partnership, duty.seat)
  if (standing === 'settled') return work(uploadedAt, { arrivals: [since] })
  const others = othersOf(partnership, duty.seat)
  const { settledAt } = meetingIn(view)
  const reviews = reviewsAbout(about)
  const owing = reviews.filter(({ submittedAt, sentAt }) => submittedAt === null || sentAt === null)
  const waitingFor = [...new Set([...owing.map(({ reviewer }) => reviewer), ...(settledAt === null ? others : [])])]
  return work(uploadedAt, {
    // A school whose partner left waits for another one.
    waits: waitingFor.length > 0 || others.length === 0,
    waitingFor: waitingFor.sort((one, other) => one - other),
    arrivals: [settledAt, ...reviews.flatMap(({ submittedAt, sentAt }) => [submittedAt, sentAt])],
  })
}

const answeredAt = (answered: readonly Answered<{ at: string }>[], since: string): string | null =>
  answered.find(({ answers }) => answers.at === since)?.at ?? null

const sinceOf = ({ act, since }: DutyContext): string => {
  if (since === null) throw new Error(`a duty of «${act}» answers no return`)
  return since
}

const resend = ({ view, duty }: About): Work => work(answeredAt(seatIn(view, duty.seat).context.resends, sinceOf(duty)))

/** A part that the partner has to write again is waited for (rules 3, 21). */
const correction = (about: About): Work => {
  const { view, duty } = about
  const since = sinceOf(duty)
  const { fileReturn, reuploads } = seatIn(view, duty.seat).context
  const answered = [...reuploads.map(({ answers }) => answers), ...(fileReturn === null ? [] : [fileReturn])]
  const ofPartner = answered.find(({ at }) => at === since)?.part === 'partner'
  const rewritten = (ofPartner ? reviewsAbout(about) : []).map(({ reviewer, lastSubmittedAt, lastSentAt }) => ({
    reviewer,
    instants: [lastSubmittedAt, lastSentAt],
  }))
  return work(answeredAt(reuploads, since), {
    waitingFor: rewritten
      .filter(({ instants }) => instants.some(instant => instant === null || instant <= since))
      .map(({ reviewer }) => reviewer),
    arrivals: rewritten.flatMap(({ instants }) => instants),
  })
}

/** One's part in the partner's final file is written again when both the review and the recommendations were (rules 21). */
const rewrite = ({ view, duty }: About): Work => {
  // What is written once more, after a later return, is that return's: this one was answered.
  if (duty.facts?.stand === 'fulfilled') return work(duty.facts.at)
  const since = sinceOf(duty)
  const { lastSubmittedAt, lastSentAt } = assignmentIn(view, duty.seat, aboutOf(duty)).context
  const written = [lastSubmittedAt, lastSentAt].filter(instant => instant !== null && instant > since).sort()
  return work(written.length === 2 ? (written[1] ?? null) : null)
}

const talk = ({ view, partnership, duty }: About): Work => {
  const about = aboutOf(duty)
  const { talks, heldAt, settledAt } = meetingIn(view)
  return work(talks.find(held => held.seat === duty.seat && held.about === about)?.at ?? null, {
    arrivals: [settledAt],
    waived: heldAt === null || hasLeft(partnership, about),
  })
}

const works = {
  signIn: ({ view, duty }) => work(seatIn(view, duty.seat).context.signedInAt),
  package: ({ view, partnership, duty }) =>
    work(recordOf(partnership, duty.seat).exchangedAt ?? seatIn(view, duty.seat).context.sentAt),
  review,
  meeting,
  recommendations,
  finalFile,
  resend,
  correction,
  rewrite,
  talk,
} satisfies Record<DutyContext['act'], (about: About) => Work>

/** What a duty waits for, and whether it is done, by the states of its neighbours alone (rules 2, 3). */
export const workOf = (view: View, partnership: PartnershipContext, duty: DutyContext): Work =>
  works[duty.act]({ view, partnership, duty })
