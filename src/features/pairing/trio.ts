import type { Candidates } from './candidates.ts'
import { scale } from './matching/graph.ts'
import { matesOf } from './matching/outcome.ts'
import { remove, restore } from './matching/presence.ts'
import { type Solver, solve } from './matching/price-and-repair.ts'
import { mayMeet, type Terms } from './rules.ts'
import { sampleTrios } from './some-trio.ts'
import { limitOf, type TrioBound, trioBoundOf } from './trio-bound.ts'
import { triosWithin } from './trio-search.ts'
import { type Trio, trioOf, worthOfTrio } from './trio-worth.ts'
import { largestWeight } from './weights.ts'

/** What is needed to try trios: terms under which every pair has a finite price, so that no trio leaves a rest without pairs. */
export type TrioProblem = {
  readonly terms: Terms
  readonly candidates: Candidates
  readonly solver: Solver
  /** Is told now and then how far the work is; may throw. */
  readonly hear: (exposed: number) => void
}

/** A trio, the best pairing of all other schools, and what they are worth together in the unit of the dual values. */
export type TrialOfTrio = {
  readonly trio: Trio
  readonly mates: Int32Array
  readonly worth: number
  readonly bound: TrioBound
}

/**
 * The best trio found. No trio is worth more than `most`, with all other schools; where that is what the best one is worth,
 * `bounds` prove it: every trio has one among them that bounds it by that, and the first bounds all but a few.
 */
export type BestTrio = {
  readonly best: TrialOfTrio
  readonly most: number
  readonly bounds: readonly TrioBound[]
  /** How many trios were tried with the best pairing of all others. */
  readonly tried: number
}

/** Finds the best pairing of all schools but a trio; `before` is the trio that was tried before, if any. */
export const tryTrio = ({ terms, solver, hear }: TrioProblem, trio: Trio, before: readonly number[]): TrialOfTrio => {
  for (const v of before) restore(solver.forest, v)
  for (const v of trio) remove(solver.forest, v)
  const solution = solve(solver, hear)
  if (!solution.perfect) throw new Error('every pair has a price, and yet an even number of schools cannot be paired')
  const worth = 2 * solution.dual.bound + worthOfTrio(terms, trio)
  return { trio, mates: matesOf(solver.forest), worth, bound: trioBoundOf(terms, solver, solution.dual, trio) }
}

/** So many trios are tried at most, unless the caller says otherwise. */
const mostTrials = 300

/** So many trios are taken as samples at most, where there are too many to look at them all. */
const mostSamples = 24

/** The first gap that is searched, and the factor by which the next one is larger. */
const firstGap = 512
const widening = 4

/** The lowest of a trio's limits. */
const lowestLimit = (terms: Terms, bounds: readonly TrioBound[], trio: Trio): number =>
  bounds.reduce((least, bound) => Math.min(least, limitOf(terms, bound, trio)), Number.POSITIVE_INFINITY)

/** The bound that leaves the smallest gap. */
const closest = (bounds: readonly TrioBound[]): TrioBound => bounds.reduce((a, b) => (b.whole < a.whole ? b : a))

/** The admissible trio that a bound's dual values miss least: each school in turn the one of least value, if there is one. */
const leastMissed = (terms: Terms, { dual }: TrioBound): Trio | undefined => {
  const order = Array.from(dual.y, (_, v) => v).sort((u, v) => (dual.y[u] as number) - (dual.y[v] as number) || u - v)
  const [a = -1] = order
  const b = order.find(v => v !== a && mayMeet(terms, a, v))
  const c = order.find(v => b !== undefined && v !== a && v !== b && mayMeet(terms, a, v) && mayMeet(terms, b, v))
  return b === undefined || c === undefined ? undefined : trioOf(a, b, c)
}

/** What may be set for a search: how many trios it may try, and what worth is of no interest, because something else has it. */
export type TrioLimits = { readonly trials?: number; readonly atLeast?: number }

/**
 * The best trio together with the best pairing of all other schools, from a first trial on. Each trial gives dual values, which
 * bound all trios. Those that the closest of them leaves open are searched, in widening gaps; the most promising is tried, and
 * so on until none is open.
 */
export const bestTrio = (problem: TrioProblem, first: TrialOfTrio, limits: TrioLimits = {}): BestTrio => {
  const { trials = mostTrials, atLeast = Number.NEGATIVE_INFINITY } = limits
  const { terms, candidates } = problem
  const bounds = [first.bound]
  let last = first
  let best = first
  const attempt = (trio: Trio) => {
    last = tryTrio(problem, trio, last.trio)
    bounds.push(last.bound)
    if (last.worth > best.worth) best = last
  }
  const samples = sampleTrios(terms, candidates, mostSamples)
  for (let gap = firstGap, searched = 0; ; ) {
    const base = closest(bounds)
    const worth = Math.max(best.worth, atLeast)
    const whole = Math.max(0, base.whole - worth)
    const width = Math.min(gap, whole)
    // Such a gap is made by the prices of forbidden pairs and exceptions, not by weights.
    const priced = whole > 4 * scale * largestWeight(terms.table.settings) ? leastMissed(terms, base) : undefined
    if (priced && bounds.every(bound => limitOf(terms, bound, priced) > worth)) {
      attempt(priced)
      continue
    }
    const held = (trio: Trio) => bounds.find(bound => limitOf(terms, bound, trio) <= worth)
    const needed = new Set([base])
    const isOpen = (trio: Trio): boolean => {
      const bound = limitOf(terms, base, trio) <= worth ? base : held(trio)
      if (bound) needed.add(bound)
      return bound === undefined
    }
    const { trios, complete } = triosWithin(terms, candidates, base, width, isOpen)
    let open = trios.map(trio => ({ trio, limit: lowestLimit(terms, bounds, trio) }))
    const isNearer = () => best.worth > worth || 4 * (base.whole - closest(bounds).whole) > whole
    while (open.length > 0 && !isNearer()) {
      const top = open.reduce((a, b) => (b.limit > a.limit ? b : a))
      const tried = bounds.length
      if (tried >= trials) return { best, most: Math.max(top.limit, base.whole - width), bounds, tried }
      attempt(top.trio)
      needed.add(last.bound)
      open = open
        .map(({ trio, limit }) => ({ trio, limit: Math.min(limit, limitOf(terms, last.bound, trio)) }))
        .filter(({ limit }) => limit > worth)
    }
    if (isNearer()) {
      gap = firstGap
      searched = 0
    } else if (!complete) {
      // Too many trios to look at them all. One of another kind may be better, or have values that leave fewer open.
      while (!isNearer()) {
        const next = samples.find(trio => held(trio) === undefined)
        if (!next) return { best, most: base.whole - searched, bounds, tried: bounds.length }
        attempt(next)
      }
      gap = firstGap
      searched = 0
    } else if (width === whole) {
      return { best, most: worth, bounds: [...needed], tried: bounds.length }
    } else {
      searched = width
      gap *= widening
    }
  }
}
