import { localDate } from '../deadlines.ts'
import { seatOfKey } from '../keys.ts'
import type { DutyContext } from '../machines/duty.ts'
import type { SeatNo } from '../machines/events.ts'
import type { MeetingContext } from '../machines/meeting.ts'
import { type Duty, partnershipIn, present, recordOf, standingAssignments, type View } from '../view.ts'
import type { LetterKind, LetterRole, SkipReason } from './kinds.ts'

type Stored = { value: unknown; context: unknown }

/** A history row, as far as letters depend on it. `n` is its number. */
export type Row = {
  n: number
  key: string
  at: string
  event: { type: string } & Readonly<Record<string, unknown>>
  actor: { person: string | null; role: string; behalf?: object }
  before: Stored | null
  after: Stored
}

/** What was played on a root: its rows, the keys of the things that they changed or brought into being, and how all things stand now. */
export type Change = { rows: readonly Row[]; changed: ReadonlySet<string>; view: View }

/** Whom it concerns: a school at its seat. `beside`: the other schools at the table, whose people stay out of it (rules 11). */
export type Concerned = { seat: SeatNo; school: string; beside: readonly string[] }

/** A duty is owed until another instant than before, or no more. `why`: how its open entries end where they have no date any more. */
export type DutyNews = Concerned & {
  type: 'duty'
  key: string
  act: DutyContext['act']
  about: SeatNo | null
  at: string
  /** `date`: the last day, `YYYY-MM-DD`, in the zone whose midnight ends it. */
  deadline: { date: string; dueAt: string } | null
  why: SkipReason
}

/** Something happened that somebody is told of. `person`: of the actor alone. */
export type Notice = Concerned & {
  type: 'notice'
  kind: Exclude<LetterKind, 'rung'>
  key: string
  n: number
  at: string
  to: LetterRole
  person: string | null
  detail: Readonly<Record<string, unknown>>
}

export type News = DutyNews | Notice

const dueAtOf = ({ value, context: { facts } }: Duty): string | null =>
  (value === 'open' || value === 'overdue') && facts?.stand === 'owed' ? facts.dueAt : null

const asDuty = (key: string, { value, context }: Stored): Duty => ({
  key,
  value: String(value),
  context: context as DutyContext,
})

const concernedAt = (view: View, seat: SeatNo): Concerned => {
  const { seats } = partnershipIn(view)
  return {
    seat,
    school: recordOf(partnershipIn(view), seat).school,
    beside: seats.filter(record => record.seat !== seat).map(({ school }) => school),
  }
}

// The midnight that ends a shared act is the latest one: elsewhere the next day has begun by then (rules 4).
const lastDay = (view: View, { context: { seat, act } }: Duty, dueAt: string): string => {
  const partnership = partnershipIn(view)
  const zones = act === 'meeting' ? present(partnership).map(({ zone }) => zone) : [recordOf(partnership, seat).zone]
  const eve = new Date(Date.parse(dueAt) - 1).toISOString()
  return zones.map(zone => localDate(eve, zone)).sort()[0] ?? localDate(eve, 'UTC')
}

const endOf = (view: View, { value, context: { seat } }: Duty): SkipReason => {
  if (recordOf(partnershipIn(view), seat).standing === 'withdrawn') return 'withdrawn'
  if (value === 'held') return 'held'
  return value === 'waived' ? 'waived' : 'done'
}

const movedBy = (rows: readonly Row[]): SkipReason => {
  const types = rows.map(({ event }) => event.type)
  if (types.includes('duty.extend')) return 'extended'
  return types.includes('partnership.moveDates') ? 'moved' : 'stale'
}

const dutyNews = ({ rows, changed, view }: Change): DutyNews[] =>
  [...changed].flatMap((key): DutyNews[] => {
    const thing = view.get(key)
    if (thing?.machine !== 'duty') return []
    const own = rows.filter(row => row.key === key)
    const before = own[0]?.before
    const duty = asDuty(key, thing)
    const dueAt = dueAtOf(duty)
    const was = before == null ? null : dueAtOf(asDuty(key, before))
    // One that was done and is owed once more until the same instant begins anew; the same owed all the time is no news.
    if (dueAt === was && own.every(({ after }) => dueAtOf(asDuty(key, after)) === dueAt)) return []
    const { act, about, seat } = duty.context
    return [
      {
        type: 'duty',
        key,
        act,
        about,
        ...concernedAt(view, seat),
        at: own.at(-1)?.at ?? rows.at(-1)?.at ?? '',
        deadline: dueAt === null ? null : { date: lastDay(view, duty, dueAt), dueAt },
        why: dueAt === null ? endOf(view, duty) : movedBy(rows),
      },
    ]
  })

