import { dateAt, endOf, type OwnDays } from './own-days.ts'
import { isPreparing, othersOf, present, type Seat, seatOf, standingWays, type Table } from './table.ts'

/** Whether a duty is owed, by the simulation's own reading of the rules (2–5). `dueAt`: the midnight that ends `date`. */
export type Stand =
  | { readonly is: 'done' | 'waiting' | 'waived' }
  | { readonly is: 'owed'; readonly date: string; readonly dueAt: string }

export type OwnDuty = { readonly key: string; readonly seat: number; readonly act: string; readonly stand: Stand }

/** By what the duties are reckoned: the season's dates as they are now, its periods in working days. */
export type Reckoning = {
  readonly days: OwnDays
  readonly dates: { exchange: string; meeting: string; upload: string }
  readonly periods: Readonly<Record<'heldDuty' | 'signIn' | 'packageReturn' | 'finalFileReturn' | 'rebase', number>>
}

const later = (texts: readonly (string | null)[]): string | null =>
  texts
    .filter(text => text !== null)
    .sort()
    .at(-1) ?? null

const after = ({ days }: Reckoning, at: string, { school: { hours, week } }: Seat, n: number) =>
  days.after(dateAt(at, hours), n, week)

/** The season's date, or for a school that came later some working days after that. */
const dateFor = (by: Reckoning, seat: Seat, date: string): string =>
  seat.joinedAt === null ? date : (later([date, after(by, seat.joinedAt, seat, by.periods.rebase)]) ?? date)

/** A date, an extension, and working days after the act that was waited for: the latest of them. */
const lastDay = (
  by: Reckoning,
  seat: Seat,
  key: string,
  date: string,
  arrivals: readonly (string | null)[],
): string => {
  const arrived = later(arrivals)
  const held = arrived === null ? null : after(by, arrived, seat, by.periods.heldDuty)
  return later([date, seat.extensions.get(key) ?? null, held]) ?? date
}

const owed = (date: string, { school }: Seat): Stand => ({ is: 'owed', date, dueAt: endOf(date, school.hours) })

type Work = { done: boolean; waits: boolean; waived: boolean; owed: () => Stand }

const judged = (table: Table, seat: Seat, { done, waits, waived, owed: owes }: Work): Stand => {
  if (done) return { is: 'done' }
  if (waived || table.ended || seat.standing === 'withdrawn' || (seat.standing === 'settled' && waits))
    return { is: 'waived' }
  return waits ? { is: 'waiting' } : owes()
}

const meetingStand = (by: Reckoning, table: Table, seat: Seat, key: string): Stand => {
  const { meeting } = table
  const others = othersOf(table, seat.seat)
  const unsent = others.some(({ lastSentAt }) => lastSentAt === null)
  const spoke = (each: Seat) => each.seat === meeting.recordedBy || meeting.accepted.has(each.seat)
  const unheard =
    meeting.recordedAt !== null && meeting.settledAt === null && spoke(seat) && others.some(o => !spoke(o))
  const held = meeting.settledAt !== null && meeting.notHeldAt === null
  return judged(table, seat, {
    done: held,
    waits: unsent || unheard,
    waived: meeting.notHeldAt !== null || others.length === 0 || seat.standing === 'settled',
    owed: () => {
      const here = present(table)
      const arrivals = here.map(({ lastSentAt }) => lastSentAt)
      const dates = here.map(each => lastDay(by, each, key, dateFor(by, each, by.dates.meeting), arrivals))
      const date = later(dates) ?? by.dates.meeting
      const midnights = here.map(({ school }) => endOf(date, school.hours))
      return { is: 'owed', date, dueAt: later(midnights) ?? '' }
    },
  })
}

const fileStand = (by: Reckoning, table: Table, seat: Seat, key: string): Stand => {
  const { settledAt } = table.meeting
  const about = standingWays(table).filter(({ reviewed }) => reviewed === seat.seat)
  const others = othersOf(table, seat.seat)
  const isSettled = seat.standing === 'settled'
  const owing = about.some(way => way.submittedAt === null || way.sentAt === null)
  const arrivals = isSettled ? [seat.since] : [settledAt, ...about.flatMap(way => [way.submittedAt, way.sentAt])]
  return judged(table, seat, {
    done: seat.uploadedAt !== null,
    waits: !isSettled && (owing || settledAt === null || others.length === 0),
    waived: false,
    owed: () => owed(lastDay(by, seat, key, dateFor(by, seat, by.dates.upload), arrivals), seat),
  })
}

