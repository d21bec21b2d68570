import type { Act } from '../../../workflows/machines/duty.ts'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import { type Duty, dutiesIn, partnershipIn, type View } from '../../../workflows/view.ts'

export type MarkState = 'held' | 'open' | 'overdue' | 'done' | 'doneLate' | 'waived'

/** How a seat stands with one act. `dueAt`: until when it is owed, an instant in UTC. */
export type Mark = { readonly act: Act; readonly state: MarkState; readonly dueAt: string | null }

export type TerritorySchool = {
  readonly seat: SeatNo
  readonly name: string
  readonly region: string
  readonly municipality: string
  /** Whether the reader answers for it. */
  readonly inScope: boolean
  readonly standing: 'seated' | 'settled' | 'withdrawn'
  readonly marks: readonly Mark[]
}

/** What presses first: whose, what, until when. */
export type Pressing = { readonly seat: SeatNo; readonly act: Act; readonly dueAt: string; readonly overdue: boolean }

/** A partnership in a coordinator's list. Instants are UTC. */
export type TerritoryRow = {
  readonly root: string
  readonly cycle: string
  readonly state: 'decision' | 'overdue' | 'open' | 'waiting' | 'complete' | 'closed' | 'ended'
  readonly schools: readonly TerritorySchool[]
  readonly pressing: Pressing | null
  /** Since when some school has had nothing to do but wait. */
  readonly waitsSince: string | null
  readonly asked: boolean
  readonly left: boolean
}

/** The acts of every season's course, in their order; what returns ask for stands under the act that it repeats. */
const courseActs = ['signIn', 'package', 'review', 'meeting', 'recommendations', 'finalFile'] as const

const repeats: Readonly<Partial<Record<Act, Act>>> = {
  resend: 'package',
  rewrite: 'review',
  talk: 'meeting',
  correction: 'finalFile',
}

const weight: Readonly<Record<MarkState, number>> = { overdue: 0, open: 1, held: 2, doneLate: 3, done: 4, waived: 5 }

const markOf = ({ value, context: { act, facts } }: Duty): Mark => ({
  act: repeats[act] ?? act,
  state: value as MarkState,
  dueAt: facts?.stand === 'owed' ? facts.dueAt : null,
})

/** Of several duties of one act the one that tells most: what presses before what is done. */
const telling = (marks: readonly Mark[], act: Act): Mark =>
  marks.filter(mark => mark.act === act).sort((one, other) => weight[one.state] - weight[other.state])[0] ?? {
    act,
    state: 'waived',
    dueAt: null,
  }

/** How a seat stands, act by act. */
export const marksOf = (view: View, seat: SeatNo): Mark[] => {
  const marks = dutiesIn(view)
    .filter(({ context }) => context.seat === seat)
    .map(markOf)
  return courseActs.map(act => telling(marks, act))
}

/** The duty that is due first among all that are owed. */
export const pressingIn = (view: View, at: string): Pressing | null => {
  const owed = dutiesIn(view).flatMap(({ value, context: { act, seat, facts } }) =>
    (value === 'open' || value === 'overdue') && facts?.stand === 'owed'
      ? [{ seat, act, dueAt: facts.dueAt, overdue: facts.dueAt <= at }]
      : [],
  )
  return owed.sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1))[0] ?? null
}

/** The standing of a seat; who has none any more is not asked for. */
export const standingOf = (view: View, seat: SeatNo): TerritorySchool['standing'] =>
  partnershipIn(view).seats.find(record => record.seat === seat)?.standing ?? 'seated'
