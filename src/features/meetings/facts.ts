import { addWorkingDays } from '../../../workflows/calendar.ts'
import { dueInstant, localDate } from '../../../workflows/deadlines.ts'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Act } from '../../../workflows/stale-after.ts'
import { meetingIn, partnershipIn, present, type View } from '../../../workflows/view.ts'
import type { FactsReader } from '../facts.ts'
import { lastVersion } from './minutes.ts'
import { presentSeats } from './rules.ts'

const latest = (texts: readonly string[]): string => [...texts].sort().at(-1) ?? ''

/** The date that it is by now in the present schools' zones, the latest of them. */
export const todayOf = (view: View, at: string): string =>
  latest(present(partnershipIn(view)).map(({ zone }) => localDate(at, zone)))

/** Until when the others may object: so many working days after the recording, by the latest of their zones and weeks (rules 18). */
const silenceEndsAt = (view: View, seat: unknown, at: string, { calendar }: SeasonDefinition): string => {
  const partnership = partnershipIn(view)
  const others = present(partnership).filter(record => record.seat !== seat)
  return latest(
    others.map(({ zone, week }) =>
      dueInstant(addWorkingDays(calendar, localDate(at, zone), partnership.workingDays.minutesSilence, week), zone),
    ),
  )
}

type Recording = Readonly<Record<string, unknown>>

/** The wording of the minutes that stands, 0 where there is none, and whether it is the one that who records has seen. */
type Standing = { readonly version: number; readonly isSeen: boolean }

/** What stands against a recording, as codes of the catalogue's `meetings.missing`. */
const missingOf = (
  seats: readonly SeatNo[],
  { version, isSeen }: Standing,
  today: string,
  { heldOn, took }: Recording,
) => {
  const named = Array.isArray(took) ? took : []
  const known = new Set(named.filter(seat => seats.includes(seat)))
  return [
    ...(version === 0 ? ['minutes'] : isSeen ? [] : ['outrun']),
    ...(typeof heldOn === 'string' && heldOn > today ? ['future'] : []),
    ...(known.size < 2 || known.size < named.length ? ['took'] : []),
  ]
}

/** What `meeting.record` is decided by: who is present, the version of the minutes, and until when the others may object. */
export const recordFacts = (
  view: View,
  season: SeasonDefinition,
  at: string,
  recording: Recording,
  minutes: Standing,
) => {
  const [seats, today] = [presentSeats(view), todayOf(view, at)]
  return {
    seats,
    minutesVersion: minutes.isSeen ? minutes.version : 0,
    silenceEndsAt: silenceEndsAt(view, recording.seat, at, season),
    today,
    missing: missingOf(seats, minutes, today, recording),
  }
}

/** What a yes is decided by: who can take this time and has to. Nobody can take one that has passed meanwhile; `missing` says so. */
export const acceptFacts = (view: View, at: string, slot: unknown) => {
  const proposed = typeof slot === 'number' ? meetingIn(view).slots[slot] : undefined
  const past = proposed !== undefined && proposed.at <= at
  return { seats: past ? [] : presentSeats(view), missing: past ? ['past'] : [] }
}

/** What a talk in place of the missed meeting is decided by (rules 18). */
export const talkFacts = (view: View, at: string, heldOn: unknown) => {
  const today = todayOf(view, at)
  return { today, missing: typeof heldOn === 'string' && heldOn > today ? ['future'] : [] }
}

const readRecord: FactsReader = async (tx, { root, view, command: { at, event } }, season) => {
  const version = (await lastVersion(tx, root))?.version ?? 0
  return recordFacts(view, season, at, event, { version, isSeen: version === event.minutes })
}

const readAccept: FactsReader = async (_tx, { view, command: { at, event } }) => acceptFacts(view, at, event.slot)

const readAcceptMinutes: FactsReader = async (_tx, { view }) => ({ seats: presentSeats(view) })

const readTalk: FactsReader = async (_tx, { view, command: { at, event } }) => talkFacts(view, at, event.heldOn)

/** The facts of the meeting's acts; the others need none: the machine alone decides. */
export const facts = {
  'meeting.accept': readAccept,
  'meeting.record': readRecord,
  'meeting.acceptMinutes': readAcceptMinutes,
  'meeting.talk': readTalk,
} satisfies Partial<Record<Act, FactsReader>>
