import type { Hear, Pairing } from './best-pairing.ts'
import { type Certificate, certificateOf } from './certificate.ts'
import { oddSetsOf } from './matching/dual.ts'
import { scale } from './matching/graph.ts'
import { matesOf } from './matching/outcome.ts'
import { createSolver, solve } from './matching/price-and-repair.ts'
import { type FirstEdges, type PlainGraph, plainSource } from './plain-graph.ts'
import type { Words } from './words.ts'

/** An edge of a matching, by the names of its ends. */
export type MatchedEdge = { readonly a: string; readonly b: string; readonly weight: number }

/** A perfect matching of a plain graph that weighs the most. The total counts every edge for both of its ends, as with schools. */
export type GraphMatching = {
  readonly kind: 'proposed'
  readonly pairs: readonly MatchedEdge[]
  readonly trio: null
  readonly total: number
  readonly bound: number
  readonly optimal: true
  readonly rounds: number
  readonly certificate: Certificate
}

/** Why a graph has no perfect matching: without the removed vertices it falls into more odd groups than were removed. */
export type NoGraphMatching = {
  readonly kind: 'impossible'
  readonly removed: readonly string[]
  readonly groups: readonly (readonly string[])[]
  readonly words: Words
}

/** The weight of the heaviest edge between two vertices, under the key min × n + max. */
const weightsOf = ({ n, edges }: PlainGraph): Map<number, number> => {
  const weights = new Map<number, number>()
  for (let e = 0; e < edges.from.length; e++) {
    const [u, v, w] = [edges.from[e] as number, edges.to[e] as number, edges.weight[e] as number]
    const key = Math.min(u, v) * n + Math.max(u, v)
    weights.set(key, Math.max(w, weights.get(key) ?? w))
  }
  return weights
}

/** The perfect matching of a graph that weighs the most, with its proof; or the proof that there is none. */
export const matchGraph = (
  graph: PlainGraph,
  names: readonly string[],
  hear: Hear,
  first?: FirstEdges,
): GraphMatching | NoGraphMatching => {
  const solver = createSolver(plainSource(graph, first))
  const solution = solve(solver, left => hear({ stage: 'matching', left }))
  if (!solution.perfect) {
    const { removed, groups } = solution.barrier
    const named = (vertices: readonly number[]) => vertices.map(v => names[v] ?? '')
    const sizes = [removed.length, groups.length]
    return {
      kind: 'impossible',
      removed: named(removed),
      groups: groups.map(named),
      words: {
        ru: `Совершенного паросочетания нет: без вершин, которых ${sizes[0]}, граф распадается на нечётные части, которых ${sizes[1]}.`,
        en: `There is no perfect matching: without ${sizes[0]} vertices the graph has ${sizes[1]} parts of an odd number.`,
      },
    }
  }
  const mates = matesOf(solver.forest)
  const weights = weightsOf(graph)
  const pairs: MatchedEdge[] = []
  mates.forEach((mate, v) => {
    if (v < mate)
      pairs.push({ a: names[v] ?? '', b: names[mate] ?? '', weight: weights.get(v * graph.n + mate) ?? Number.NaN })
  })
  const worth = 2 * solution.dual.bound
  const pairing: Pairing = {
    kind: 'paired',
    mates,
    trio: null,
    worth,
    most: worth,
    y: solution.dual.y,
    sets: oddSetsOf(solver.forest, solution.dual),
    bounds: [],
    rounds: solver.rounds,
  }
  const total = worth / scale
  const certificate = certificateOf(pairing, names, null, total)
  return { kind: 'proposed', pairs, trio: null, total, bound: total, optimal: true, rounds: solver.rounds, certificate }
}
