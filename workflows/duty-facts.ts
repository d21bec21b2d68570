import { addWorkingDays, type WorkingCalendar } from './calendar.ts'
import { clockStartDue, effectiveDate, localDate, sharedDueInstant } from './deadlines.ts'
import { workOf } from './duty-work.ts'
import { rootKey } from './keys.ts'
import type { DutyContext, DutyFacts } from './machines/duty.ts'
import type { PartnershipContext, SeatRecord } from './machines/partnership.ts'
import { type Duty, dutyIn, partnershipIn, present, recordOf, type View } from './view.ts'

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
const extensionsOf = (view: View, partnership: PartnershipContext, duty: DutyContext): readonly (string | null)[] =>
  duty.act === 'meeting'
    ? present(partnership).map(({ seat }) => dutyIn(view, seat, 'meeting').context.extension)
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
  if ((act === 'correction' || act === 'rewrite') && since !== null) return from(since, workingDays.finalFileReturn)
  const stage = obligations[act === 'talk' ? 'meeting' : act]
  const date = stage === undefined ? null : (dates[stage] ?? null)
  if (date === null || joinedAt === null) return date
  return act === 'signIn' ? from(joinedAt, workingDays.signIn) : effectiveDate(date, from(joinedAt, workingDays.rebase))
}

type Ground = {
  partnership: PartnershipContext
  duty: DutyContext
  extensions: readonly (string | null)[]
  arrivedAt: string | null
  calendar: WorkingCalendar
}

/** The instant at which a duty is due: of all who owe it the latest date, ending at the latest midnight over their zones (rules 3–5). */
const dueInstantOf = ({ partnership, duty, extensions, arrivedAt, calendar }: Ground): string | null => {
  const owers = owersOf(partnership, duty)
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

// While things settle, each round asks for the same instants; working one out costs more than all other facts together.
const workedOut = new WeakMap<DutyContext, { ground: Ground; instant: string | null }>()

const isSame = (one: Ground, other: Ground): boolean =>
  one.partnership === other.partnership &&
  one.arrivedAt === other.arrivedAt &&
  one.calendar === other.calendar &&
  one.extensions.join() === other.extensions.join()

const dueAt = (ground: Ground): string | null => {
  const known = workedOut.get(ground.duty)
  if (known !== undefined && isSame(known.ground, ground)) return known.instant
  const instant = dueInstantOf(ground)
  workedOut.set(ground.duty, { ground, instant })
  return instant
}

/** The facts of one duty, from the states of its neighbours and the working calendar alone (rules 2–5). */
export const dutyFacts = (view: View, { context }: Duty, calendar: WorkingCalendar): DutyFacts => {
  const partnership = partnershipIn(view)
  const { standing } = recordOf(partnership, context.seat)
  const { waits, waitingFor, arrivals, fulfilledAt, waived } = workOf(view, partnership, context)
  const extensions = extensionsOf(view, partnership, context)
  const instant = waits
    ? null
    : dueAt({ partnership, duty: context, extensions, arrivedAt: latest(arrivals), calendar })
  if (fulfilledAt !== null) return { stand: 'fulfilled', at: fulfilledAt, dueAt: instant }
  const isOver = view.get(rootKey)?.value !== 'active'
  if (waived || isOver || standing === 'withdrawn' || (standing === 'settled' && waits)) return { stand: 'waived' }
  if (waits) return { stand: 'waiting', waitingFor }
  return instant === null ? { stand: 'waived' } : { stand: 'owed', dueAt: instant }
}
