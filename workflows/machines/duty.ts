import { assign, setup } from 'xstate'
import { effects } from './effects.ts'
import type { SeatNo, Stamped, TextRef } from './events.ts'

/**
 * What a seat can owe. A season's definition says by which stage's date. Not of every season's course are `talk` (rules 18: who was absent
 * from a trio's meeting owes one with the school it reviews), and what returns ask for: `resend` of a package, `correction` of one's own
 * final file, `rewrite` of one's part in the partner's (rules 14, 21).
 */
export type Act =
  | 'signIn'
  | 'package'
  | 'review'
  | 'meeting'
  | 'recommendations'
  | 'finalFile'
  | 'resend'
  | 'correction'
  | 'talk'
  | 'rewrite'

export type DutyInput = {
  act: Act
  seat: SeatNo
  /** The seat under review, where the act is about one. */
  about: SeatNo | null
  /** The instant of the return that a `resend`, `correction` or `rewrite` answers. */
  since: string | null
}

/**
 * What the neighbours' states say of a duty. `settle` computes it; the machine decides what it means. Instants are ISO 8601, UTC.
 * `waiting`: for the acts of these seats. `owed`: until `dueAt`, 00:00 after the effective date in the zone of the school that owes it.
 * `waived`: nobody owes it any more, because the school left, the meeting was recorded as not held, or the pair was closed one-sided.
 */
export type DutyFacts =
  | { stand: 'waiting'; waitingFor: readonly SeatNo[] }
  | { stand: 'owed'; dueAt: string }
  | { stand: 'fulfilled'; at: string; dueAt: string | null }
  | { stand: 'waived' }

export type DutyEvent =
  | (Stamped & { type: 'settle'; facts: DutyFacts })
  | (Stamped & { type: 'due' })
  | (Stamped & { type: 'duty.extend'; date: string; reason: TextRef; facts: { earliest: string } })

export type DutyContext = DutyInput & {
  facts: DutyFacts | null
  extension: string | null
  heldSince: string | null
  /** The instant of the act that was judged to be in time: a date moved afterwards never takes that mark away. */
  inTimeAt: string | null
}

const fingerprint = (facts: DutyFacts): string => {
  switch (facts.stand) {
    case 'waiting':
      return `waiting ${facts.waitingFor.join()}`
    case 'owed':
      return `owed ${facts.dueAt}`
    case 'fulfilled':
      return `fulfilled ${facts.at} ${facts.dueAt}`
    case 'waived':
      return 'waived'
  }
}

/**
 * One duty of one seat: held while it waits for another's act, then open until its instant, overdue after it, done or done late
 * by the work itself. Nothing of the neighbours is copied as state (rules 2, 3, 5).
 */
export const duty = setup({
  types: { context: {} as DutyContext, events: {} as DutyEvent, input: {} as DutyInput },
  actions: {
    ...effects,
    learn: assign(({ context, event }) => (event.type === 'settle' ? { facts: event.facts } : context)),
    holdSince: assign(({ context, event }) => ({ heldSince: context.heldSince ?? event.at })),
    release: assign({ heldSince: null }),
    markInTime: assign(({ context: { facts } }) => ({ inTimeAt: facts?.stand === 'fulfilled' ? facts.at : null })),
    extend: assign(({ context, event }) => (event.type === 'duty.extend' ? { extension: event.date } : context)),
  },
  guards: {
    newFacts: ({ context: { facts }, event }) =>
      event.type === 'settle' && (facts === null || fingerprint(facts) !== fingerprint(event.facts)),
    doneInTime: ({ context: { facts, inTimeAt } }) =>
      facts?.stand === 'fulfilled' && (facts.dueAt === null || facts.at < facts.dueAt || facts.at === inTimeAt),
    done: ({ context: { facts } }) => facts?.stand === 'fulfilled',
    waived: ({ context: { facts } }) => facts?.stand === 'waived',
    waits: ({ context: { facts } }) => facts?.stand === 'waiting',
    passed: ({ context: { facts }, event }) => facts?.stand === 'owed' && facts.dueAt <= event.at,
    owed: ({ context: { facts } }) => facts?.stand === 'owed',
    allowed: ({ event }) => event.type === 'duty.extend' && event.date >= event.facts.earliest,
  },
}).createMachine({
  id: 'duty',
  context: ({ input }) => ({ ...input, facts: null, extension: null, heldSince: null, inTimeAt: null }),
  initial: 'judged',
  on: { settle: { guard: 'newFacts', target: '.judged', actions: 'learn' } },
  states: {
    judged: {
      always: [
        { guard: 'waits', target: 'held' },
        { guard: 'doneInTime', target: 'done', actions: 'release' },
        { guard: 'done', target: 'doneLate', actions: 'release' },
        { guard: 'waived', target: 'waived', actions: 'release' },
        { guard: 'passed', target: 'overdue', actions: 'release' },
        { guard: 'owed', target: 'open', actions: 'release' },
      ],
    },
    held: {
      entry: 'holdSince',
      on: { 'duty.extend': { guard: 'allowed', actions: 'extend' } },
    },
    open: {
      entry: {
        type: 'openDeadline',
        params: ({ context: { facts } }) => {
          if (facts?.stand !== 'owed') throw new Error('an open duty has no instant')
          return { name: 'due', at: facts.dueAt }
        },
      },
      exit: { type: 'closeDeadline', params: { name: 'due' } },
      on: {
        due: { guard: 'passed', target: 'overdue' },
        'duty.extend': { guard: 'allowed', actions: 'extend' },
      },
    },
    overdue: { on: { 'duty.extend': { guard: 'allowed', actions: 'extend' } } },
    done: { entry: 'markInTime' },
    doneLate: { on: { 'duty.extend': { guard: 'allowed', actions: 'extend' } } },
    waived: {},
  },
})
