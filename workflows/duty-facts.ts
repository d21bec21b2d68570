import { addWorkingDays, type WorkingCalendar } from './calendar.ts'
import { clockStartDue, dueInstant, effectiveDate, localDate } from './deadlines.ts'
import type { DutyFacts } from './machines/duty.ts'
import type { SeatNo } from './machines/events.ts'
import type { PartnershipContext, SeatRecord } from './machines/partnership.ts'
import {
  assignmentIn,
  type Duty,
  dutiesIn,
  meetingIn,
  partnershipIn,
  present,
  recordOf,
  seatIn,
  standingAssignments,
  type View,
} from './view.ts'

/** What has to come before a duty's clock starts, and whether the work that it asks for is done. */
type Work = {
  /** The others whose act is missing, and the instants of those acts that came. */
  waitingFor: readonly SeatNo[]
  arrivals: readonly (string | null)[]
  fulfilledAt: string | null
  waived?: boolean
}

const nothingBefore = { waitingFor: [], arrivals: [] }
const latest = (instants: readonly (string | null)[]) =>
  instants
    .filter(instant => instant !== null)
    .sort()
    .at(-1) ?? null

const othersOf = (partnership: PartnershipContext, seat: SeatNo) =>
  present(partnership).filter(record => record.seat !== seat)

const packageOf = (view: View, seat: SeatNo) => {
  const { value, context } = seatIn(view, seat)
  return { there: value.package !== 'preparing', sentAt: context.lastSentAt }
}

const reviewsAbout = (view: View, partnership: PartnershipContext, seat: SeatNo) =>
  standingAssignments(partnership)
    .filter(({ reviewed }) => reviewed === seat)
    .map(({ reviewer, reviewed }) => assignmentIn(view, reviewer, reviewed).context)

/** What a final file waits for from the others: their review and recommendations, and that the meeting is settled (rules 2). */
const fileWork = (view: View, partnership: PartnershipContext, seat: SeatNo): Work => {
  const about = reviewsAbout(view, partnership, seat)
  const meeting = meetingIn(view)
  const owing = about.filter(({ submittedAt, sentAt }) => submittedAt === null || sentAt === null)
  const waitingFor = meeting.settledAt === null ? othersOf(partnership, seat) : []
  return {
    waitingFor: [
      ...new Set([...owing.map(({ reviewer }) => reviewer), ...waitingFor.map(record => record.seat)]),
    ].sort(),
    arrivals: [meeting.settledAt, ...about.flatMap(({ submittedAt, sentAt }) => [submittedAt, sentAt])],
    fulfilledAt: seatIn(view, seat).context.uploadedAt,
  }
}

const correctionWork = (view: View, partnership: PartnershipContext, seat: SeatNo, since: string): Work => {
  const { fileReturn, lastUploadedAt } = seatIn(view, seat).context
  const about = fileReturn?.part === 'partner' ? reviewsAbout(view, partnership, seat) : []
  return {
    waitingFor: about
      .filter(({ submittedAt }) => submittedAt === null || submittedAt <= since)
      .map(({ reviewer }) => reviewer),
    arrivals: about.map(({ submittedAt }) => submittedAt),
    fulfilledAt: lastUploadedAt !== null && lastUploadedAt > since ? lastUploadedAt : null,
  }
}

