import { assign, setup } from 'xstate'
import { talkBirth } from '../births.ts'
import { effects } from './effects.ts'
import type { SeatNo, Stamped, TextRef } from './events.ts'

export type MeetingKind = 'call' | 'video' | 'visit'

/** A proposed time: an instant and a length in minutes. */
export type Slot = { at: string; minutes: number }

export type MeetingContext = {
  /** How often the meeting was proposed, moved or cancelled: SEQUENCE of its calendar file (RFC 5545). */
  sequence: number
  slots: readonly Slot[]
  proposedBy: SeatNo | null
  /** For each slot the seats that said yes. */
  yes: readonly (readonly SeatNo[])[]
  agreed: Slot | null
  /** The instant of the first recording whose minutes came to count, or null. */
  heldAt: string | null
  /** When it was settled that the meeting was held (the minutes count) or not held. */
  settledAt: string | null
  recordedAt: string | null
  recordedBy: SeatNo | null
  heldOn: string | null
  kind: MeetingKind | null
  took: readonly SeatNo[]
  accepted: readonly SeatNo[]
  notHeldAt: string | null
  /** The talks that absent schools owe, and those that they held. */
  owed: readonly Talk[]
  talks: readonly (Talk & { at: string; heldOn: string; kind: MeetingKind })[]
}

/** Of a school that was not at the meeting with one that it reviews (rules 18). */
export type Talk = { seat: SeatNo; about: SeatNo }

/**
 * `minutesReturnedAt`: the latest return of a final file that names the minutes (rules 21). `absent`: who owes a talk to whom. `present`: who
 * still takes part: when the last one to be heard leaves, the minutes count.
 */
export type MeetingFacts = { minutesReturnedAt: string | null; absent: readonly Talk[]; present: readonly SeatNo[] }

export type MeetingEvent =
  | (Stamped & { type: 'settle'; facts: MeetingFacts })
  | (Stamped & { type: 'meeting.propose'; seat: SeatNo; slots: readonly Slot[] })
  | (Stamped & { type: 'meeting.accept'; seat: SeatNo; slot: number; facts: { seats: readonly SeatNo[] } })
  | (Stamped & { type: 'meeting.decline'; seat: SeatNo })
  | (Stamped & { type: 'meeting.cancel'; reason: TextRef })
  | (Stamped & {
      type: 'meeting.record'
      seat: SeatNo | null
      heldOn: string
      kind: MeetingKind
      took: readonly SeatNo[]
      facts: { seats: readonly SeatNo[]; minutesVersion: number; silenceEndsAt: string; today: string }
    })
  | (Stamped & { type: 'meeting.acceptMinutes'; seat: SeatNo; facts: { seats: readonly SeatNo[] } })
  | (Stamped & { type: 'meeting.rule' })
  | (Stamped & { type: 'silence' })
  | (Stamped & { type: 'meeting.notHeld'; reason: TextRef })
  | (Stamped & { type: 'meeting.reopenMinutes'; reason: TextRef })
  | (Stamped & { type: 'meeting.talk'; heldOn: string; kind: MeetingKind; facts: { today: string } } & Talk)

const maxSlots = 5
const with1 = (list: readonly SeatNo[], seat: SeatNo) => (list.includes(seat) ? list : [...list, seat].sort())
const holdsAll = (list: readonly SeatNo[], all: readonly SeatNo[]) => all.every(seat => list.includes(seat))
const others = (seats: readonly SeatNo[], own: SeatNo | null) => seats.filter(seat => seat !== own)
const isOf =
  ({ seat, about }: Talk) =>
  (talk: Talk) =>
    talk.seat === seat && talk.about === about
const newlyOwed = ({ owed }: MeetingContext, event: MeetingEvent): readonly Talk[] =>
  event.type === 'settle' ? event.facts.absent.filter(talk => !owed.some(isOf(talk))) : []
const areSeated = (took: readonly SeatNo[], seats: readonly SeatNo[]) =>
  new Set(took).size === took.length && took.every(seat => seats.includes(seat))

