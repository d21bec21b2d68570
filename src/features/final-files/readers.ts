import type { AssignmentContext } from '../../../workflows/machines/assignment.ts'
import type { SeasonDefinition, Words } from '../../../workflows/season.ts'
import type { Database, Transaction } from '../../db/pool.ts'

export type Reader = Database | Transaction

/** One review or list of recommendations: in which partnership, which seat writes about which. */
export type Way = { readonly root: string; readonly reviewer: number; readonly reviewed: number }

/** What a submission said in one line; `body` is null where the text was blanked. */
export type SaidLine = {
  readonly score: string | null
  readonly body: string | null
  readonly scoredVersion: number | null
}

/** `before`: what an earlier submission that somebody had read said there, where that was something else. */
export type ReviewLine = {
  readonly kind: 'criterion' | 'closing'
  readonly text: Words
  readonly said: SaidLine | null
  readonly before: SaidLine | null
}

/** The submission of a review that stands. `version` counts the standing ones; `n` and `sha256` are those of its history row. */
export type SubmittedReview = {
  readonly version: number
  readonly n: number
  readonly at: string
  readonly sha256: string | null
  readonly changed: boolean
  readonly forms: readonly { readonly title: Words; readonly lines: readonly ReviewLine[] }[]
  readonly closing: readonly ReviewLine[]
}

/** One sent recommendation. `document`: the slot that it is about; `text` is null where it was blanked. */
export type SentRecommendation = {
  readonly document: string | null
  readonly text: string | null
  readonly answer: 'accepted' | 'partly' | 'declined' | null
  readonly reason: string | null
  readonly date: string | null
  readonly done: boolean
  readonly dispute: string | null
}

/** What other features know of a partnership, handed in from outside: features do not import each other. */
export type Readers = {
  /** The submission that stands, or null: there is none, or it is sealed to this reader. `own`: read for the school that wrote it. */
  readonly review: (
    db: Reader,
    season: Pick<SeasonDefinition, 'criteria' | 'review'>,
    way: Way,
    context: Pick<AssignmentContext, 'submittedAt' | 'revealedAt'>,
    own: boolean,
  ) => Promise<SubmittedReview | null>
  /** As they were last sent, with the present answers; empty while nothing was. */
  readonly recommendations: (db: Reader, way: Way) => Promise<readonly SentRecommendation[]>
}
