import type { WorkingCalendar } from './calendar.ts'
import { type Change, newsOf } from './letters/news.ts'
import { type AssignmentInput, assignment } from './machines/assignment.ts'
import { type CycleInput, cycle } from './machines/cycle.ts'
import { type DutyInput, duty } from './machines/duty.ts'
import { meeting } from './machines/meeting.ts'
import { type PartnershipInput, partnership } from './machines/partnership.ts'
import { type SeatInput, seat } from './machines/seat.ts'
import { isOut } from './out.ts'
import { settle } from './settle.ts'
import { staleAfter } from './stale-after.ts'
import { standOf } from './stand.ts'
import type { View } from './view.ts'

const noPartnership: PartnershipInput = {
  cycle: '',
  seats: [],
  assignments: [],
  dates: {},
  obligations: {},
  workingDays: {
    heldDuty: 0,
    signIn: 0,
    packageReturn: 0,
    finalFileReturn: 0,
    minutesSilence: 0,
    rebase: 0,
    earliestMove: 0,
    partnerSilence: 0,
  },
}

/**
 * The machines of the mutual expertise with their versions. Whoever changes one raises its version, writes the migration of its snapshots,
 * and updates the hash in `hashes.json`.
 */
export const machines = {
  assignment: { logic: assignment, version: 1, sample: { reviewer: 1, reviewed: 2 } satisfies AssignmentInput },
  cycle: { logic: cycle, version: 1, sample: { definition: '', dates: {}, closes: null } satisfies CycleInput },
  duty: { logic: duty, version: 1, sample: { act: 'package', seat: 1, about: null, since: null } satisfies DutyInput },
  meeting: { logic: meeting, version: 1, sample: {} },
  partnership: { logic: partnership, version: 1, sample: noPartnership },
  seat: { logic: seat, version: 1, sample: { seat: 1, school: '' } satisfies SeatInput },
}

/** By machine and by the version from which each leads to the next. Every version so far is the first. */
export const migrations = {}

/** The workflow that is handed to the engine. The calendar is the season's: it says when a held duty's clock ends. */
export const mutualExpertise = (calendar: WorkingCalendar) => {
  const settlePartnership = settle(calendar)
  return {
    machines,
    migrations,
    staleAfter,
    settle: (kind: string, view: View) => (kind === 'partnership' ? settlePartnership(view) : []),
    isOut: (kind: string, view: View, key: string, doing: { type: string; seat?: unknown }) =>
      kind === 'partnership' && isOut(view, key, doing),
    standOf: (kind: string, view: View) => (kind === 'partnership' ? standOf(view) : null),
    newsOf: (kind: string, change: Change) => (kind === 'partnership' ? newsOf(change) : []),
  }
}
