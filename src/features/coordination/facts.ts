import { addWorkingDays } from '../../../workflows/calendar.ts'
import { dueInstant, effectiveDate, localDate } from '../../../workflows/deadlines.ts'
import { seatOfKey } from '../../../workflows/keys.ts'
import type { Act as DutyAct } from '../../../workflows/machines/duty.ts'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import { outcomesOf } from '../../../workflows/outcomes.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Act } from '../../../workflows/stale-after.ts'
import { dutyIn, partnershipIn, present, recordOf, standingAssignments, type View } from '../../../workflows/view.ts'
import type { FactsReader } from '../facts.ts'

/** The first day to which a seat's duty may be extended: today, where the school is. */
export const extendFacts = (view: View, seat: SeatNo, at: string): { earliest: string } => ({
  earliest: localDate(at, recordOf(partnershipIn(view), seat).zone),
})

const packageAct: DutyAct = 'package'

/**
 * From when a pair may be closed one-sided in favour of a seat: some working days after the others' packages were due, extensions counted
 * (rules 3). Instant in UTC.
 */
export const oneSidedFacts = (view: View, seat: SeatNo, { calendar }: SeasonDefinition): { from: string } => {
  const partnership = partnershipIn(view)
  const { dates, obligations, workingDays } = partnership
  const stage = dates[obligations.package ?? ''] ?? ''
  const instants = present(partnership).map(record => {
    const extension = record.seat === seat ? null : dutyIn(view, record.seat, packageAct).context.extension
    const last = addWorkingDays(calendar, effectiveDate(stage, extension), workingDays.partnerSilence, record.week)
    return dueInstant(last, record.zone)
  })
  return { from: instants.sort().at(-1) ?? '' }
}

/** Who writes a part of a seat's final file: those who review it. */
const authorsOf = (view: View, seat: SeatNo): SeatNo[] =>
  standingAssignments(partnershipIn(view))
    .filter(({ reviewed }) => reviewed === seat)
    .map(({ reviewer }) => reviewer)

const seatOf = ({ key, event }: { key: string; event: Readonly<Record<string, unknown>> }): SeatNo =>
  typeof event.seat === 'number' ? event.seat : (seatOfKey(key) ?? 0)

const extend: FactsReader = async (_tx, { view, command }) => {
  const facts = extendFacts(view, seatOf(command), command.at)
  return { ...facts, missing: String(command.event.date) < facts.earliest ? [`earliest/${facts.earliest}`] : [] }
}
const oneSided: FactsReader = async (_tx, { view, command }, season) => {
  const facts = oneSidedFacts(view, seatOf(command), season)
  return { ...facts, missing: command.at < facts.from ? [`from/${facts.from}`] : [] }
}
const fileReturn: FactsReader = async (_tx, { view, command }) => ({ authors: authorsOf(view, seatOf(command)) })
const close: FactsReader = async (_tx, { view }) => ({ outcomes: outcomesOf(view) })

/** The facts of what coordinators and curators decide about a seat or a pair. */
export const facts = {
  'duty.extend': extend,
  'partnership.closeOneSided': oneSided,
  'file.return': fileReturn,
  'partnership.close': close,
} satisfies Partial<Record<Act, FactsReader>>
