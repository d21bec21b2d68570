import type { SeatNo } from '../../../workflows/machines/events.ts'
import { partnershipIn, present, standingAssignments, type View } from '../../../workflows/view.ts'
import type { Pairing } from './manage-query.ts'

/**
 * How a school joins a partnership that runs: on the next seat; it reviews who is reviewed by the fewest, and is reviewed by another one, who
 * reviews the fewest (rules 13). Nothing that was begun is taken away.
 */
export const ringWith = (view: View): { readonly seat: SeatNo; readonly assignments: readonly Pairing[] } => {
  const partnership = partnershipIn(view)
  const seat = Math.max(...partnership.seats.map(record => record.seat)) + 1
  const here = present(partnership).map(record => record.seat)
  const standing = standingAssignments(partnership)
  const fewest = (seats: readonly SeatNo[], side: 'reviewer' | 'reviewed'): SeatNo | undefined => {
    const count = (each: SeatNo) => standing.filter(pairing => pairing[side] === each).length
    return [...seats].sort((one, other) => count(one) - count(other) || one - other)[0]
  }
  const reviewed = fewest(here, 'reviewed')
  const others = here.filter(each => each !== reviewed)
  const reviewer = fewest(others.length === 0 ? here : others, 'reviewer')
  if (reviewed === undefined || reviewer === undefined) throw new Error('Nobody is left in this partnership')
  return {
    seat,
    assignments: [
      { reviewer: seat, reviewed },
      { reviewer, reviewed: seat },
    ],
  }
}
