import { assign, setup } from 'xstate'
import { returnBirth, rewriteBirth } from '../births.ts'
import { effects } from './effects.ts'
import type { SeatNo, Stamped, TextRef } from './events.ts'

/** A part of the final file that can be sent back (rules 21). `partner` is what the other school wrote about this one. */
export type FilePart = 'scan' | 'minutes' | 'review' | 'recommendations' | 'partner'

export type PackageReturn = { at: string; slots: readonly string[]; round: number }
export type FileReturn = { at: string; part: FilePart; round: number }
/** When a return was answered. Each round keeps its own answer: a later one never touches an earlier mark. */
export type Answered<Return> = { answers: Return; at: string }

export type SeatInput = { seat: SeatNo; school: string }

/** Instants of a seat's own acts. `sentAt` is the first sending, whose mark a later return keeps (rules 14). */
export type SeatContext = SeatInput & {
  signedInAt: string | null
  sentAt: string | null
  lastSentAt: string | null
  receivedAt: string | null
  packageReturn: PackageReturn | null
  packageReturns: number
  resends: readonly Answered<PackageReturn>[]
  uploadedAt: string | null
  lastUploadedAt: string | null
  confirmedAt: string | null
  fileReturn: FileReturn | null
  fileReturns: number
  reuploads: readonly Answered<FileReturn>[]
}

/** One file that goes with a sent package: which slot, which version, which bytes. */
export type SentVersion = { slot: string; version: number; sha256: string }

export type SeatEvent =
  | (Stamped & { type: 'settle'; facts: { fileReady: boolean } })
  | (Stamped & { type: 'seat.signIn' })
  | (Stamped & { type: 'package.send'; facts: { missing: readonly string[]; versions: readonly SentVersion[] } })
  | (Stamped & { type: 'package.recall' })
  | (Stamped & { type: 'package.open' })
  | (Stamped & {
      type: 'package.return'
      slots: readonly string[]
      reason: TextRef
      facts: { reviewSubmitted: boolean; unknownSlots: readonly string[] }
    })
  | (Stamped & { type: 'file.upload'; facts: { missing: readonly string[]; sha256: string | null } })
  | (Stamped & { type: 'file.confirm' })
  | (Stamped & { type: 'file.return'; part: FilePart; reason: TextRef; facts: { authors: readonly SeatNo[] } })

const none = (list: readonly unknown[]) => list.length === 0
const answer = <Return>(answered: readonly Answered<Return>[], open: Return | null, at: string) =>
  open === null ? answered : [...answered, { answers: open, at }]

/** Takes the last sending back: the return that it answered is open again, and before any return nothing was ever sent. */
const unsend = ({ resends, sentAt }: SeatContext): Partial<SeatContext> => {
  const last = resends.at(-1)
  if (last === undefined) return { sentAt: null, lastSentAt: null }
  return { resends: resends.slice(0, -1), packageReturn: last.answers, lastSentAt: resends.at(-2)?.at ?? sentAt }
}

const askResend = {
  type: 'spawn' as const,
  params: ({ context, event }: { context: SeatContext; event: SeatEvent }) => ({
    births: [returnBirth(context.seat, 'resend', event.at, context.packageReturns)],
  }),
}
const askCorrection = {
  type: 'spawn' as const,
  params: ({ context, event }: { context: SeatContext; event: SeatEvent }) => ({
    births: [
      returnBirth(context.seat, 'correction', event.at, context.fileReturns),
      ...(event.type === 'file.return' && event.part === 'partner' ? event.facts.authors : []).map(author =>
        rewriteBirth(author, context.seat, event.at, context.fileReturns),
      ),
    ],
  }),
}