const wayDuties = (by: Reckoning, table: Table, seat: Seat): OwnDuty[] =>
  table.ways
    .filter(({ reviewer }) => reviewer === seat.seat)
    .flatMap(way => {
      const about = seatOf(table, way.reviewed)
      const { settledAt } = table.meeting
      const waived = about.standing === 'withdrawn'
      const date = dateFor(by, seat, by.dates.meeting)
      const duty = (act: string, done: boolean, waits: boolean, arrival: string | null): OwnDuty => {
        const key = `duty/${seat.seat}/${act}/${way.reviewed}`
        const owes = () => owed(lastDay(by, seat, key, date, [arrival]), seat)
        return { key, seat: seat.seat, act, stand: judged(table, seat, { done, waits, waived, owed: owes }) }
      }
      const alone = othersOf(table, seat.seat).length === 0
      return [
        duty('review', way.submittedAt !== null, isPreparing(about), about.lastSentAt),
        duty('recommendations', way.sentAt !== null, settledAt === null && !alone, settledAt),
      ]
    })

const talkDuties = (by: Reckoning, table: Table, seat: Seat): OwnDuty[] => {
  const { settledAt, notHeldAt, took, talks } = table.meeting
  if (settledAt === null || notHeldAt !== null || took.has(seat.seat)) return []
  return standingWays(table)
    .filter(({ reviewer }) => reviewer === seat.seat)
    .map(({ reviewed }): OwnDuty => {
      const key = `duty/${seat.seat}/talk/${reviewed}`
      const owes = () => owed(lastDay(by, seat, key, dateFor(by, seat, by.dates.meeting), [settledAt]), seat)
      const stand = judged(table, seat, { done: talks.has(key), waits: false, waived: false, owed: owes })
      return { key, seat: seat.seat, act: 'talk', stand }
    })
}

const returnDuties = (by: Reckoning, table: Table, seat: Seat): OwnDuty[] => {
  const duty = (act: string, days: number) => (back: Seat['returns'][number], index: number) => {
    const key = `duty/${seat.seat}/${act}/${index + 1}`
    const date = later([after(by, back.at, seat, days), seat.extensions.get(key) ?? null]) ?? ''
    const work = { done: back.answeredAt !== null, waits: false, waived: false, owed: () => owed(date, seat) }
    return { key, seat: seat.seat, act, stand: judged(table, seat, work) }
  }
  return [
    ...seat.returns.map(duty('resend', by.periods.packageReturn)),
    ...seat.fileReturns.map(duty('correction', by.periods.finalFileReturn)),
  ]
}

const seatDuties = (by: Reckoning, table: Table, seat: Seat): OwnDuty[] => {
  const { joinedAt, signedInAt, exchangedAt, sentAt } = seat
  const keyOf = (act: string) => `duty/${seat.seat}/${act}`
  const signInBy = joinedAt === null ? table.signInBy : after(by, joinedAt, seat, by.periods.signIn)
  const own = (act: string, done: boolean, date: string): OwnDuty => {
    const owes = () => owed(lastDay(by, seat, keyOf(act), date, []), seat)
    const stand = judged(table, seat, { done, waits: false, waived: false, owed: owes })
    return { key: keyOf(act), seat: seat.seat, act, stand }
  }
  const shared = (act: string, stand: Stand): OwnDuty => ({ key: keyOf(act), seat: seat.seat, act, stand })
  return [
    own('signIn', signedInAt !== null, signInBy),
    own('package', exchangedAt !== null || sentAt !== null, dateFor(by, seat, by.dates.exchange)),
    shared('meeting', meetingStand(by, table, seat, keyOf('meeting'))),
    shared('finalFile', fileStand(by, table, seat, keyOf('finalFile'))),
    ...wayDuties(by, table, seat),
    ...talkDuties(by, table, seat),
    ...returnDuties(by, table, seat),
  ]
}

/** Every duty of a partnership as it stands now. */
export const ownDuties = (by: Reckoning, table: Table): OwnDuty[] =>
  table.seats.flatMap(seat => seatDuties(by, table, seat))
