import { bestPairing, type Hear, type Pairing, prohibitive, sourceOf } from './best-pairing.ts'
import { scale } from './matching/graph.ts'
import { matesOf } from './matching/outcome.ts'
import { createSolver, solve } from './matching/price-and-repair.ts'
import type { Problem } from './problem.ts'
import { lockedPart, type ProposedPair, type ProposedTrio, proposedPair, proposedTrio, totalOf } from './proposal.ts'
import { mayMeet, type Terms } from './rules.ts'

/** A pairing that leaves as few schools alone as possible, and of all such is worth the most; made only on request. */
export type IncompletePairing = {
  readonly pairs: readonly ProposedPair[]
  readonly trio: ProposedTrio | null
  readonly alone: readonly string[]
  readonly total: number
  /** Whether it is proven that no pairing leaves fewer alone or, leaving as many, is worth more. */
  readonly optimal: boolean
}

type Rows = Pick<Pairing, 'mates' | 'trio' | 'worth' | 'most'>

/** The best pairing of an odd number without a trio: a stand-in takes the school that stays alone anyway. */
const withoutTrio = (terms: Terms, hear: Hear): Rows => {
  const { n } = terms.table
  const { source } = sourceOf(terms, hear)
  const first = { from: [...source.first.from], to: [...source.first.to], weight: [...source.first.weight] }
  for (let v = 0; v < n; v++) {
    first.from.push(v)
    first.to.push(n)
    first.weight.push(-terms.forbidden / 2)
  }
  const solver = createSolver({ n: n + 1, first, overlooked: source.overlooked })
  const solution = solve(solver, left => hear({ stage: 'matching', left }))
  if (!solution.perfect) throw new Error('every pair has a price, and yet an even number of schools cannot be paired')
  const worth = 2 * solution.dual.bound
  const mates = matesOf(solver.forest)
    .slice(0, n)
    .map(mate => (mate === n ? -1 : mate))
  return { mates, trio: null, worth, most: worth }
}

/** So many trios are tried; where they do not prove the best, it is said so. */
const trials = 40

/** The pairing of the free schools in which forbidden pairs, which have a price, stand for schools that stay alone. */
const pricedPairing = (terms: Terms, hear: Hear): Rows => {
  if (terms.table.n % 2 === 0) {
    const pairs = bestPairing(terms, hear)
    if (pairs.kind === 'paired') return pairs
    throw new Error('every pair has a price, and yet an even number of schools cannot be paired')
  }
  const none = withoutTrio(terms, hear)
  const outcome = bestPairing(terms, hear, { atLeast: none.worth, trials })
  const trio = outcome.kind === 'paired' ? outcome : outcome.kind === 'rest' ? outcome.best : none
  const best = trio.worth > none.worth ? trio : none
  return { ...best, most: Math.max(trio.most, none.most) }
}

/** The best incomplete pairing of a problem. */
export const bestIncomplete = (problem: Problem, hear: Hear): IncompletePairing => {
  const { free, schools } = problem
  const terms: Terms = { ...problem.terms, forbidden: prohibitive(problem.terms) }
  const { mates, trio, worth, most } = pricedPairing(terms, hear)
  const locked = lockedPart(problem)
  const pairs = [...locked.pairs]
  const alone: string[] = []
  const row = (v: number) => free[v] as number
  mates.forEach((mate, v) => {
    if (trio?.includes(v)) return
    if (mate < 0 || !mayMeet(terms, v, mate)) alone.push(schools[row(v)]?.id ?? '')
    else if (v < mate) pairs.push(proposedPair(problem, row(v), row(mate), false))
  })
  const group = trio ? proposedTrio(problem, trio.map(row), false) : locked.trio
  return { pairs, trio: group, alone, total: totalOf(pairs, group), optimal: most - worth < scale }
}
