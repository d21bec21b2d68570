import type { SeatNo } from './machines/events.ts'
import { dutyIn, partnershipIn, seatIn, type View } from './view.ts'

/** How a seat ended when the season closed (rules 7). */
export type Outcome = 'complete' | 'completeLate' | 'oneSided' | 'notCompleted' | 'withdrawn'

export type SeatOutcome = { seat: SeatNo; outcome: Outcome }

const outcomeOf = (view: View, seat: SeatNo): Outcome => {
  const { standing } = partnershipIn(view).seats.find(record => record.seat === seat) ?? { standing: 'seated' }
  if (standing === 'withdrawn') return 'withdrawn'
  if (standing === 'settled') return 'oneSided'
  if (seatIn(view, seat).context.uploadedAt === null) return 'notCompleted'
  return dutyIn(view, seat, 'finalFile').value === 'doneLate' ? 'completeLate' : 'complete'
}

/** What a season's closing writes down of every seat; before it, what it would write. */
export const outcomesOf = (view: View): SeatOutcome[] =>
  partnershipIn(view).seats.map(({ seat }) => ({ seat, outcome: outcomeOf(view, seat) }))