const workOf = (view: View, partnership: PartnershipContext, { act, seat, about, since }: Duty['context']): Work => {
  switch (act) {
    case 'signIn':
      return { ...nothingBefore, fulfilledAt: seatIn(view, seat).context.signedInAt }
    case 'package':
      return { ...nothingBefore, fulfilledAt: seatIn(view, seat).context.sentAt }
    case 'review':
    case 'recommendations': {
      if (about === null) throw new Error(`a duty of «${act}» is about no school`)
      const reviewed = packageOf(view, about)
      const { submittedAt, sentAt } = assignmentIn(view, seat, about).context
      const meeting = meetingIn(view)
      const waived = recordOf(partnership, about).standing === 'withdrawn'
      return act === 'review'
        ? { waitingFor: reviewed.there ? [] : [about], arrivals: [reviewed.sentAt], fulfilledAt: submittedAt, waived }
        : {
            waitingFor: meeting.settledAt === null ? othersOf(partnership, seat).map(record => record.seat) : [],
            arrivals: [meeting.settledAt],
            fulfilledAt: sentAt,
            waived,
          }
    }
    case 'meeting': {
      const others = othersOf(partnership, seat).map(record => ({ ...packageOf(view, record.seat), seat: record.seat }))
      const meeting = meetingIn(view)
      return {
        waitingFor: others.filter(other => other.sentAt === null).map(other => other.seat),
        arrivals: others.map(other => other.sentAt),
        fulfilledAt: meeting.heldAt,
        waived: meeting.notHeldAt !== null || others.length === 0,
      }
    }
    case 'finalFile':
      return fileWork(view, partnership, seat)
    case 'resend': {
      const { lastSentAt } = seatIn(view, seat).context
      return {
        ...nothingBefore,
        fulfilledAt: lastSentAt !== null && since !== null && lastSentAt > since ? lastSentAt : null,
      }
    }
    case 'correction':
      if (since === null) throw new Error('a correction answers no return')
      return correctionWork(view, partnership, seat, since)
  }
}

/** Seats that owe an act together: the meeting is shared by all who are present, everything else is one seat's own (rules 4, 5). */
const owersOf = (view: View, partnership: PartnershipContext, { act, seat }: Duty['context']) => {
  const records: readonly SeatRecord[] = act === 'meeting' ? present(partnership) : [recordOf(partnership, seat)]
  const extensions = dutiesIn(view)
    .filter(duty => duty.context.act === 'meeting' && act === 'meeting')
    .map(duty => duty.context.extension)
  return { records, extensions }
}

const ownDate = (
  { act, since }: Duty['context'],
  { workingDays }: PartnershipContext,
  owner: SeatRecord,
  calendar: WorkingCalendar,
) => {
  if (since === null || (act !== 'resend' && act !== 'correction')) return null
  const days = act === 'resend' ? workingDays.packageReturn : workingDays.finalFileReturn
  return addWorkingDays(calendar, localDate(since, owner.zone), days, owner.week)
}

const dueAt = (
  view: View,
  partnership: PartnershipContext,
  duty: Duty['context'],
  arrivedAt: string | null,
  calendar: WorkingCalendar,
) => {
  const { records, extensions } = owersOf(view, partnership, duty)
  const stage = partnership.obligations[duty.act]
  const seasonDate = stage === undefined ? null : (partnership.dates[stage] ?? null)
  const instants = records.map(record => {
    const date = ownDate(duty, partnership, record, calendar) ?? seasonDate
    if (date === null) return null
    const effective = [duty.extension, ...extensions].reduce<string>(
      (so, extension) => effectiveDate(so, extension),
      date,
    )
    const due =
      arrivedAt === null
        ? effective
        : clockStartDue({
            arrivedAt,
            zone: record.zone,
            week: record.week,
            calendar,
            workingDays: partnership.workingDays.heldDuty,
            effectiveDate: effective,
          })
    return dueInstant(due, record.zone)
  })
  return latest(instants)
}

/** The facts of one duty, from the states of its neighbours and the working calendar alone (rules 2–5). */
export const dutyFacts = (view: View, { context }: Duty, calendar: WorkingCalendar): DutyFacts => {
  const partnership = partnershipIn(view)
  const { standing } = recordOf(partnership, context.seat)
  const { waitingFor, arrivals, fulfilledAt, waived = false } = workOf(view, partnership, context)
  const settled = standing === 'settled'
  const waits = waitingFor.length > 0 && !(settled && context.act === 'finalFile')
  const instant = waits ? null : dueAt(view, partnership, context, latest(arrivals), calendar)
  if (fulfilledAt !== null) return { stand: 'fulfilled', at: fulfilledAt, dueAt: instant }
  if (waived || standing === 'withdrawn' || (settled && waits)) return { stand: 'waived' }
  if (waits) return { stand: 'waiting', waitingFor }
  return instant === null ? { stand: 'waived' } : { stand: 'owed', dueAt: instant }
}
