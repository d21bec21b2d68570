import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { Slot } from '../../workflows/machines/meeting.ts'

/** Somebody with an address: who invites, or who is invited. */
export type Addressee = { readonly name: string; readonly email: string }

/** A meeting for people's calendars. `stamp`: when this state of it came to be; `sequence`: the meeting's own counter. */
export type MeetingEntry = {
  readonly root: string
  readonly slot: Slot
  readonly sequence: number
  readonly stamp: string
  /** It was agreed once and is off. */
  readonly off: boolean
  readonly summary: string
  readonly description: string
  readonly url: string
  readonly organizer: Addressee | null
  readonly attendees: readonly Addressee[]
}

/**
 * The calendar file of a meeting (RFC 5545, 5546): one UID for ever, so that calendars keep one entry through every move; an invitation while the
 * time stands, a cancellation when it is off. Instants are UTC. The same entry gives the same text.
 */
export const meetingCalendar = (it: MeetingEntry): string => {
  const start = Temporal.Instant.from(it.slot.at)
  const calendar = ical({
    prodId: { company: 'Vzaimo', product: 'meetings', language: 'EN' },
    method: it.off ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
  })
  calendar.createEvent({
    id: `meeting-${it.root}@vzaimo`,
    // A move takes the old time back and, once the new one is agreed, invites again, both of one proposal: the invitation is the later (RFC 5546, 2.1.5).
    sequence: 2 * it.sequence + (it.off ? 0 : 1),
    stamp: Temporal.Instant.from(it.stamp),
    start,
    end: start.add({ minutes: it.slot.minutes }),
    summary: it.summary,
    description: it.description,
    url: it.url,
    status: it.off ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: it.organizer,
    attendees: it.attendees.map(each => ({
      ...each,
      rsvp: false,
      role: ICalAttendeeRole.REQ,
      status: ICalAttendeeStatus.ACCEPTED,
    })),
  })
  return calendar.toString()
}
