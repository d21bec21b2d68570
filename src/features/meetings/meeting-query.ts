import { meetingKey, rootKey } from '../../../workflows/keys.ts'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { Action } from '../../../workflows/permissions.ts'
import { assignmentIn, meetingIn, partnershipIn, present, standingAssignments } from '../../../workflows/view.ts'
import { can, hasTag } from '../../engine/step.ts'
import type { Event } from '../../engine/workflow.ts'
import { type Opened, openPartnership } from '../access/open.ts'
import type { House } from '../house.ts'
import { type SeatSchool, seatSchools } from '../seat-schools.ts'
import { commonHours, edgesOfDay } from './common-hours.ts'
import { acceptFacts, recordFacts, talkFacts, todayOf } from './facts.ts'
import { calendarEntry, lastRecording, meetingActs } from './meeting-acts.ts'
import type { Hours, MeetingView, Party, Possible, ShownSlot } from './meeting-view.ts'
import { lastVersion, recordedVersion } from './minutes.ts'
import { isMember, memberSeats, presentSeats, stateOf, usualMinutes } from './rules.ts'

/** How far ahead a common hour is looked for. */
const daysAhead = 8
const mostDays = 4

/** The seat of the reader's own school among those that still take part. */
const ownSeat = ({ standings, view }: Opened): SeatNo | null => {
  const seats = memberSeats(standings)
  return presentSeats(view).find(seat => seats.includes(seat)) ?? null
}

const partiesOf = ({ view }: Opened, schools: readonly SeatSchool[]): Party[] =>
  present(partnershipIn(view)).flatMap(({ seat, zone, week }) => {
    const school = schools.find(candidate => candidate.seat === seat)
    return school === undefined ? [] : [{ ...school, zone, week }]
  })

const hoursOf = ({ season }: Opened, parties: readonly Party[], at: string): Hours => {
  const search = { from: at, days: daysAhead, minutes: usualMinutes }
  const common = commonHours(season.calendar, parties, search).slice(0, mostDays)
  return { common, edges: common.length > 0 ? [] : edgesOfDay(season.calendar, parties, search).slice(0, mostDays) }
}

const isSubmitted = ({ view }: Opened, reviewer: SeatNo, reviewed: SeatNo): boolean => {
  const { value, context } = assignmentIn(view, reviewer, reviewed)
  return value.review === 'submitted' || value.review === 'revealed' || context.revealedAt !== null
}

// The guards look at the facts alone; the reason's text is stamped by the engine.
const unstamped = { reason: { id: '', sha256: '' } }

const possible = ({ workflow }: House, opened: Opened, own: SeatNo | null, slots: readonly ShownSlot[], at: string) => {
  const { view, season } = opened
  const [root, thing, seats] = [view.get(rootKey), view.get(meetingKey), presentSeats(view)]
  const open = root !== undefined && hasTag(workflow, root, 'open')
  const would = (seat: SeatNo | null, event: Event) =>
    open &&
    thing !== undefined &&
    opened.may(event.type as Action, seat) !== null &&
    can(workflow, thing, { ...unstamped, ...event, at })
  const ofOwn = (event: Event) => own !== null && would(own, { ...event, seat: own })
  const writable = open && thing !== undefined && hasTag(workflow, thing, 'minutesWritable')
  const today = todayOf(view, at)
  const record = { heldOn: today, kind: 'call', took: seats }
  const withdrawn = own === null && opened.standings.every(({ role }) => isMember(role))
  const { owed, talks } = meetingIn(view)
  const may: Possible = {
    propose: ofOwn({ type: 'meeting.propose', slots: [{ at: '9999', minutes: usualMinutes }] }),
    accept: slots
      .filter(({ past, yes }) => !past && own !== null && !yes.includes(own))
      .map(({ index }) => index)
      .filter(slot => ofOwn({ type: 'meeting.accept', slot, facts: acceptFacts(view, at, slot) })),
    decline: ofOwn({ type: 'meeting.decline' }),
    cancel: !withdrawn && would(null, { type: 'meeting.cancel' }),
    notHeld: !withdrawn && would(null, { type: 'meeting.notHeld' }),
    acceptMinutes: ofOwn({ type: 'meeting.acceptMinutes', facts: { seats } }),
    rule: would(null, { type: 'meeting.rule' }),
    reopenMinutes: would(null, { type: 'meeting.reopenMinutes' }),
    record: seats.filter(seat => {
      if (!writable) return false
      const facts = recordFacts(view, season, at, { ...record, seat }, { version: 1, isSeen: true })
      return would(seat, { type: 'meeting.record', ...record, seat, facts })
    }),
    write: writable ? seats.filter(seat => opened.may('minutes.write', seat) !== null) : [],
    talk: owed.filter(
      talk =>
        !talks.some(({ seat, about }) => seat === talk.seat && about === talk.about) &&
        would(talk.seat, {
          type: 'meeting.talk',
          ...talk,
          kind: 'call',
          heldOn: today,
          facts: talkFacts(view, at, today),
        }),
    ),
  }
  return own === null ? may : { ...may, record: only(may.record, own), write: only(may.write, own) }
}

/** Who is of a school acts for that school. */
const only = (seats: readonly SeatNo[], own: SeatNo) => seats.filter(seat => seat === own)

/** Reads the meeting for its page: a fixed number of queries. Ends the request where the partnership is not the reader's. */
export const meetingView = async (
  house: House,
  { person, at }: { readonly person: string; readonly at: string },
  root: string,
): Promise<MeetingView> => {
  const opened = await openPartnership(house, person, root, at)
  const parties = partiesOf(opened, await seatSchools(house.db, root))
  const acts = await meetingActs(house.db, root)
  const { view } = opened
  const context = meetingIn(view)
  const own = ownSeat(opened)
  const slots = context.slots.map((slot, index) => ({
    ...slot,
    index,
    yes: context.yes[index] ?? [],
    past: slot.at <= at,
  }))
  const may = possible(house, opened, own, slots, at)
  const recording = lastRecording(acts)
  const draft = (await lastVersion(house.db, root)) ?? null
  const recorded = await recordedVersion(house.db, root, recording?.minutesVersion ?? 0)
  const entry = calendarEntry(acts)
  return {
    root,
    n: opened.n,
    own,
    state: stateOf(view.get(meetingKey)?.value),
    context,
    parties,
    slots,
    acts,
    recorded,
    draft: may.write.length > 0 ? draft : null,
    silenceEndsAt: recording?.silenceEndsAt ?? null,
    reviewsOpen: standingAssignments(partnershipIn(view)).some(
      ({ reviewer, reviewed }) => !isSubmitted(opened, reviewer, reviewed),
    ),
    hours: hoursOf(opened, parties, at),
    today: todayOf(view, at),
    calendar: entry === null ? null : entry.off ? 'off' : 'agreed',
    may,
  }
}
