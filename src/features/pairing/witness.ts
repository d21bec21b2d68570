import { bestPairs, type Hear, type NoPairing, sparedByTrio } from './best-pairing.ts'
import type { Problem } from './problem.ts'
import { wordsOfBarrier, wordsOfLoneSchool, wordsOfNoTrio, wordsOfRest } from './witness-words.ts'
import type { Words } from './words.ts'

/**
 * Why no complete pairing exists. `barrier`: without the `removed` schools the others fall into the `groups` (and others that
 * do not matter), each odd in number; no school of a group may be paired outside it but with a removed one, and there are more
 * groups than removed schools, by more than a trio makes up for. `no trio`: the number is odd, and of any three schools two may
 * not meet. `rest`: whichever trio is chosen, so many stay alone.
 */
export type Witness = {
  readonly kind: 'barrier' | 'no trio' | 'rest'
  readonly removed: readonly string[]
  readonly groups: readonly (readonly string[])[]
  /** How many schools stay without a partner at least. */
  readonly alone: number
  /** False only where too many trios would have to be tried to be sure that none leaves nobody alone. */
  readonly proven: boolean
  readonly words: Words
}

const barrierWitness = (
  problem: Problem,
  barrier: { removed: number[]; groups: number[][] },
  alone: number,
): Witness => {
  const { free, schools } = problem
  const school = (v: number) => schools[free[v] as number]
  const id = (v: number) => school(v)?.id ?? ''
  return {
    kind: 'barrier',
    removed: barrier.removed.map(id),
    groups: barrier.groups.map(group => group.map(id)),
    alone,
    proven: true,
    words: wordsOfBarrier(
      barrier.groups.map(group => group.flatMap(v => school(v) ?? [])),
      barrier.removed.length,
      alone,
    ),
  }
}

/** The witness for a problem that has no complete pairing, from the reason that the search for one gave. */
export const witnessOf = (problem: Problem, reason: NoPairing, hear: Hear): Witness => {
  if (reason.kind === 'barrier') {
    const { barrier } = reason
    const spared = problem.free.length % 2 === 0 ? 0 : sparedByTrio
    return barrierWitness(problem, barrier, barrier.groups.length - barrier.removed.length - spared)
  }
  const [only, ...others] = problem.free
  const plain = { removed: [], groups: [], alone: 1, proven: reason.kind !== 'rest' || reason.proven }
  const lone = only === undefined ? undefined : problem.schools[only]
  if (others.length === 0 && lone) return { kind: 'no trio', ...plain, words: wordsOfLoneSchool(lone) }
  const pairs = bestPairs(problem.terms, hear)
  if (pairs.kind !== 'barrier') throw new Error('an odd number of schools cannot be paired without a rest')
  const withoutTrio = pairs.barrier.groups.length - pairs.barrier.removed.length
  if (reason.kind === 'no trio') {
    if (withoutTrio > 1) return barrierWitness(problem, pairs.barrier, withoutTrio)
    return { kind: 'no trio', ...plain, words: wordsOfNoTrio(problem.free.length) }
  }
  // Where no trio is good, pairs alone may leave fewer behind than the best of them.
  const alone = Math.min(reason.alone, withoutTrio)
  if (withoutTrio - sparedByTrio > 1) return barrierWitness(problem, pairs.barrier, alone)
  return { kind: 'rest', ...plain, alone, words: wordsOfRest(alone, plain.proven) }
}