/** What is owed just now, as if it were news: for those who come to a role, or whose clock changed. `why` is never used of them. */
export const owedNow = (view: View, at: string): DutyNews[] =>
  [...view].flatMap(([key, thing]): DutyNews[] => {
    const duty = asDuty(key, thing)
    const dueAt = thing.machine === 'duty' ? dueAtOf(duty) : null
    if (dueAt === null) return []
    const { act, about, seat } = duty.context
    const deadline = { date: lastDay(view, duty, dueAt), dueAt }
    return [{ type: 'duty', key, act, about, ...concernedAt(view, seat), at, deadline, why: 'stale' }]
  })

/** What a notice says of itself; the rest is the row's. */
type Said = { kind: Notice['kind']; seat: SeatNo; to?: LetterRole; detail?: Notice['detail'] }

const seatsOf = (view: View): SeatNo[] => present(partnershipIn(view)).map(({ seat }) => seat)

const others = (view: View, seat: unknown): SeatNo[] => seatsOf(view).filter(each => each !== seat)

const pairOf = (key: string): { reviewer: SeatNo; reviewed: SeatNo } => {
  const [reviewer, reviewed] = (key.split('/')[1] ?? '').split('-').map(Number)
  if (reviewer === undefined || reviewed === undefined) throw new Error(`«${key}» is no assignment`)
  return { reviewer, reviewed }
}

const receipt = ({ event: { type, facts } }: Row, seat: SeatNo): Said => ({
  kind: 'receipt',
  seat,
  to: 'actor',
  detail: { of: type, sha256: (facts as { sha256?: unknown } | undefined)?.sha256 ?? null },
})

const seatOf = (key: string): SeatNo => seatOfKey(key) ?? 0

const meetingOf = ({ context }: Stored) => context as MeetingContext

const meetingDetail = (row: Row) => {
  const now = meetingOf(row.after)
  const was = row.before === null ? null : meetingOf(row.before)
  return { sequence: now.sequence, slots: now.slots, slot: now.agreed ?? was?.agreed ?? null }
}

const toAll = (kind: Notice['kind'], seats: readonly SeatNo[], detail: Notice['detail'] = {}): Said[] =>
  seats.map(seat => ({ kind, seat, detail }))

const withCurators = (said: readonly Said[]): Said[] => [
  ...said,
  ...said.map(one => ({ ...one, to: 'curator' as const })),
]

type Teller = (row: Row, view: View) => Said[]

