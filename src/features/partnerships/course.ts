import type { Act, DutyContext } from '../../../workflows/machines/duty.ts'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import { type Duty, dutiesIn, partnershipIn, type View } from '../../../workflows/view.ts'

/** The acts of a season in the order in which schools come to them. */
const order: readonly Act[] = [
  'signIn',
  'resend',
  'rewrite',
  'correction',
  'package',
  'review',
  'meeting',
  'talk',
  'recommendations',
  'finalFile',
]

/** The acts that every season's course shows, whether they are owed yet or not. */
export const courseActs: readonly Act[] = ['signIn', 'package', 'review', 'meeting', 'recommendations', 'finalFile']

export type DutyState = 'held' | 'open' | 'overdue' | 'done' | 'doneLate' | 'waived'

/** A duty as pages show it. Instants are ISO 8601, UTC. */
export type ShownDuty = {
  readonly key: string
  readonly act: Act
  readonly seat: SeatNo
  readonly about: SeatNo | null
  readonly state: DutyState
  /** The instant until which it is owed, while that is known. */
  readonly dueAt: string | null
  /** The stage's last day, YYYY-MM-DD, where the act has one. */
  readonly date: string | null
  readonly doneAt: string | null
  readonly waitingFor: SeatNo[]
  readonly heldSince: string | null
  readonly extension: string | null
}

const dueAt = ({ facts }: DutyContext): string | null => {
  if (facts?.stand === 'owed') return facts.dueAt
  return facts?.stand === 'fulfilled' ? facts.dueAt : null
}

/** The duties of a partnership, in the order in which schools come to them. */
export const shownDuties = (view: View): ShownDuty[] => {
  const { dates, obligations } = partnershipIn(view)
  const shown = ({ key, value, context }: Duty): ShownDuty => ({
    key,
    act: context.act,
    seat: context.seat,
    about: context.about,
    state: value as DutyState,
    dueAt: dueAt(context),
    date: dates[obligations[context.act] ?? ''] ?? null,
    doneAt: context.facts?.stand === 'fulfilled' ? context.facts.at : null,
    waitingFor: context.facts?.stand === 'waiting' ? [...context.facts.waitingFor] : [],
    heldSince: context.heldSince,
    extension: context.extension,
  })
  return dutiesIn(view)
    .map(shown)
    .sort((a, b) => order.indexOf(a.act) - order.indexOf(b.act) || a.seat - b.seat || a.key.localeCompare(b.key))
}

/** What a school is told first: one duty to do, whom it waits for, or that everything is done. */
export type Next =
  | { readonly kind: 'do'; readonly duty: ShownDuty }
  | { readonly kind: 'wait'; readonly waitingFor: SeatNo[]; readonly since: string | null }
  | { readonly kind: 'done' }

const isPressing = ({ state }: ShownDuty) => state === 'open' || state === 'overdue'

/** The one next step of a seat (looks: "one. The rest can wait"). */
export const nextStep = (duties: readonly ShownDuty[], seat: SeatNo): Next => {
  const own = duties.filter(duty => duty.seat === seat)
  const first = own.find(isPressing)
  if (first !== undefined) return { kind: 'do', duty: first }
  const held = own.filter(({ state }) => state === 'held')
  if (held.length === 0) return { kind: 'done' }
  const since =
    held
      .map(({ heldSince }) => heldSince)
      .filter(instant => instant !== null)
      .sort()[0] ?? null
  return { kind: 'wait', waitingFor: [...new Set(held.flatMap(({ waitingFor }) => waitingFor))].sort(), since }
}

const weight: Readonly<Record<DutyState, number>> = { overdue: 0, open: 1, held: 2, doneLate: 3, done: 4, waived: 5 }

/** Of several duties of one act and seat, the one that tells most: what presses before what is done. */
export const telling = (duties: readonly ShownDuty[], seat: SeatNo, act: Act): ShownDuty | null =>
  duties.filter(duty => duty.seat === seat && duty.act === act).sort((a, b) => weight[a.state] - weight[b.state])[0] ??
  null
