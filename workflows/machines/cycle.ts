import { assign, setup } from 'xstate'
import type { Pairing } from '../births.ts'
import { effects } from './effects.ts'
import type { SeatNo, Stamped, TextRef } from './events.ts'
import type { StageDates } from './partnership.ts'

export type CycleInput = {
  /** The season's definition and its version, by name. */
  definition: string
  dates: StageDates
  closes: string | null
}

/** The instants at which the first two stages are over everywhere, by the season's dates. */
export type StageEnds = { exchange: string; meeting: string }

/** `byHand`: how many pairings were made or changed by hand since the publication. */
export type CycleContext = CycleInput & { publishedAt: string | null; ends: StageEnds | null; byHand: number }

/** A school on its way to new partners; `from`: where its last pair left it, whose package it brings (rules 22). */
export type Comer = { school: string; from: { root: string; seat: SeatNo } | null }

/** `missing`: why these schools can't be put together so, by code. */
export type PairingFacts = { missing: readonly string[] }

export type CycleEvent =
  | (Stamped & { type: 'cycle.openPairing' })
  | (Stamped & { type: 'cycle.publish'; facts: { seats: number; ends: StageEnds } })
  | (Stamped & {
      type: 'cycle.moveDates'
      dates: StageDates
      reason: TextRef
      facts: { tooEarly: readonly string[]; ends: StageEnds }
    })
  | (Stamped & { type: 'cycle.pair'; root: string; schools: readonly Comer[]; reason: TextRef; facts: PairingFacts })
  | (Stamped & {
      type: 'cycle.join'
      root: string
      school: Comer
      seat: SeatNo
      assignments: readonly Pairing[]
      reason: TextRef
      facts: PairingFacts
    })
  | (Stamped & { type: 'stageEnds' })
  | (Stamped & { type: 'cycle.close' })
  | (Stamped & { type: 'cycle.reopen'; reason: TextRef })
  | (Stamped & { type: 'cycle.cancel'; reason: TextRef })

const endOf = (ends: StageEnds | null, stage: keyof StageEnds): string => {
  if (ends === null) throw new Error('a running season has no dates')
  return ends[stage]
}

/**
 * A season. Its stages are what everyone sees and what letters speak of; no partnership's event is guarded by them (rules 1). The clock
 * moves them by deadlines opened at publication, through the same door as any act.
 */
export const cycle = setup({
  types: { context: {} as CycleContext, events: {} as CycleEvent, input: {} as CycleInput },
  actions: {
    ...effects,
    publish: assign(({ event }) =>
      event.type === 'cycle.publish' ? { publishedAt: event.at, ends: event.facts.ends } : {},
    ),
    countPairing: assign({ byHand: ({ context }) => context.byHand + 1 }),
    move: assign(({ context, event }) =>
      event.type === 'cycle.moveDates'
        ? { dates: { ...context.dates, ...event.dates }, ends: context.ends && event.facts.ends }
        : {},
    ),
  },
  guards: {
    someSeats: ({ event }) => event.type === 'cycle.publish' && event.facts.seats > 1,
    notTooEarly: ({ event }) => event.type === 'cycle.moveDates' && event.facts.tooEarly.length === 0,
    pairable: ({ event }) =>
      (event.type === 'cycle.pair' || event.type === 'cycle.join') && event.facts.missing.length === 0,
    exchangeIsOver: ({ context: { ends }, event }) => event.at >= endOf(ends, 'exchange'),
    meetingIsOver: ({ context: { ends }, event }) => event.at >= endOf(ends, 'meeting'),
  },
}).createMachine({
  id: 'cycle',
  context: ({ input }) => ({ ...input, publishedAt: null, ends: null, byHand: 0 }),
  initial: 'draft',
  states: {
    draft: {
      on: {
        'cycle.openPairing': { target: 'pairing' },
        'cycle.moveDates': { guard: 'notTooEarly', actions: 'move' },
        'cycle.cancel': { target: 'cancelled' },
      },
    },
    pairing: {
      on: {
        'cycle.publish': { guard: 'someSeats', target: 'running', actions: 'publish' },
        'cycle.moveDates': { guard: 'notTooEarly', actions: 'move' },
        'cycle.cancel': { target: 'cancelled' },
      },
    },
    running: {
      tags: ['open'],
      initial: 'staged',
      on: {
        'cycle.close': { target: 'closed' },
        'cycle.cancel': { target: 'cancelled' },
        'cycle.pair': { guard: 'pairable', actions: 'countPairing' },
        'cycle.join': { guard: 'pairable', actions: 'countPairing' },
        'cycle.moveDates': { guard: 'notTooEarly', target: '.staged', actions: 'move' },
      },
      states: {
        staged: {
          always: [
            { guard: 'meetingIsOver', target: 'upload' },
            { guard: 'exchangeIsOver', target: 'meeting' },
            { target: 'exchange' },
          ],
        },
        exchange: {
          entry: {
            type: 'openDeadline',
            params: ({ context }) => ({ name: 'stageEnds', at: endOf(context.ends, 'exchange') }),
          },
          exit: { type: 'closeDeadline', params: { name: 'stageEnds' } },
          on: { stageEnds: { target: 'staged' } },
        },
        meeting: {
          entry: {
            type: 'openDeadline',
            params: ({ context }) => ({ name: 'stageEnds', at: endOf(context.ends, 'meeting') }),
          },
          exit: { type: 'closeDeadline', params: { name: 'stageEnds' } },
          on: { stageEnds: { target: 'staged' } },
        },
        upload: {},
      },
    },
    closed: { on: { 'cycle.reopen': { target: 'running' } } },
    cancelled: {},
  },
})
