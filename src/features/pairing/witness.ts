import { bestPairing, type Hear, type NoPairing } from './best-pairing.ts'
import type { Problem } from './problem.ts'

/** A sentence for people, in both languages. */
export type Words = { readonly ru: string; readonly en: string }

/**
 * Why no complete pairing exists. `barrier`: without the `removed` schools the others fall into the `groups`, each odd, no two
 * schools of different groups may be paired, and there are more groups than removed schools. `no trio`: the number is odd, and
 * of any three schools two may not meet. `rest`: whichever trio is chosen, at least so many stay alone.
 */
export type Witness = {
  readonly kind: 'barrier' | 'no trio' | 'rest'
  readonly removed: readonly string[]
  readonly groups: readonly (readonly string[])[]
  /** How many schools stay without a partner at least. */
  readonly alone: number
  readonly words: Words
}

const words = ...
