import { scale } from './matching/graph.ts'
import { brokenBy, type Terms } from './rules.ts'
import { weightOf } from './school-table.ts'

/** Three schools, by rising row. */
export type Trio = readonly [number, number, number]

/** A trio of three schools in any order. */
export const trioOf = (a: number, b: number, c: number): Trio => {
  const [x = a, y = b, z = c] = [a, b, c].sort((p, q) => p - q)
  return [x, y, z]
}

/** The three pairs of a trio. */
export const pairsOf = ([a, b, c]: Trio): readonly (readonly [number, number])[] => [
  [a, b],
  [a, c],
  [b, c],
]

/**
 * What two schools bring to a trio, in the unit of the dual values and for all schools, where a pair counts twice: once their
 * weight, and the whole price of an exception.
 */
export const sideOf = (terms: Terms, u: number, v: number): number =>
  scale * (weightOf(terms.table, u, v) - (brokenBy(terms, u, v) === 0 ? 0 : 2 * terms.exception))

/** What an admissible trio is worth, in that unit. */
export const worthOfTrio = (terms: Terms, trio: Trio): number =>
  pairsOf(trio).reduce((sum, [u, v]) => sum + sideOf(terms, u, v), 0)
