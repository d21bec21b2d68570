import { addWorkingDays, type WorkingCalendar } from './calendar.ts'
import { clockStartDue, effectiveDate, localDate, sharedDueInstant } from './deadlines.ts'
import { workOf } from './duty-work.ts'
import { rootKey } from './keys.ts'
import type { DutyContext, DutyFacts } from './machines/duty.ts'
import type { PartnershipContext, SeatRecord } from './machines/partnership.ts'
import { type Duty, dutiesIn, partnershipIn, present, recordOf, type View } from './view.ts'

/** Of instants, or of dates, the latest: both sort as text. */
const latest = (texts: readonly (string | null)[]) =>
  texts
    .filter(text => text !== null)
    .sort()
    .at(-1) ?? null

/** Seats that owe an act together: the meeting is shared by all who are present, everything else is one seat's own (rules 4, 5). */
const owersOf = (partnership: PartnershipContext, { act, seat }: DutyContext): readonly SeatRecord[] =>
  act === 'meeting' ? present(partnership) : [recordOf(partnership, seat)]

/** The personal extensions that count for a duty: of a shared act those of all who owe it. */
const extensionsOf = (view: View, duty: DutyContext, owers: readonly SeatRecord[]): readonly (string | null)[] =>
  duty.act === 'meeting'
    ? dutiesIn(view)
        .filter(({ context: { act, seat } }) => act === 'meeting' && owers.some(ower => ower.seat === seat))
        .map(({ context }) => context.extension)
    : [duty.extension]

/**
 * The last day of an act before extensions, YYYY-MM-DD: the season's; counted from a return that it answers; or from the day on which a
 * school joined late (rules 9, 14, 21, 22). Null where the season has no date for it.
 */
const dateOf = (
  { act, since }: DutyContext,
  { workingDays, obligations, dates }: PartnershipContext,
  { zone, week, joinedAt }: SeatRecord,
  calendar: WorkingCalendar,
): string | null => {
  const from = (instant: string, days: number) => addWorkingDays(calendar, localDate(instant, zone), days, week)
  if (act === 'resend' && since !== null) return from(since, workingDays.packageReturn)
  if (act === 'correction' && since !== null) return from(since, workingDays.finalFileReturn)
  const stage = obligations[act]
  const date = stage === undefined ? null : (dates[stage] ?? null)
  if (date === null || joinedAt === null) return date
  return act === 'signIn' ? from(joinedAt, workingDays.signIn) : effectiveDate(date, from(joinedAt, workingDays.rebase))
}

/** The instant at which a duty is due: of all who owe it the latest date, ending at the latest midnight over their zones (rules 3–5). */
const dueAt = (
  view: View,
  partnership: PartnershipContext,
  duty: DutyContext,
  arrivedAt: string | null,
  calendar: WorkingCalendar,
): string | null => {
  const owers = owersOf(partnership, duty)
  const extensions = extensionsOf(view, duty, owers)
  const workingDays = partnership.workingDays.heldDuty
  const dates = owers.map(ower => {
    const date = dateOf(duty, partnership, ower, calendar)
    if (date === null) return null
    const effective = extensions.reduce<string>(effectiveDate, date)
    return arrivedAt === null
      ? effective
      : clockStartDue({ ...ower, arrivedAt, calendar, workingDays, effectiveDate: effective })
  })
  const date = latest(dates)
  return date === null
    ? null
    : sharedDueInstant(
        date,
        owers.map(({ zone }) => zone),
      )
}

/** The facts of one duty, from the states of its neighbours and the working calendar alone (rules 2–5). */
export const dutyFacts = (view: View, { context }: Duty, calendar: WorkingCalendar): DutyFacts => {
  const partnership = partnershipIn(view)
  const { standing } = recordOf(partnership, context.seat)
  const { waits, waitingFor, arrivals, fulfilledAt, waived } = workOf(view, partnership, context)
  const instant = waits ? null : dueAt(view, partnership, context, latest(arrivals), calendar)
  if (fulfilledAt !== null) return { stand: 'fulfilled', at: fulfilledAt, dueAt: instant }
  const dissolved = view.get(rootKey)?.value === 'dissolved'
  if (waived || dissolved || standing === 'withdrawn' || (standing === 'settled' && waits)) return { stand: 'waived' }
  if (waits) return { stand: 'waiting', waitingFor }
  return instant === null ? { stand: 'waived' } : { stand: 'owed', dueAt: instant }
}