/** One school's place in a partnership: its first sign-in, its package, its final file (rules 9, 14, 20, 21). */
export const seat = setup({
  types: { context: {} as SeatContext, events: {} as SeatEvent, input: {} as SeatInput },
  actions: {
    ...effects,
    noteSignIn: assign({ signedInAt: ({ event }) => event.at }),
    noteSent: assign(({ context, event }) => ({
      sentAt: context.sentAt ?? event.at,
      lastSentAt: event.at,
      packageReturn: null,
      resends: answer(context.resends, context.packageReturn, event.at),
    })),
    noteRecall: assign(({ context }) => unsend(context)),
    noteReceived: assign(({ context, event }) => ({ receivedAt: context.receivedAt ?? event.at })),
    noteReturn: assign(({ context, event }) => {
      if (event.type !== 'package.return') return {}
      const round = context.packageReturns + 1
      return { packageReturn: { at: event.at, slots: event.slots, round }, packageReturns: round }
    }),
    noteUpload: assign(({ context, event }) => ({
      uploadedAt: context.uploadedAt ?? event.at,
      lastUploadedAt: event.at,
      fileReturn: null,
      reuploads: answer(context.reuploads, context.fileReturn, event.at),
    })),
    noteConfirmed: assign({ confirmedAt: ({ event }) => event.at }),
    noteFileReturn: assign(({ context, event }) => {
      if (event.type !== 'file.return') return {}
      const round = context.fileReturns + 1
      return { fileReturn: { at: event.at, part: event.part, round }, fileReturns: round, confirmedAt: null }
    }),
  },
  guards: {
    allSlotsFilled: ({ event }) => event.type === 'package.send' && none(event.facts.missing),
    returnable: ({ event }) =>
      event.type === 'package.return' &&
      !event.facts.reviewSubmitted &&
      event.slots.length > 0 &&
      none(event.facts.unknownSlots),
    fileReady: ({ event }) => event.type === 'settle' && event.facts.fileReady,
    fileNotReady: ({ event }) => event.type === 'settle' && !event.facts.fileReady,
    proven: ({ event }) => event.type === 'file.upload' && none(event.facts.missing),
  },
}).createMachine({
  id: 'seat',
  context: ({ input }) => ({
    ...input,
    signedInAt: null,
    sentAt: null,
    lastSentAt: null,
    receivedAt: null,
    packageReturn: null,
    packageReturns: 0,
    resends: [],
    uploadedAt: null,
    lastUploadedAt: null,
    confirmedAt: null,
    fileReturn: null,
    fileReturns: 0,
    reuploads: [],
  }),
  type: 'parallel',
  states: {
    presence: {
      initial: 'awaited',
      states: {
        awaited: { on: { 'seat.signIn': { target: 'here', actions: 'noteSignIn' } } },
        here: {},
      },
    },
    package: {
      initial: 'preparing',
      states: {
        preparing: {
          tags: ['packageWritable'],
          on: { 'package.send': { guard: 'allSlotsFilled', target: 'sent', actions: 'noteSent' } },
        },
        sent: {
          tags: ['packageReadable', 'packageReplaceable'],
          on: {
            'package.recall': { target: 'preparing', actions: 'noteRecall' },
            'package.open': { target: 'received', actions: 'noteReceived' },
            'package.return': { guard: 'returnable', target: 'preparing', actions: ['noteReturn', askResend] },
          },
        },
        received: {
          tags: ['packageReadable', 'packageReplaceable'],
          on: { 'package.return': { guard: 'returnable', target: 'preparing', actions: ['noteReturn', askResend] } },
        },
      },
    },
    file: {
      initial: 'pending',
      states: {
        pending: { on: { settle: { guard: 'fileReady', target: 'ready' } } },
        ready: {
          tags: ['proofWritable'],
          on: {
            settle: { guard: 'fileNotReady', target: 'pending' },
            'file.upload': { guard: 'proven', target: 'uploaded', actions: 'noteUpload' },
          },
        },
        uploaded: {
          on: {
            'file.confirm': { target: 'confirmed', actions: 'noteConfirmed' },
            'file.return': { target: 'returned', actions: ['noteFileReturn', askCorrection] },
          },
        },
        confirmed: { on: { 'file.return': { target: 'returned', actions: ['noteFileReturn', askCorrection] } } },
        returned: {
          tags: ['proofWritable'],
          on: { 'file.upload': { guard: 'proven', target: 'uploaded', actions: 'noteUpload' } },
        },
      },
    },
  },
})
