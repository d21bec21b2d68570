import { assign, setup } from 'xstate'
import { assignmentBirths, type Pairing, seatBirths } from '../births.ts'
import { assignmentKey } from '../keys.ts'
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

/** `since`: the instant from which it stands so, null from the founding. `joinedAt`: of a school that came late (rules 13, 22). */
export type SeatRecord = Seating & { standing: SeatStanding; since: string | null; joinedAt: string | null }

export type StageDates = Record<string, string | null>

export type PartnershipInput = {
  cycle: string
  seats: readonly Seating[]
  assignments: readonly Pairing[]
  /** The last day of each stage, YYYY-MM-DD. */
  dates: StageDates
  /** The stage by whose date each act is owed. */
  obligations: Partial<Record<Act, string>>
  workingDays: WorkingDaySettings
}

export type PartnershipContext = Omit<PartnershipInput, 'seats'> & { seats: readonly SeatRecord[] }

export type PartnershipEvent =
  | (Stamped & { type: 'partnership.moveDates'; dates: StageDates })
  | (Stamped & {
      type: 'partnership.join'
      seat: Seating
      assignments: readonly Pairing[]
      reason: TextRef
    })
  | (Stamped & { type: 'partnership.withdraw'; seat: SeatNo; reason: TextRef })
  | (Stamped & { type: 'partnership.reinstate'; seat: SeatNo; reason: TextRef; facts: { partnerRepaired: boolean } })
  | (Stamped & { type: 'partnership.closeOneSided'; seat: SeatNo; reason: TextRef; facts: { from: string } })
  | (Stamped & { type: 'partnership.dissolve'; reason: TextRef })
  | (Stamped & { type: 'partnership.close' })
  | (Stamped & { type: 'partnership.reopen'; reason: TextRef })

const stand = (seats: readonly SeatRecord[], seat: SeatNo, standing: SeatStanding, since: string) =>
  seats.map(record => (record.seat === seat ? { ...record, standing, since } : record))
const standingOf = (context: PartnershipContext, seat: SeatNo) =>
  context.seats.find(record => record.seat === seat)?.standing

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
              { ...event.seat, standing: 'seated' as const, since: event.at, joinedAt: event.at },
            ],
            assignments: [...context.assignments, ...event.assignments],
          }
        : {},
    ),
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
      event.assignments.length > 0 &&
      new Set(event.assignments.map(({ reviewer, reviewed }) => assignmentKey(reviewer, reviewed))).size ===
        event.assignments.length &&
      event.assignments.every(
        ({ reviewer, reviewed }) =>
          reviewer !== reviewed &&
          [reviewer, reviewed].includes(event.seat.seat) &&
          [reviewer, reviewed].every(seat => seat === event.seat.seat || standingOf(context, seat) === 'seated'),
      ),
    seated: ({ context, event }) =>
      event.type === 'partnership.withdraw' && ['seated', 'settled'].includes(standingOf(context, event.seat) ?? ''),
    mayReturn: ({ context, event }) =>
      event.type === 'partnership.reinstate' &&
      standingOf(context, event.seat) === 'withdrawn' &&
      !event.facts.partnerRepaired,
    silentLongEnough: ({ context, event }) =>
      event.type === 'partnership.closeOneSided' &&
      standingOf(context, event.seat) === 'seated' &&
      event.at >= event.facts.from,
  },
}).createMachine({
  id: 'partnership',
  context: ({ input }) => ({
    ...input,
    seats: input.seats.map(record => ({ ...record, standing: 'seated' as const, since: null, joinedAt: null })),
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
        'partnership.withdraw': { guard: 'seated', actions: 'withdraw' },
        'partnership.reinstate': { guard: 'mayReturn', actions: 'reinstate' },
        'partnership.closeOneSided': { guard: 'silentLongEnough', actions: 'settleSeat' },
        'partnership.dissolve': { target: 'dissolved' },
        'partnership.close': { target: 'closed' },
      },
    },
    dissolved: {},
    closed: { on: { 'partnership.reopen': { target: 'active' } } },
  },
})
