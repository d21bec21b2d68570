import { rootKey } from './keys.ts'
import type { SeatNo } from './machines/events.ts'
import { type Duty, dutiesIn, partnershipIn, present, seatIn, type View } from './view.ts'

/**
 * How a partnership stands, in a few values: what lists of thousands are filtered and sorted by. `firstDue`: the earliest instant until which
 * something is owed, passed or not: what is late is a question to the reader's instant. `waiting`, `heldSince`: how many schools have nothing
 * to do now but wait, and since when the first of them does. `held`: how many duties wait for a partner's act. `gone`, `settled`, `filed`,
 * `late`: the seats that withdrew, were closed one-sided, have placed their final file, placed it late. `leftBehind`: a school withdrew, and
 * nobody was paired anew since.
 */
export type Stand = {
  value: string
  seats: number
  firstDue: string | null
  waiting: number
  heldSince: string | null
  held: number
  gone: readonly SeatNo[]
  settled: readonly SeatNo[]
  filed: readonly SeatNo[]
  late: readonly SeatNo[]
  leftBehind: boolean
}

const first = (instants: readonly (string | null)[]): string | null =>
  instants.filter(instant => instant !== null).sort()[0] ?? null

/** Of one seat: what it owes first, or since when it only waits. */
const pressing = (duties: readonly Duty[], seat: SeatNo) => {
  const own = duties.filter(({ context }) => context.seat === seat)
  const owed = own.filter(({ value }) => value === 'open' || value === 'overdue')
  const firstDue = first(owed.map(({ context: { facts } }) => (facts?.stand === 'owed' ? facts.dueAt : null)))
  const heldSince = first(own.map(({ value, context }) => (value === 'held' ? context.heldSince : null)))
  return { firstDue, heldSince: firstDue === null ? heldSince : null }
}

export const standOf = (view: View): Stand => {
  const partnership = partnershipIn(view)
  const { seats, repairedAt } = partnership
  const at = (standing: string) => seats.filter(record => record.standing === standing)
  const duties = dutiesIn(view)
  const pressed = seats.map(({ seat }) => pressing(duties, seat))
  const value = String(view.get(rootKey)?.value)
  const lateFiles = duties.filter(({ value, context }) => context.act === 'finalFile' && value === 'doneLate')
  return {
    value,
    seats: present(partnership).length,
    firstDue: first(pressed.map(({ firstDue }) => firstDue)),
    waiting: pressed.filter(({ heldSince }) => heldSince !== null).length,
    heldSince: first(pressed.map(({ heldSince }) => heldSince)),
    held: duties.filter(({ value }) => value === 'held').length,
    gone: at('withdrawn').map(({ seat }) => seat),
    settled: at('settled').map(({ seat }) => seat),
    filed: seats.filter(({ seat }) => seatIn(view, seat).context.uploadedAt !== null).map(({ seat }) => seat),
    late: lateFiles.map(({ context }) => context.seat).sort(),
    leftBehind: value === 'active' && at('withdrawn').some(({ since }) => (since ?? '') > (repairedAt ?? '')),
  }
}
