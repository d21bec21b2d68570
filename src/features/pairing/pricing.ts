import { commonValue, type Dual } from './matching/dual.ts'
import { type EdgeList, noEdges, pushEdge, scale } from './matching/graph.ts'
import { brokenBy, type NamedPairs } from './rules.ts'
import { type SchoolTable, weightOf } from './school-table.ts'
import { createShortlists, listedPairs, offer } from './shortlist.ts'

export const price = (t: SchoolTable, named: NamedPairs, ideal: Float64Array, reach: Float64Array, dual: Dual, most: number): EdgeList => {
  const { y } = dual
  const lists = createShortlists(t.n, most)
  const keep = new Float64Array(t.n)
  for (let u = 0; u < t.n; u++) keep[u] = (ideal[u] as number) - (y[u] as number)
  const order = Int32Array.from({ length: t.n }, (_, u) => u).sort((a, b) => (keep[b] as number) - (keep[a] as number) || a - b)
  const spare = new Float64Array(t.n), need = new Float64Array(t.n)
  order.forEach((u, i) => {
    spare[i] = keep[u] as number
    need[i] = (reach[u] as number) - (keep[u] as number)
  })
  let looked = 0, hits = 0, steps=0
  for (let i = 0; i < t.n; i++) {
    const own = spare[i] as number
    const needs = need[i] as number
    if (own <= needs) continue
    const u = order[i] as number
    for (let j = 0; j < t.n; j++) {
      const other = spare[j] as number
      if (other <= needs) break
      steps++
      const theirs = need[j] as number
      // Where both are such schools, the pair is looked at once.
      if (own <= theirs || (other > theirs && j <= i)) continue
      looked++
      const v = order[j] as number
      let over = scale * weightOf(t, u, v) - (y[u] as number) - (y[v] as number)
      if (over <= 0) continue
      over -= commonValue(dual, u, v)
      if (over <= 0 || brokenBy(t, named, u, v) !== 0) continue
      hits++
      offer(lists, u, v, over)
      offer(lists, v, u, over)
    }
  }
  console.log('price steps', (steps / t.n).toFixed(0), 'looked', (looked / t.n).toFixed(1), 'hits', hits)
  const edges = noEdges()
  for (const [u, v] of listedPairs(lists)) pushEdge(edges, u, v, weightOf(t, u, v))
  return edges
}