/** The one meeting of a partnership: a time needs yes from all seats, and that it was held can be recorded from any state (rules 18). */
export const meeting = setup({
  types: { context: {} as MeetingContext, events: {} as MeetingEvent },
  actions: {
    ...effects,
    notePropose: assign(({ context, event }) =>
      event.type === 'meeting.propose'
        ? {
            sequence: context.sequence + 1,
            slots: event.slots,
            proposedBy: event.seat,
            yes: event.slots.map(() => [event.seat]),
            agreed: null,
          }
        : {},
    ),
    noteYes: assign(({ context, event }) =>
      event.type === 'meeting.accept'
        ? { yes: context.yes.map((seats, slot) => (slot === event.slot ? with1(seats, event.seat) : seats)) }
        : {},
    ),
    noteAgreed: assign(({ context, event }) =>
      event.type === 'meeting.accept' ? { agreed: context.slots[event.slot] ?? null } : {},
    ),
    noteCancelled: assign(({ context }) => ({
      sequence: context.sequence + 1,
      slots: [],
      yes: [],
      proposedBy: null,
      agreed: null,
    })),
    // Minutes written again leave standing that the meeting was held, and since when (rules 5, 21).
    noteRecord: assign(({ context, event }) =>
      event.type === 'meeting.record'
        ? {
            recordedAt: event.at,
            recordedBy: event.seat,
            heldOn: event.heldOn,
            kind: event.kind,
            took: event.took,
            accepted: [],
            settledAt: context.heldAt === null ? null : context.settledAt,
            notHeldAt: null,
          }
        : {},
    ),
    noteAccepted: assign(({ context, event }) =>
      event.type === 'meeting.acceptMinutes' ? { accepted: with1(context.accepted, event.seat) } : {},
    ),
    noteCounts: assign(({ context, event }) => ({
      heldAt: context.heldAt ?? context.recordedAt,
      settledAt: context.settledAt ?? event.at,
    })),
    noteOwed: assign(({ context, event }) => ({ owed: [...context.owed, ...newlyOwed(context, event)] })),
    noteTalk: assign(({ context, event }) => {
      if (event.type !== 'meeting.talk') return {}
      const { seat, about, at, heldOn, kind } = event
      return { talks: [...context.talks, { seat, about, at, heldOn, kind }] }
    }),
    noteNotHeld: assign({ notHeldAt: ({ event }) => event.at, settledAt: ({ event }) => event.at, heldAt: null }),
  },
  guards: {
    someSlots: ({ event }) =>
      event.type === 'meeting.propose' &&
      event.slots.length > 0 &&
      event.slots.length <= maxSlots &&
      event.slots.every(slot => slot.at > event.at),
    knownSlot: ({ context, event }) =>
      event.type === 'meeting.accept' &&
      event.facts.seats.includes(event.seat) &&
      context.slots[event.slot] !== undefined,
    lastYes: ({ context, event }) =>
      event.type === 'meeting.accept' &&
      event.facts.seats.includes(event.seat) &&
      context.slots[event.slot] !== undefined &&
      holdsAll(with1(context.yes[event.slot] ?? [], event.seat), event.facts.seats),
    notTheProposer: ({ context, event }) => event.type === 'meeting.decline' && event.seat !== context.proposedBy,
    recordable: ({ event }) =>
      event.type === 'meeting.record' &&
      event.facts.minutesVersion > 0 &&
      event.took.length > 1 &&
      areSeated(event.took, event.facts.seats) &&
      event.heldOn <= event.facts.today,
    byAnother: ({ context, event }) =>
      event.type === 'meeting.acceptMinutes' &&
      event.facts.seats.includes(event.seat) &&
      event.seat !== context.recordedBy,
    lastAcceptance: ({ context, event }) =>
      event.type === 'meeting.acceptMinutes' &&
      event.facts.seats.includes(event.seat) &&
      event.seat !== context.recordedBy &&
      holdsAll(with1(context.accepted, event.seat), others(event.facts.seats, context.recordedBy)),
    nobodyLeftToHear: ({ context: { accepted, recordedBy }, event }) =>
      event.type === 'settle' && accepted.length > 0 && holdsAll(accepted, others(event.facts.present, recordedBy)),
    someoneOwes: ({ context, event }) => newlyOwed(context, event).length > 0,
    owedAndNotHeld: ({ context, event }) =>
      event.type === 'meeting.talk' &&
      context.owed.some(isOf(event)) &&
      !context.talks.some(isOf(event)) &&
      event.heldOn <= event.facts.today,
    minutesReturned: ({ context: { recordedAt }, event }) =>
      event.type === 'settle' &&
      recordedAt !== null &&
      event.facts.minutesReturnedAt !== null &&
      event.facts.minutesReturnedAt > recordedAt,
  },
}).createMachine({
  id: 'meeting',
  context: {
    sequence: 0,
    slots: [],
    proposedBy: null,
    yes: [],
    agreed: null,
    heldAt: null,
    settledAt: null,
    recordedAt: null,
    recordedBy: null,
    heldOn: null,
    kind: null,
    took: [],
    accepted: [],
    notHeldAt: null,
    owed: [],
    talks: [],
  },
  initial: 'unplanned',
  on: {
    'meeting.record': { guard: 'recordable', target: '.held.unconfirmed', actions: 'noteRecord' },
    'meeting.notHeld': { target: '.notHeld', actions: 'noteNotHeld' },
    'meeting.talk': { guard: 'owedAndNotHeld', actions: 'noteTalk' },
  },
  states: {
    unplanned: {
      tags: ['minutesWritable'],
      on: { 'meeting.propose': { guard: 'someSlots', target: 'proposed', actions: 'notePropose' } },
    },
    proposed: {
      tags: ['minutesWritable'],
      on: {
        'meeting.propose': { guard: 'someSlots', target: 'proposed', actions: 'notePropose' },
        'meeting.accept': [
          { guard: 'lastYes', target: 'agreed', actions: ['noteYes', 'noteAgreed'] },
          { guard: 'knownSlot', actions: 'noteYes' },
        ],
        'meeting.decline': { guard: 'notTheProposer', target: 'unplanned', actions: 'noteCancelled' },
        'meeting.cancel': { target: 'unplanned', actions: 'noteCancelled' },
      },
    },
    agreed: {
      tags: ['minutesWritable'],
      on: {
        'meeting.propose': { guard: 'someSlots', target: 'proposed', actions: 'notePropose' },
        'meeting.cancel': { target: 'unplanned', actions: 'noteCancelled' },
      },
    },
    held: {
      initial: 'unconfirmed',
      states: {
        unconfirmed: {
          tags: ['minutesWritable'],
          entry: {
            type: 'openDeadline',
            params: ({ event }) => {
              if (event.type !== 'meeting.record') throw new Error('minutes wait for acceptance only after a record')
              return { name: 'silence', at: event.facts.silenceEndsAt }
            },
          },
          exit: { type: 'closeDeadline', params: { name: 'silence' } },
          on: {
            'meeting.acceptMinutes': [
              { guard: 'lastAcceptance', target: 'counted', actions: 'noteAccepted' },
              { guard: 'byAnother', actions: 'noteAccepted' },
            ],
            settle: { guard: 'nobodyLeftToHear', target: 'counted' },
            silence: { target: 'counted' },
            'meeting.rule': { target: 'counted' },
          },
        },
        counted: {
          entry: 'noteCounts',
          on: {
            // What all have accepted, no one school takes back alone: a coordinator reopens the minutes first.
            'meeting.notHeld': {},
            settle: [
              { guard: 'minutesReturned', target: 'reopened' },
              {
                guard: 'someoneOwes',
                actions: [
                  {
                    type: 'spawn',
                    params: ({ context, event }) => ({
                      births: newlyOwed(context, event).map(({ seat, about }) => talkBirth(seat, about)),
                    }),
                  },
                  'noteOwed',
                ],
              },
            ],
            'meeting.reopenMinutes': { target: 'reopened' },
          },
        },
        reopened: { tags: ['minutesWritable'] },
      },
    },
    notHeld: { tags: ['minutesWritable'] },
  },
})
