import { at, valueAt } from './columns.ts'
import { type Dual, dualOf } from './dual.ts'
import { createForest, type Forest } from './forest.ts'
import { buildGraph, type EdgeList, type SparseGraph } from './graph.ts'
import { type Barrier, barrierOf } from './outcome.ts'
import { prepare, satisfy } from './repair.ts'
import { abandon, plant, search } from './search.ts'

/** A graph too large to be written down: some edges to begin with, and a way to find those that dual values overlook. */
export type Source = {
  readonly n: number
  readonly first: EdgeList
  /** Edges that violate the dual values, none of them given out before; none when the values hold for the whole graph. */
  readonly overlooked: (dual: Dual) => EdgeList
}

/** A matching under way; after {@link solve} it may be changed and solved again. */
export type Solver = {
  readonly source: Source
  readonly forest: Forest
  /** How many searches were priced. */
  rounds: number
  /** How far a search goes before it is priced, see {@link solve}. */
  horizon: number
}

/** What came out: a perfect matching with dual values that prove it best, or the reason why there is none. */
export type Solution =
  | { readonly perfect: true; readonly dual: Dual }
  | { readonly perfect: false; readonly barrier: Barrier }

/** Half of the best edge of each vertex: no edge can cost more than its two ends together. All even. */
const firstDuals = ({ n, start, cost }: SparseGraph): Float64Array => {
  const y = new Float64Array(n)
  for (let v = 0; v < n; v++) {
    let most = Number.NEGATIVE_INFINITY
    for (let i = at(start, v); i < at(start, v + 1); i++) most = Math.max(most, valueAt(cost, i))
    y[v] = most === Number.NEGATIVE_INFINITY ? 0 : most / 2
  }
  return y
}

/** How far the trees of a search go at first: for most vertices, until the longest of their edges can be tight. At least 1. */
const firstHorizon = ({ n, start, head, cost }: SparseGraph, y: Float64Array): number => {
  const longest = new Float64Array(n)
  for (let v = 0; v < n; v++)
    for (let i = at(start, v); i < at(start, v + 1); i++)
      longest[v] = Math.max(valueAt(longest, v), valueAt(y, v) + valueAt(y, at(head, i)) - valueAt(cost, i))
  return Math.max(1, longest.sort()[Math.floor(0.9 * n)] ?? 1)
}

/** A matching of the source's graph, not begun. */
export const createSolver = (source: Source): Solver => {
  const graph = buildGraph(source.n, source.first)
  const y = firstDuals(graph)
  return { source, forest: createForest(graph, y), rounds: 0, horizon: firstHorizon(graph, y) }
}

/** Values up to here can be added and subtracted a few times, far ahead too, and stay exact. */
const largestValue = 2 ** 48

const assertExact = ({ base }: Forest): void => {
  for (const y of base) {
    const exact = Number.isInteger(y) && Math.abs(y) <= largestValue
    // An absent vertex has an infinite value.
    if (!exact && y !== Number.POSITIVE_INFINITY) throw new RangeError('the weights have outgrown exact numbers')
  }
}

/** So many ticks ahead the values of vertices in trees outweigh all others; sums of them are still exact. */
const farAhead = 2 ** 50

/** A horizon that showed nothing is replaced by one so many times as far; one beyond all costs of the graph, by the farthest. */
const farther = ({ horizon, forest }: Solver): number =>
  horizon > 4 * forest.graph.cost.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0) ? farAhead : 8 * horizon

/**
 * Solves on the sparse graph, asks for what its dual values overlook, repairs, and solves again, until nothing is overlooked:
 * then the matching is the best of the whole graph, or the whole graph has none.
 *
 * Trees for which the sparse graph has no way out would grow, and their values fall, for ever, until nearly every other edge is
 * overlooked. So no search goes farther than the horizon before it is asked what has been overlooked by then.
 */
export const solve = (solver: Solver, hear: (exposed: number) => void): Solution => {
  const { source, forest } = solver
  for (let fresh = true; ; ) {
    if (fresh) {
      prepare(forest)
      assertExact(forest)
      plant(forest)
    }
    const end = search(forest, solver.horizon, hear)
    solver.rounds++
    assertExact(forest)
    // As nothing happens before the horizon, values may be looked at as they will be there.
    const dual = dualOf(forest, end === 'perfect' ? 0 : solver.horizon - forest.time)
    const overlooked = source.overlooked(dual)
    fresh = overlooked.from.length > 0
    if (fresh) {
      if (end !== 'perfect') abandon(forest)
      satisfy(forest, overlooked)
      forest.graph = buildGraph(source.n, overlooked, forest.graph)
    } else if (end === 'perfect') return { perfect: true, dual }
    else if (solver.horizon < farAhead) solver.horizon = farther(solver)
    else if (end === 'stuck') return { perfect: false, barrier: barrierOf(forest) }
  }
}
