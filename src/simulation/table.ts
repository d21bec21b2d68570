import type { School } from './country.ts'
import { dateAt, type OwnDays } from './own-days.ts'

/** A return and when it was answered. */
export type Return = { readonly at: string; answeredAt: string | null }

/** A school at its seat, as the simulation knows it from the acts that it did itself. Instants are UTC texts. */
export type Seat = {
  readonly seat: number
  readonly school: School
  /** When it came to a partnership that ran already, or was founded later. */
  readonly joinedAt: string | null
  /** When it had sent its package to a partner whom it lost. */
  readonly exchangedAt: string | null
  standing: 'seated' | 'settled' | 'withdrawn'
  /** Since when it stands so. */
  since: string | null
  signedInAt: string | null
  sentAt: string | null
  lastSentAt: string | null
  opened: boolean
  readonly returns: Return[]
  uploadedAt: string | null
  confirmed: boolean
  readonly fileReturns: Return[]
  /** The last day of a duty after an extension, by the duty's key. */
  readonly extensions: Map<string, string>
}

/** One school's review of another, and its recommendations. */
export type Way = {
  readonly reviewer: number
  readonly reviewed: number
  submittedAt: string | null
  sentAt: string | null
  answeredAt: string | null
}

export type Meeting = {
  proposedBy: number | null
  slotAt: string | null
  readonly yes: Set<number>
  recordedAt: string | null
  recordedBy: number | null
  readonly took: Set<number>
  readonly accepted: Set<number>
  settledAt: string | null
  notHeldAt: string | null
  readonly talks: Map<string, string>
}

/** A partnership. `ended`: dissolved or closed. */
export type Table = {
  readonly root: string
  readonly name: string
  readonly seats: Seat[]
  readonly ways: Way[]
  readonly meeting: Meeting
  /** The last day for signing in of those who sat there from the founding. */
  readonly signInBy: string
  ended: boolean
  /** Until when each duty is owed, as it was last looked at, by the duty's key. */
  readonly owed: Map<string, string>
  /** What somebody has already set out to do. */
  readonly begun: Set<string>
}

export type Arrival = Pick<Seat, 'joinedAt' | 'exchangedAt'>

export const newSeat = (seat: number, school: School, { joinedAt, exchangedAt }: Arrival): Seat => ({
  ...{ seat, school, joinedAt, exchangedAt, standing: 'seated', since: null, signedInAt: null, sentAt: null },
  ...{ lastSentAt: null, opened: false, returns: [], uploadedAt: null, confirmed: false, fileReturns: [] },
  extensions: new Map(),
})

export const newWay = (reviewer: number, reviewed: number): Way => ({
  ...{ reviewer, reviewed, submittedAt: null, sentAt: null, answeredAt: null },
})

/** Two schools review each other, three review round in a ring. */
export const newTable = (
  root: string,
  name: string,
  schools: readonly ({ readonly school: School } & Arrival)[],
  at: string,
  days: OwnDays,
  signInDays: number,
): Table => {
  const seats = schools.map(({ school, ...arrival }, index) => newSeat(index + 1, school, arrival))
  const last = seats.map(({ school: { hours, week } }) => days.after(dateAt(at, hours), signInDays, week))
  return {
    ...{ root, name, seats, signInBy: last.sort().at(-1) ?? '', ended: false, owed: new Map(), begun: new Set() },
    ways: seats.map(({ seat }) => newWay(seat, (seat % seats.length) + 1)),
    meeting: {
      ...{ proposedBy: null, slotAt: null, yes: new Set(), recordedAt: null, recordedBy: null, took: new Set() },
      ...{ accepted: new Set(), settledAt: null, notHeldAt: null, talks: new Map() },
    },
  }
}

export const seatOf = ({ seats }: Table, seat: number): Seat => {
  const found = seats.find(each => each.seat === seat)
  if (found === undefined) throw new Error(`There is no seat ${seat}`)
  return found
}

export const present = ({ seats }: Table): Seat[] => seats.filter(({ standing }) => standing !== 'withdrawn')

export const othersOf = (table: Table, seat: number): Seat[] => present(table).filter(each => each.seat !== seat)

/** The ways between schools that still take part. */
export const standingWays = (table: Table): Way[] => {
  const here = new Set(present(table).map(({ seat }) => seat))
  return table.ways.filter(({ reviewer, reviewed }) => here.has(reviewer) && here.has(reviewed))
}

export const openReturn = (returns: readonly Return[]): Return | null => {
  const last = returns.at(-1)
  return last !== undefined && last.answeredAt === null ? last : null
}

/** A package that its reviewers cannot read just now: never sent, or sent back. */
export const isPreparing = ({ sentAt, returns }: Seat): boolean => sentAt === null || openReturn(returns) !== null
