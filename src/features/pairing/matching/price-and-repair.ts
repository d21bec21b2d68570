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
export type Solver = { readonly source: Source; readonly forest: Forest; rounds: number }

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

/** A matching of the source's graph, not begun. */
export const createSolver = (source: Source): Solver => {
  const graph = buildGraph(source.n, source.first)
  return { source, forest: createForest(graph, firstDuals(graph)), rounds: 0 }
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

/**
 * Solves on the sparse graph, asks for what its dual values overlook, repairs, and solves again, until nothing is overlooked:
 * then the matching is the best of the whole graph, or the whole graph has none.
 */
export const solve = (solver: Solver, hear: (exposed: number) => void): Solution => {
  const { source, forest } = solver
  for (;;) {
    prepare(forest)
    assertExact(forest)
    plant(forest)
    const perfect = search(forest, hear) === 'perfect'
    solver.rounds++
    assertExact(forest)
    // Where the trees are stuck, an edge of any length from an outer vertex to one that is not inner would help.
    const dual = dualOf(forest, perfect ? 0 : farAhead)
    const overlooked = source.overlooked(dual)
    if (overlooked.from.length === 0) return perfect ? { perfect, dual } : { perfect, barrier: barrierOf(forest) }
    if (!perfect) abandon(forest)
    satisfy(forest, overlooked)
    forest.graph = buildGraph(source.n, overlooked, forest.graph)
  }
}
