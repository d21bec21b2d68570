import { candidatesOf } from './candidates.ts'
import { type OddSet, oddSetsOf } from './matching/dual.ts'
import { scale } from './matching/graph.ts'
import { type Barrier, matesOf } from './matching/outcome.ts'
import { createSolver, type Source, solve } from './matching/price-and-repair.ts'
import { violatedPairs } from './pricing.ts'
import { mayMeet, type Terms } from './rules.ts'
import { someTrio } from './some-trio.ts'
import { bestTrio, type TrioLimits, tryTrio } from './trio.ts'
import type { TrioBound } from './trio-bound.ts'
import type { Trio } from './trio-worth.ts'
import { largestWeight } from './weights.ts'

/** Where the work stands: `left` is how many schools the present stage still has to deal with. */
export type Progress = { readonly stage: 'candidates' | 'matching'; readonly left: number }

/** Is told now and then where the work stands; what it throws ends the work. */
export type Hear = (progress: Progress) => void

/** A pairing of all schools of a table that is proven to be worth `worth`, of at most `most`, in the unit of the dual values. */
export type Pairing = {
  readonly kind: 'paired'
  /** The mate of each school; −1 for those of the trio. */
  readonly mates: Int32Array
  readonly trio: Trio | null
  readonly worth: number
  readonly most: number
  /** The dual values of the schools outside the trio, and their odd sets. */
  readonly y: Float64Array
  readonly sets: readonly OddSet[]
  /** For an odd number, the values over all schools that bound every trio. */
  readonly bounds: readonly TrioBound[]
  readonly rounds: number
}

/**
 * Why there is no pairing: a barrier (of an odd number: one that no trio makes up for); no trio; or some schools that the best
 * trio found leaves alone, where it may not be `proven` that no other leaves nobody.
 */
export type NoPairing =
  | { readonly kind: 'barrier'; readonly barrier: Barrier; readonly rounds: number }
  | { readonly kind: 'no trio' }
  | { readonly kind: 'rest'; readonly best: Pairing; readonly alone: number; readonly proven: boolean }

/** So many nearest others of each school make the first graph, and so many violated pairs of each are added in a round. */
const nearest = 10
const added = 8

/** A price that no difference of weights makes up for. */
export const prohibitive = ({ table }: Terms): number => 4 * largestWeight(table.settings) * (table.n + 2)

/** The candidates of the terms, and the source of edges that they make with what is overlooked. */
export const sourceOf = (terms: Terms, hear: Hear) => {
  const { n } = terms.table
  const candidates = candidatesOf(terms, nearest, done => hear({ stage: 'candidates', left: n - done }))
  const source: Source = {
    n,
    first: candidates.edges,
    overlooked: dual => violatedPairs(terms, candidates, dual, added),
  }
  return { candidates, source }
}

/** The best pairing of an even number of schools. */
export const bestPairs = (terms: Terms, hear: Hear): Pairing | NoPairing => {
  const solver = createSolver(sourceOf(terms, hear).source)
  const solution = solve(solver, left => hear({ stage: 'matching', left }))
  const { rounds } = solver
  if (!solution.perfect) return { kind: 'barrier', barrier: solution.barrier, rounds }
  const worth = 2 * solution.dual.bound
  return {
    kind: 'paired',
    mates: matesOf(solver.forest),
    trio: null,
    worth,
    most: worth,
    y: solution.dual.y,
    sets: oddSetsOf(solver.forest, solution.dual),
    bounds: [],
    rounds,
  }
}

/** How many of the schools have a mate that they must not have, and stand for schools that stay alone. */
const aloneAmong = (terms: Terms, mates: Int32Array): number =>
  mates.reduce((sum, mate, v) => sum + (mate >= 0 && !mayMeet(terms, v, mate) ? 1 : 0), 0)

/** A trio takes three schools away, and so makes up for a barrier with three groups too many at most. */
export const sparedByTrio = 3

/** The best pairing of an odd number of schools, with one trio. Every forbidden pair has a price while trios are tried. */
const bestPairsAndTrio = (given: Terms, hear: Hear, limits: TrioLimits): Pairing | NoPairing => {
  const some = someTrio(given)
  if (!some) return { kind: 'no trio' }
  const terms = given.forbidden === Infinity ? { ...given, forbidden: prohibitive(given) } : given
  const { candidates, source } = sourceOf(terms, hear)
  const solver = createSolver(source)
  const problem = { terms, candidates, solver, hear: (left: number) => hear({ stage: 'matching', left }) }
  const first = tryTrio(problem, some, [])
  if (terms !== given && aloneAmong(terms, first.mates) > 0) {
    const pairs = bestPairs(given, hear)
    if (pairs.kind === 'barrier' && pairs.barrier.groups.length - pairs.barrier.removed.length > sparedByTrio)
      return pairs
  }
  const found = bestTrio(problem, first, limits)
  const { trio, worth, mates, bound } = found.best
  const best: Pairing = {
    kind: 'paired',
    mates: mates.map((mate, v) => (trio.includes(v) ? -1 : mate)),
    trio,
    worth,
    most: found.most,
    y: bound.dual.y,
    sets: bound.sets,
    bounds: found.bounds,
    rounds: solver.rounds,
  }
  const alone = aloneAmong(terms, best.mates)
  if (alone === 0) return best
  // A pairing that leaves nobody alone is worth at least this; exceptions would be worth less, but are not priced then.
  const least = -scale * largestWeight(terms.table.settings) * terms.table.n
  return { kind: 'rest', best, alone, proven: best.most < least }
}

/** The best pairing of all schools of a table under the given terms, or the reason why there is none. */
export const bestPairing = (terms: Terms, hear: Hear, limits: TrioLimits = {}): Pairing | NoPairing =>
  terms.table.n % 2 === 0 ? bestPairs(terms, hear) : bestPairsAndTrio(terms, hear, limits)
