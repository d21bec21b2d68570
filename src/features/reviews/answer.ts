import type { HeldRole } from '../../http/viewer.ts'
import { keyOf, type Place } from './place.ts'
import type { Wording } from './wording.ts'

/**
 * An answer as it stands. `authorName` is null where its reader wrote it, or the person was erased; `scoredVersion` is the version of the
 * document that lay before the author.
 */
export type KeptAnswer = Wording & {
  readonly version: number
  readonly at: string
  readonly author: string
  readonly authorName: string | null
  readonly scoredVersion: number | null
}

/** A wording that was not taken, kept for its author alone. */
export type Rejected = Wording & { readonly id: string; readonly at: string }

/** One answer as somebody wrote it. `base` is the version they saw, 0 for none; `client` makes a repeated write the same write. */
export type Save = {
  readonly place: Place
  readonly form: string
  readonly question: string
  readonly wording: Wording
  readonly base: number
  readonly client: string | null
  readonly person: string
  /** The roles that the request came with: where they suffice, nobody asks for them again. */
  readonly roles: readonly HeldRole[]
  readonly at: string
}

/** The columns that name an answer. */
export const lineOf = ({ place, form, question }: Pick<Save, 'place' | 'form' | 'question'>) => ({
  root: place.root,
  assignment: keyOf(place),
  form,
  question,
})
