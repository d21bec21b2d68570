import { assign, setup } from 'xstate'
import { assignmentBirths, type Pairing, seatBirths } from '../births.ts'
import { assignmentKey } from '../keys.ts'
import type { SeatOutcome } from '../outcomes.ts'
import type { WorkingDaySettings } from '../season.ts'
import type { Act } from './duty.ts'
import { effects } from './effects.ts'
import type { SeatNo, Stamped, TextRef } from './events.ts'

/** `settled`: the pair was closed one-sided in favour of this school (rules 3). */
export type SeatStanding = 'seated' | 'settled' | 'withdrawn'

export type Seating = {
  seat: SeatNo
  school: string
  /** IANA zone in which the school's deadlines end. */
  zone: string
  week: 5 | 6
}

/**
 * What a school brings that did not come with publication (rules 13, 22). `joinedAt`: when it came, from which its dates are re-based.
 * `exchangedAt`: when it had sent its package to an earlier partner, whom it lost: its exchange counts as done.
 */
export type Arrival = { joinedAt: string | null; exchangedAt: string | null }

/** `since`: the instant from which it stands so, null from the founding. */
export type SeatRecord = Seating & Arrival & { standing: SeatStanding; since: string | null }

export type StageDates = Record<string, string | null>

export type PartnershipInput = {
  cycle: string
  seats: readonly (Seating & Partial<Arrival>)[]
  assignments: readonly Pairing[]
  /** The last day of each stage, YYYY-MM-DD. */
  dates: StageDates
  /** The stage by whose date each act is owed. */
  obligations: Partial<Record<Act, string>>
  workingDays: WorkingDaySettings
}

export type PartnershipContext = Omit<PartnershipInput, 'seats'> & {
  seats: readonly SeatRecord[]
  /** When the schools that were left were last paired anew: what undoing a withdrawal would upset (rules 22). */
  repairedAt: string | null
  /** The partnership in which a school that was left went on. */
  wentInto: string | null
  /** How each seat ended, from the season's closing on (rules 7). */
  outcomes: readonly SeatOutcome[] | null
}

export type PartnershipEvent =
  | (Stamped & { type: 'partnership.moveDates'; dates: StageDates; reason?: TextRef })
  | (Stamped & {
      type: 'partnership.join'
      seat: Seating & Partial<Arrival>
      assignments: readonly Pairing[]
      reason: TextRef
    })
  | (Stamped & { type: 'partnership.assign'; assignments: readonly Pairing[]; reason: TextRef })
  | (Stamped & { type: 'partnership.withdraw'; seat: SeatNo; reason: TextRef })
  | (Stamped & { type: 'partnership.reinstate'; seat: SeatNo; reason: TextRef })
  | (Stamped & { type: 'partnership.closeOneSided'; seat: SeatNo; reason: TextRef; facts: { from: string } })
  | (Stamped & { type: 'partnership.dissolve'; into?: string; reason: TextRef })
  | (Stamped & { type: 'partnership.close'; facts: { outcomes: readonly SeatOutcome[] } })
  | (Stamped & { type: 'partnership.reopen'; reason: TextRef })

const stand = (seats: readonly SeatRecord[], seat: SeatNo, standing: SeatStanding, since: string) =>
  seats.map(record => (record.seat === seat ? { ...record, standing, since } : record))
const standingOf = (context: PartnershipContext, seat: SeatNo) =>
  context.seats.find(record => record.seat === seat)?.standing
const keyOf = ({ reviewer, reviewed }: Pairing) => assignmentKey(reviewer, reviewed)
const areOnce = (pairings: readonly Pairing[]) =>
  pairings.length > 0 &&
  new Set(pairings.map(keyOf)).size === pairings.length &&
  pairings.every(({ reviewer, reviewed }) => reviewer !== reviewed)
const someoneLeft = ({ seats }: PartnershipContext) => seats.some(({ standing }) => standing === 'withdrawn')
const repairedAt = (context: PartnershipContext, at: string) => (someoneLeft(context) ? at : context.repairedAt)

