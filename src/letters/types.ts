import type { LetterClass, LetterKind, LetterRole } from '../../workflows/letters/kinds.ts'
import type { Lang } from '../words/index.ts'

/** An entry as a letter carries it. Instants are UTC texts. */
export type Item = {
  readonly entry: number
  readonly kind: LetterKind
  readonly root: string
  readonly key: string
  /** Days from the deadline; of an event, the number of its history row. */
  readonly step: number
  readonly role: LetterRole
  readonly seat: number
  readonly school: string | null
  readonly deadline: string | null
  readonly detail: Readonly<Record<string, unknown>>
  readonly openedAt: string
}

/** A letter that is to be written: to whom, in which language, about what; the most urgent item first. */
export type Draft = {
  readonly id: string
  readonly person: string
  readonly lang: Lang
  readonly zone: string
  readonly class: LetterClass
  readonly items: readonly Item[]
}

/**
 * A letter as it was written. Where a link for signing in goes, text and HTML hold `signInMark`; the token is made at handing over, and
 * neither stored nor shown (engineering 22). No person is named.
 */
export type Composed = {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Where that link leads, on this server. */
  readonly next: string
  /** A calendar file that goes with it (engineering 23). */
  readonly calendar: { readonly method: 'REQUEST' | 'CANCEL'; readonly text: string } | null
  /** The thread that it belongs to: letters of one meeting refer to the first of them. */
  readonly thread: string | null
}

/** Stands in a letter's text and HTML for the link that signs its reader in. */
export const signInMark = '⟦sign-in⟧'

/** A letter in the hands of this process: after `leasedUntil` somebody else takes it. */
export type Handing = Draft &
  Composed & {
    readonly email: string
    readonly messageId: string
    /** The Message-ID of the first letter of its thread to this person. */
    readonly references: string | null
    readonly attempt: number
    /** By the machine's clock; renewed while it is in hand. */
    readonly leasedUntil: string
    readonly firstAttemptAt: string
  }

/**
 * How a letter's handing over ended. `sent`: the server accepted it. `deferred`: refused for now (4xx), or the line broke while others'
 * letters went. `refused`: refused for good (5xx). `lost`: the server as a whole is away. `answer` are the server's words, without addresses.
 */
export type Outcome = {
  readonly letter: string
  readonly attempt: number
  readonly outcome: 'sent' | 'deferred' | 'refused' | 'lost'
  readonly code: number | null
  readonly answer: string | null
}
