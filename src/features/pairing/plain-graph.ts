import { commonValue } from './matching/dual.ts'
import { type EdgeList, noEdges, pushEdge, scale } from './matching/graph.ts'
import type { Source } from './matching/price-and-repair.ts'
import { createShortlists, offer, type Shortlists } from './shortlist.ts'

/** A graph on vertices 0 … n − 1 with whole weights, which may be negative; of parallel edges the heaviest counts. */
export type PlainGraph = { readonly n: number; readonly edges: EdgeList }

/** So many edges of each vertex are tried first, and so many are added in a round at most. */
export type FirstEdges = { readonly first: number; readonly more: number }

const usual: FirstEdges = { first: 10, more: 6 }

const listed = ({ edges }: PlainGraph, lists: Shortlists): EdgeList => {
  const some = noEdges()
  const seen = new Set<number>()
  lists.count.forEach((count, u) => {
    for (let i = u * lists.most; i < u * lists.most + count; i++) {
      const e = lists.item[i] as number
      if (seen.has(e)) continue
      seen.add(e)
      pushEdge(some, edges.from[e] as number, edges.to[e] as number, edges.weight[e] as number)
    }
  })
  return some
}

/** The graph as a source of edges: the heaviest of each vertex first, and then what the dual values overlook. */
export const plainSource = (graph: PlainGraph, { first: few, more }: FirstEdges = usual): Source => {
  const { n, edges } = graph
  const each = (visit: (e: number, u: number, v: number, weight: number) => void) => {
    for (let e = 0; e < edges.from.length; e++)
      visit(e, edges.from[e] as number, edges.to[e] as number, edges.weight[e] as number)
  }
  const first = createShortlists(n, few)
  each((e, u, v, weight) => {
    offer(first, u, e, weight)
    offer(first, v, e, weight)
  })
  return {
    n,
    first: listed(graph, first),
    overlooked: dual => {
      const lists = createShortlists(n, more)
      each((e, u, v, weight) => {
        const over = scale * weight - (dual.y[u] as number) - (dual.y[v] as number)
        if (over <= 0 || over <= commonValue(dual, u, v)) return
        offer(lists, u, e, over)
        offer(lists, v, e, over)
      })
      return listed(graph, lists)
    },
  }
}
