import type { WorkingCalendar } from './calendar.ts'
import { assignment } from './machines/assignment.ts'
import { cycle } from './machines/cycle.ts'
import { duty } from './machines/duty.ts'
import { meeting } from './machines/meeting.ts'
import { partnership } from './machines/partnership.ts'
import { seat } from './machines/seat.ts'
import { settle } from './settle.ts'
import { staleAfter } from './stale-after.ts'
import type { View } from './view.ts'

/**
 * The machines of the mutual expertise with their versions. Whoever changes one raises its version, writes the migration of its snapshots,
 * and updates the hash in `hashes.json`.
 */
export const machines = {
  assignment: { logic: assignment, version: 1 },
  cycle: { logic: cycle, version: 1 },
  duty: { logic: duty, version: 1 },
  meeting: { logic: meeting, version: 1 },
  partnership: { logic: partnership, version: 1 },
  seat: { logic: seat, version: 1 },
} as const

/** The workflow that is handed to the engine. The calendar is the season's: it says when a held duty's clock ends. */
export const mutualExpertise = (calendar: WorkingCalendar) => {
  const settlePartnership = settle(calendar)
  return {
    machines,
    staleAfter,
    settle: (kind: string, view: View) => (kind === 'partnership' ? settlePartnership(view) : []),
  }
}
