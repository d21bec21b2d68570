import { commonValue, type Dual, type OddSet, oddSetsOf } from './matching/dual.ts'
import { scale } from './matching/graph.ts'
import type { Solver } from './matching/price-and-repair.ts'
import { type Terms, worthOf } from './rules.ts'
import { pairsOf, type Trio, worthOfTrio } from './trio-worth.ts'

/**
 * Dual values for all schools, whose number is odd. Any trio and any pairing of all others are together worth at most
 * {@link limitOf} the trio: twice the sum of the values without the trio, and what the trio is worth.
 */
export type TrioBound = {
  readonly dual: Dual
  readonly sets: OddSet[]
  /** Twice the sum of all values, and of (size − 1) / 2 times those of the sets. */
  readonly whole: number
}

/** The least value of a school of the trio that satisfies its pairs with all schools outside it. */
const leastValue = (terms: Terms, y: Float64Array, trio: Trio, a: number): number => {
  let least = Number.NEGATIVE_INFINITY
  for (let v = 0; v < y.length; v++) {
    if (!trio.includes(v)) least = Math.max(least, scale * worthOf(terms, a, v) - (y[v] as number))
  }
  return least === Number.NEGATIVE_INFINITY ? 0 : least
}

/** The dual values of the best pairing without a trio, extended to the trio's three schools. */
export const trioBoundOf = (terms: Terms, solver: Solver, dual: Dual, trio: Trio): TrioBound => {
  const sets = oddSetsOf(solver.forest, dual)
  const { y } = dual
  const least = trio.map(a => leastValue(terms, y, trio, a))
  trio.forEach((a, i) => {
    y[a] = least[i] as number
  })
  for (const [a, b] of pairsOf(trio)) {
    const short = scale * worthOf(terms, a, b) - (y[a] as number) - (y[b] as number)
    if (short <= 0) continue
    y[a] = (y[a] as number) + Math.ceil(short / 2)
    y[b] = (y[b] as number) + Math.ceil(short / 2)
  }
  return { dual, sets, whole: 2 * dual.bound + 2 * trio.reduce((sum, a) => sum + (y[a] as number), 0) }
}

/** The most that a trio and any pairing of all other schools can be worth together. */
export const limitOf = (terms: Terms, { dual, whole }: TrioBound, trio: Trio): number => {
  const [a, b, c] = trio
  const { y } = dual
  const [ab, ac, bc] = [commonValue(dual, a, b), commonValue(dual, a, c), commonValue(dual, b, c)]
  // A set that holds two or three of the trio has one pair less for the others; the sets that hold all three are in each sum.
  const lessPairs = ab + ac + bc - 2 * Math.min(ab, ac, bc)
  const without = (y[a] as number) + (y[b] as number) + (y[c] as number) + lessPairs
  return whole - 2 * without + worthOfTrio(terms, trio)
}
