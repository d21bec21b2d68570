import { at, valueAt } from './columns.ts'

/** Edges as three equal columns; an edge stands once, in either direction. Weights are whole. */
export type EdgeList = { readonly from: number[]; readonly to: number[]; readonly weight: number[] }

/** An empty list of edges. */
export const noEdges = (): EdgeList => ({ from: [], to: [], weight: [] })

/** Appends one edge. */
export const pushEdge = (edges: EdgeList, u: number, v: number, weight: number): void => {
  edges.from.push(u)
  edges.to.push(v)
  edges.weight.push(weight)
}

/** Weights are multiplied by this, so that every dual value and every change of one is a whole number. */
export const scale = 4

/**
 * A sparse graph, each edge seen from both ends: those of vertex v are `start[v] … start[v + 1]` in `head` (the other end)
 * and `cost` (the weight times the scale).
 */
export type SparseGraph = {
  readonly n: number
  readonly start: Int32Array
  readonly head: Int32Array
  readonly cost: Float64Array
}

/** The graph of an earlier one's edges and of new ones, on vertices 0 … n − 1. The new ones must not repeat the earlier. */
export const buildGraph = (n: number, { from, to, weight }: EdgeList, earlier?: SparseGraph): SparseGraph => {
  const start = new Int32Array(n + 1)
  const count = (v: number, by: number) => {
    start[v + 1] = at(start, v + 1) + by
  }
  for (let v = 0; earlier && v < n; v++) count(v, at(earlier.start, v + 1) - at(earlier.start, v))
  for (const v of from) count(v, 1)
  for (const v of to) count(v, 1)
  for (let v = 0; v < n; v++) count(v, at(start, v))
  const head = new Int32Array(at(start, n))
  const cost = new Float64Array(head.length)
  const free = start.slice()
  const put = (u: number, v: number, c: number) => {
    const slot = at(free, u)
    free[u] = slot + 1
    head[slot] = v
    cost[slot] = c
  }
  for (let u = 0; earlier && u < n; u++)
    for (let i = at(earlier.start, u); i < at(earlier.start, u + 1); i++)
      put(u, at(earlier.head, i), valueAt(earlier.cost, i))
  for (let e = 0; e < from.length; e++) {
    const u = from[e] as number
    const v = to[e] as number
    const c = scale * (weight[e] as number)
    put(u, v, c)
    put(v, u, c)
  }
  return { n, start, head, cost }
}