/** Two schools, or three in a ring: who sits where, who reviews whom, by which dates (rules 10, 13, 22). Its colour is its weakest seat. */
export const partnership = setup({
  types: { context: {} as PartnershipContext, events: {} as PartnershipEvent, input: {} as PartnershipInput },
  actions: {
    ...effects,
    move: assign(({ context, event }) =>
      event.type === 'partnership.moveDates' ? { dates: { ...context.dates, ...event.dates } } : {},
    ),
    seatNewcomer: assign(({ context, event }) =>
      event.type === 'partnership.join'
        ? {
            seats: [
              ...context.seats,
              { exchangedAt: null, ...event.seat, standing: 'seated' as const, since: event.at, joinedAt: event.at },
            ],
            assignments: [...context.assignments, ...event.assignments],
            repairedAt: repairedAt(context, event.at),
          }
        : {},
    ),
    assignMore: assign(({ context, event }) =>
      event.type === 'partnership.assign'
        ? {
            assignments: [...context.assignments, ...event.assignments],
            repairedAt: repairedAt(context, event.at),
          }
        : {},
    ),
    noteWhereTo: assign(({ event }) => (event.type === 'partnership.dissolve' ? { wentInto: event.into ?? null } : {})),
    noteOutcomes: assign(({ event }) => (event.type === 'partnership.close' ? { outcomes: event.facts.outcomes } : {})),
    forgetOutcomes: assign({ outcomes: null }),
    withdraw: assign(({ context, event }) =>
      event.type === 'partnership.withdraw' ? { seats: stand(context.seats, event.seat, 'withdrawn', event.at) } : {},
    ),
    reinstate: assign(({ context, event }) =>
      event.type === 'partnership.reinstate' ? { seats: stand(context.seats, event.seat, 'seated', event.at) } : {},
    ),
    settleSeat: assign(({ context, event }) =>
      event.type === 'partnership.closeOneSided'
        ? { seats: stand(context.seats, event.seat, 'settled', event.at) }
        : {},
    ),
  },
  guards: {
    newSeat: ({ context, event }) =>
      event.type === 'partnership.join' &&
      standingOf(context, event.seat.seat) === undefined &&
      context.seats.every(record => record.school !== event.seat.school) &&
      areOnce(event.assignments) &&
      event.assignments.every(
        ({ reviewer, reviewed }) =>
          [reviewer, reviewed].includes(event.seat.seat) &&
          [reviewer, reviewed].every(seat => seat === event.seat.seat || standingOf(context, seat) === 'seated'),
      ),
    newAssignments: ({ context, event }) =>
      event.type === 'partnership.assign' &&
      areOnce([...context.assignments, ...event.assignments]) &&
      event.assignments.length > 0 &&
      event.assignments.every(pairing =>
        [pairing.reviewer, pairing.reviewed].every(seat => standingOf(context, seat) === 'seated'),
      ),
    seated: ({ context, event }) =>
      event.type === 'partnership.withdraw' && ['seated', 'settled'].includes(standingOf(context, event.seat) ?? ''),
    mayReturn: ({ context, event }) =>
      event.type === 'partnership.reinstate' &&
      context.seats.some(
        ({ seat, standing, since }) =>
          seat === event.seat && standing === 'withdrawn' && (context.repairedAt ?? '') < (since ?? ''),
      ),
    silentLongEnough: ({ context, event }) =>
      event.type === 'partnership.closeOneSided' &&
      standingOf(context, event.seat) === 'seated' &&
      event.at >= event.facts.from,
  },
}).createMachine({
  id: 'partnership',
  context: ({ input }) => ({
    ...input,
    seats: input.seats.map(record => ({
      joinedAt: null,
      exchangedAt: null,
      ...record,
      standing: 'seated' as const,
      since: null,
    })),
    repairedAt: null,
    wentInto: null,
    outcomes: null,
  }),
  initial: 'active',
  states: {
    active: {
      tags: ['open'],
      on: {
        'partnership.moveDates': { actions: 'move' },
        'partnership.join': {
          guard: 'newSeat',
          actions: [
            'seatNewcomer',
            {
              type: 'spawn',
              params: ({ event }) => {
                if (event.type !== 'partnership.join') throw new Error('only a newcomer brings things with it')
                return {
                  births: [
                    ...seatBirths(event.seat.seat, event.seat.school),
                    ...event.assignments.flatMap(assignmentBirths),
                  ],
                }
              },
            },
          ],
        },
        'partnership.assign': {
          guard: 'newAssignments',
          actions: [
            'assignMore',
            {
              type: 'spawn',
              params: ({ event }) => {
                if (event.type !== 'partnership.assign') throw new Error('only new assignments bring things with them')
                return { births: event.assignments.flatMap(assignmentBirths) }
              },
            },
          ],
        },
        'partnership.withdraw': { guard: 'seated', actions: 'withdraw' },
        'partnership.reinstate': { guard: 'mayReturn', actions: 'reinstate' },
        'partnership.closeOneSided': { guard: 'silentLongEnough', actions: 'settleSeat' },
        'partnership.dissolve': { target: 'dissolved', actions: 'noteWhereTo' },
        'partnership.close': { target: 'closed', actions: 'noteOutcomes' },
      },
    },
    dissolved: {},
    closed: { on: { 'partnership.reopen': { target: 'active', actions: 'forgetOutcomes' } } },
  },
})
