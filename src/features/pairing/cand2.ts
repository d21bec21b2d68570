import { type EdgeList, noEdges, pushEdge, scale } from './matching/graph.ts'
import { type NeighbourTree } from './neighbour-tree.ts'
import { brokenBy, type NamedPairs } from './rules.ts'
import { halfProfiles, type SchoolTable, weightOf } from './school-table.ts'
import { createShortlists, listedPairs, offer } from './shortlist.ts'

export const candidates = (t: SchoolTable, named: NamedPairs, ideal: Float64Array, tree: NeighbourTree, packed: Int32Array, most: number, init?: Float64Array): { edges: EdgeList, reach: Float64Array } => {
  const lists = createShortlists(t.n, most)
  const { row, count, nodes, aspects, loss, rowOf } = tree
  const { sizeBest, sizeStep, sizeCap, sameRegionLoss } = t.settings
  const { riskWeight, placeWeight } = t
  const { value: listed, count: listedCount } = lists
  const idealAt = new Float64Array(t.n)
  for (let i = 0; i < t.n; i++) idealAt[i] = ideal[row[i] as number] as number
  let looked = 0, visited=0; const CC=process.cpuUsage()
  const lost = new Int32Array(aspects + 1)
  const rowAt = new Int32Array(aspects)
  for (let i = 0; i < t.n; i++) {
    const u = row[i] as number
    const p = i * 5
    const r1 = halfProfiles * (packed[p] as number), r2 = halfProfiles * (packed[p + 1] as number), su = packed[p + 2] as number, pu = t.places * (packed[p + 3] as number), ru = packed[p + 4] as number
    const own = idealAt[i] as number
    for (let a = 0; a < aspects; a++) rowAt[a] = rowOf[i * aspects + a] as number
    let worst = init ? (init[u] as number)+1 : Infinity
    const lo = i > 30 ? i - 30 : 0, hi = i + 31 < t.n ? i + 31 : t.n
    for (let k = -4; k < 4 * count; ) {
      let from = lo, to = hi
      if (k >= 0) {
        visited++
        const a = nodes[k] as number
        const sum = (lost[a] as number) + (loss[(rowAt[a] as number) + (nodes[k + 1] as number)] as number)
        const next = nodes[k + 2] as number
        if (sum >= worst) { k = next; continue }
        k += 4
        if (k < next) { lost[a + 1] = sum; continue }
        from = nodes[k - 1] as number
        to = nodes[k + 3] as number
        if (to > lo && from < hi) {
          if (from >= lo && to <= hi) continue
          if (from < lo) to = lo
          else from = hi
        }
      } else k += 4
      for (let j = from; j < to; j++) {
        looked++
        const q = j * 5
        const apart = Math.abs(su - (packed[q + 2] as number))
        let w = sizeBest - sizeStep * (apart < sizeCap ? apart : sizeCap) + (riskWeight[r1 + (packed[q] as number)] as number) + (riskWeight[r2 + (packed[q + 1] as number)] as number) + (placeWeight[pu + (packed[q + 3] as number)] as number)
        if (packed[q + 4] === ru) w -= sameRegionLoss
        const l = own + (idealAt[j] as number) - scale * w
        if (l >= worst || j === i) continue
        const v = row[j] as number
        if (brokenBy(t, named, u, v) !== 0) continue
        offer(lists, u, v, -l)
        if (listedCount[u] === most) worst = -(listed[u * most + most - 1] as number)
      }
    }
  }
  console.log('main loop cpu', process.cpuUsage(CC)); console.log('cand looked', (looked / (t.n * t.n)).toFixed(4), 'visited/school', (visited/t.n).toFixed(0), 'nodes',count)
  const edges = noEdges()
  for (const [u, v] of listedPairs(lists)) pushEdge(edges, u, v, weightOf(t, u, v))
  const reach = Float64Array.from({length: t.n}, (_, u) => lists.count[u] === most ? -(lists.value[u * most + most - 1] as number) : Infinity)
  return { edges, reach }
}
