import { assign, setup } from 'xstate'
import { effects } from './effects.ts'
import type { SeatNo, Stamped, TextRef } from './events.ts'

export type AssignmentInput = { reviewer: SeatNo; reviewed: SeatNo }

export type AssignmentContext = AssignmentInput & {
  /** The first submission that was not taken back: a version after the reveal keeps its mark (rules 5, 17). */
  submittedAt: string | null
  lastSubmittedAt: string | null
  revealedAt: string | null
  /** How often the review was submitted: the number of its version. */
  version: number
  /** Submitted again after somebody had seen an earlier version (rules 17). */
  changedAfterReveal: boolean
  /** The first sending of the recommendations, and the last. */
  sentAt: string | null
  lastSentAt: string | null
  answeredAt: string | null
}

export type AssignmentFacts = {
  /** The reviewed school's package was sent, and not recalled before it was opened. */
  readable: boolean
  /** The reviewed school has submitted all its own reviews, or the reviewer has left. */
  revealable: boolean
  /** The latest return of a final file that names this review, or these recommendations. */
  reviewReturnedAt: string | null
  recommendationsReturnedAt: string | null
}

/** A submitted answer as history holds it: which one, at which version of its content. */
export type AnswerVersion = { answer: string; version: number }

/** A sent recommendation as history holds it: which item, at which version of its content. */
export type ItemVersion = { item: string; version: number }

export type AssignmentEvent =
  | (Stamped & { type: 'settle'; facts: AssignmentFacts })
  | (Stamped & {
      type: 'review.submit'
      facts: { missing: readonly string[]; answers: readonly AnswerVersion[]; sha256: string }
    })
  | (Stamped & { type: 'review.takeBack'; facts: { hasReadItsOwn: boolean } })
  | (Stamped & { type: 'review.open'; reason: TextRef })
  | (Stamped & { type: 'review.reopen'; reason: TextRef })
  | (Stamped & {
      type: 'recommendations.send'
      facts: { items: number; meetingSettled: boolean; sha256: string; versions: readonly ItemVersion[] }
    })
  | (Stamped & { type: 'recommendations.answer'; facts: { unanswered: number } })

const isLater = (one: string | null, other: string | null) => one !== null && (other === null || one > other)

/** One school's review of another: sealed until the reveal, then the recommendations (rules 13, 16, 17, 19). */
export const assignment = setup({
  types: { context: {} as AssignmentContext, events: {} as AssignmentEvent, input: {} as AssignmentInput },
  actions: {
    ...effects,
    noteSubmitted: assign(({ context, event }) => ({
      submittedAt: context.submittedAt ?? event.at,
      lastSubmittedAt: event.at,
      version: context.version + 1,
      changedAfterReveal: context.revealedAt !== null,
    })),
    noteTakenBack: assign({ submittedAt: null, lastSubmittedAt: null }),
    noteRevealed: assign(({ context, event }) => ({ revealedAt: context.revealedAt ?? event.at })),
    noteSent: assign(({ context, event }) => ({ sentAt: context.sentAt ?? event.at, lastSentAt: event.at })),
    noteAnswered: assign({ answeredAt: ({ event }) => event.at }),
  },
  guards: {
    readable: ({ event }) => event.type === 'settle' && event.facts.readable,
    unreadable: ({ event }) => event.type === 'settle' && !event.facts.readable,
    revealable: ({ event }) => event.type === 'settle' && event.facts.revealable,
    seenBefore: ({ context, event }) => event.type === 'settle' && context.revealedAt !== null,
    reviewReturned: ({ context, event }) =>
      event.type === 'settle' && isLater(event.facts.reviewReturnedAt, context.lastSubmittedAt),
    recommendationsReturned: ({ context, event }) =>
      event.type === 'settle' && isLater(event.facts.recommendationsReturnedAt, context.lastSentAt),
    complete: ({ event }) => event.type === 'review.submit' && event.facts.missing.length === 0,
    hasNotReadItsOwn: ({ event }) => event.type === 'review.takeBack' && !event.facts.hasReadItsOwn,
    worthSending: ({ event }) =>
      event.type === 'recommendations.send' && event.facts.items > 0 && event.facts.meetingSettled,
    allAnswered: ({ event }) => event.type === 'recommendations.answer' && event.facts.unanswered === 0,
  },
}).createMachine({
  id: 'assignment',
  context: ({ input }) => ({
    ...input,
    submittedAt: null,
    lastSubmittedAt: null,
    revealedAt: null,
    version: 0,
    changedAfterReveal: false,
    sentAt: null,
    lastSentAt: null,
    answeredAt: null,
  }),
  type: 'parallel',
  states: {
    review: {
      initial: 'waiting',
      states: {
        waiting: { on: { settle: { guard: 'readable', target: 'drafting' } } },
        drafting: {
          tags: ['answersWritable'],
          on: {
            settle: { guard: 'unreadable', target: 'waiting' },
            'review.submit': { guard: 'complete', target: 'submitted', actions: 'noteSubmitted' },
          },
        },
        submitted: {
          tags: ['sealed'],
          on: {
            settle: [
              { guard: 'seenBefore', target: 'revealed', actions: 'noteRevealed' },
              { guard: 'revealable', target: 'revealed', actions: 'noteRevealed' },
            ],
            'review.takeBack': { guard: 'hasNotReadItsOwn', target: 'drafting', actions: 'noteTakenBack' },
            'review.open': { target: 'revealed', actions: 'noteRevealed' },
          },
        },
        revealed: {
          on: {
            settle: { guard: 'reviewReturned', target: 'drafting' },
            'review.reopen': { target: 'drafting' },
          },
        },
      },
    },
    recommendations: {
      initial: 'drafting',
      states: {
        drafting: {
          tags: ['recommendationsWritable'],
          on: { 'recommendations.send': { guard: 'worthSending', target: 'sent', actions: 'noteSent' } },
        },
        sent: {
          tags: ['answerable'],
          on: {
            settle: { guard: 'recommendationsReturned', target: 'drafting' },
            'recommendations.answer': { guard: 'allAnswered', target: 'answered', actions: 'noteAnswered' },
          },
        },
        answered: {
          tags: ['answerable'],
          on: {
            settle: { guard: 'recommendationsReturned', target: 'drafting' },
          },
        },
      },
    },
  },
})