/** Who is told of what, by the event (design 5). An event that is not here opens and ends duties alone. */
const tellers: Readonly<Record<string, Teller>> = {
  founded: (_row, view) => withCurators(toAll('pairsPublished', seatsOf(view))),
  'package.send': (row, view) => [
    ...standingAssignments(partnershipIn(view))
      .filter(({ reviewed }) => reviewed === seatOf(row.key))
      .map(({ reviewer }): Said => ({ kind: 'packageSent', seat: reviewer, detail: { about: seatOf(row.key) } })),
    receipt(row, seatOf(row.key)),
  ],
  'package.return': ({ key, event }) => [
    { kind: 'packageReturned', seat: seatOf(key), detail: { slots: event.slots, reason: event.reason } },
  ],
  'review.submit': row => [receipt(row, seatOf(row.key))],
  'recommendations.send': row => [
    { kind: 'recommendationsReceived', seat: pairOf(row.key).reviewed, detail: { about: seatOf(row.key) } },
    receipt(row, seatOf(row.key)),
  ],
  'recommendations.answer': ({ key }) => [
    { kind: 'recommendationsAnswered', seat: pairOf(key).reviewer, detail: { about: pairOf(key).reviewed } },
  ],
  'file.upload': row => [
    { kind: 'fileToConfirm', seat: seatOf(row.key), to: 'curator' },
    receipt(row, seatOf(row.key)),
  ],
  'file.confirm': ({ key }) => [{ kind: 'fileConfirmed', seat: seatOf(key) }],
  'file.return': ({ key, event }) => [
    { kind: 'fileReturned', seat: seatOf(key), detail: { part: event.part, reason: event.reason } },
    ...(event.part === 'partner' ? authorsOf(event.facts) : []).map(
      (seat): Said => ({ kind: 'partReturned', seat, detail: { about: seatOf(key), reason: event.reason } }),
    ),
  ],
  'meeting.propose': (row, view) =>
    toAll(
      row.before?.value === 'agreed' ? 'meetingMoved' : 'meetingProposed',
      row.before?.value === 'agreed' ? seatsOf(view) : others(view, row.event.seat),
      meetingDetail(row),
    ),
  'meeting.accept': (row, view) =>
    row.after.value === 'agreed' ? toAll('meetingAgreed', seatsOf(view), meetingDetail(row)) : [],
  'meeting.decline': (row, view) => toAll('meetingCancelled', others(view, row.event.seat), meetingDetail(row)),
  'meeting.cancel': (row, view) =>
    toAll('meetingCancelled', seatsOf(view), { ...meetingDetail(row), reason: row.event.reason }),
  'meeting.record': ({ event }, view) => toAll('meetingRecorded', others(view, event.seat), { by: event.seat }),
  'meeting.notHeld': ({ event }, view) => toAll('meetingNotHeld', seatsOf(view), { reason: event.reason }),
  'duty.extend': ({ key, event, after }) => [
    {
      kind: 'extensionGiven',
      seat: seatOf(key),
      detail: { date: event.date, reason: event.reason, ...actOf(after) },
    },
  ],
  'partnership.moveDates': ({ event }, view) =>
    toAll('datesMoved', seatsOf(view), { dates: event.dates, reason: event.reason ?? null }),
  'partnership.join': ({ event }, view) => {
    const joined = Number((event.seat as { seat?: unknown }).seat)
    return [
      ...withCurators(toAll('schoolJoined', others(view, joined), { about: joined })),
      ...withCurators(toAll('pairsPublished', [joined])),
    ]
  },
  'partnership.withdraw': ({ event }, view) =>
    withCurators(
      toAll('schoolLeft', [...new Set([...seatsOf(view), Number(event.seat)])], {
        about: event.seat,
        reason: event.reason,
      }),
    ),
  'partnership.reinstate': ({ event }, view) => toAll('schoolReturned', seatsOf(view), { about: event.seat }),
  'partnership.dissolve': ({ event }, view) =>
    event.into === undefined ? toAll('pairDissolved', seatsOf(view), { reason: event.reason }) : [],
  'partnership.closeOneSided': ({ event }, view) =>
    toAll('closedOneSided', seatsOf(view), { about: event.seat, reason: event.reason }),
}

const authorsOf = (facts: unknown): readonly SeatNo[] => (facts as { authors: readonly SeatNo[] }).authors

const actOf = ({ context }: Stored) => {
  const { act, about } = context as DutyContext
  return { act, about }
}

// A review is opened by whatever comes last: the own review, a coordinator, a partner's leaving. The first time is told of.
const revealed = (row: Row): Said[] => {
  if (!row.key.startsWith('assignment/') || row.before === null) return []
  const opened = (stored: Stored) => (stored.context as { revealedAt: string | null }).revealedAt
  if (opened(row.before) !== null || opened(row.after) === null) return []
  const { reviewer, reviewed } = pairOf(row.key)
  return [{ kind: 'revealed', seat: reviewed, detail: { about: reviewer } }]
}

// Somebody who is not of the school acted for it: the school learns of it in any case (rules 12).
const actedFor = ({ actor, event, key }: Row, view: View): Said[] => {
  const seat = typeof event.seat === 'number' ? event.seat : seatOfKey(key)
  if (actor.behalf === undefined || seat === null || !seatsOf(view).includes(seat)) return []
  return [{ kind: 'actedFor', seat, detail: { of: event.type, behalf: actor.behalf } }]
}

const noticesOf = (row: Row, view: View): Notice[] =>
  [...(tellers[row.event.type]?.(row, view) ?? []), ...revealed(row), ...actedFor(row, view)]
    .filter(({ to }) => to !== 'actor' || row.actor.person !== null)
    .map(({ kind, seat, to = 'school', detail = {} }) => ({
      type: 'notice',
      kind,
      key: row.key,
      n: row.n,
      at: row.at,
      ...concernedAt(view, seat),
      to,
      person: to === 'actor' ? row.actor.person : null,
      detail,
    }))

/** What has to be told of a change of a partnership, to whom: duties first, then events in their order. Pure, and plain JSON. */
export const newsOf = (change: Change): News[] => [
  ...dutyNews(change),
  ...change.rows.flatMap(row => noticesOf(row, change.view)),
]
