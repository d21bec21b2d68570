import type { Candidates } from './candidates.ts'
import { commonValue, type Dual } from './matching/dual.ts'
import { type EdgeList, noEdges, pushEdge, scale } from './matching/graph.ts'
import { priceOfRules, ruleBits, type Terms, worthOf } from './rules.ts'
import { weightOf } from './school-table.ts'
import { createShortlists, eachListedPair, offer } from './shortlist.ts'

/**
 * What each school brings to a sweep over all pairs for those whose loss is below spare(u) + spare(v). A pair that is not
 * among the candidates loses at least the reach of both; so each school needs of the other a spare of more than its own
 * reach − spare, and few pairs meet both needs. The schools stand by falling spare in blocks, and in a block by rising need.
 */
type Sweep = {
  readonly row: Int32Array
  readonly spare: Float64Array
  readonly need: Float64Array
  /** The largest spare of each block. */
  readonly most: Float64Array
}

const block = 128

const sweepOf = ({ reach }: Candidates, spareOf: Float64Array): Sweep => {
  const n = spareOf.length
  const needOf = reach.map((value, u) => value - (spareOf[u] as number))
  const row = Int32Array.from({ length: n }, (_, u) => u)
  row.sort((a, b) => (spareOf[b] as number) - (spareOf[a] as number) || a - b)
  const most = new Float64Array(Math.ceil(n / block))
  for (let from = 0; from < n; from += block) {
    most[from / block] = spareOf[row[from] as number] as number
    row.subarray(from, from + block).sort((a, b) => (needOf[a] as number) - (needOf[b] as number) || a - b)
  }
  const spare = new Float64Array(n)
  const need = new Float64Array(n)
  row.forEach((u, i) => {
    spare[i] = spareOf[u] as number
    need[i] = needOf[u] as number
  })
  return { row, spare, need, most }
}

/** Visits all pairs of the school at position i that meet both needs and are to be looked at from this side. */
const sweepFrom = ({ row, spare, need, most }: Sweep, i: number, visit: (u: number, v: number) => void): void => {
  const u = row[i] as number
  const own = spare[i] as number
  const needed = need[i] as number
  for (let from = 0, b = 0; from < row.length && (most[b] as number) > needed; from += block, b++) {
    const end = Math.min(from + block, row.length)
    for (let j = from; j < end && (need[j] as number) < own; j++) {
      const other = spare[j] as number
      // One of the two has more to spare than it needs, and looks; where both have, the first does.
      if (other > needed && (other <= (need[j] as number) || j > i)) visit(u, row[j] as number)
    }
  }
}

/** Visits every pair outside the candidates whose loss may be below spare(u) + spare(v), and some other pairs, each once. */
const sweep = (candidates: Candidates, spareOf: Float64Array, visit: (u: number, v: number) => void): void => {
  const s = sweepOf(candidates, spareOf)
  for (let i = 0; i < s.row.length; i++) if ((s.spare[i] as number) > (s.need[i] as number)) sweepFrom(s, i, visit)
}

/** The pairs that violate the dual values, of each school the `most` worst; none when the values hold for all pairs. */
export const violatedPairs = (terms: Terms, candidates: Candidates, dual: Dual, most: number): EdgeList => {
  const { table } = terms
  const { region, settings } = table
  const { y } = dual
  const apart = settings.differentRegion && (terms.relaxed & ruleBits.sameRegion) === 0 && terms.forbidden === Infinity
  const lists = createShortlists(table.n, most)
  const spare = candidates.ideal.map((ideal, u) => ideal - (y[u] as number))
  sweep(candidates, spare, (u, v) => {
    if (apart && region[u] === region[v]) return
    let over = scale * weightOf(table, u, v) - (y[u] as number) - (y[v] as number)
    if (over <= 0) return
    over -= commonValue(dual, u, v)
    if (over <= 0) return
    over -= scale * priceOfRules(terms, u, v)
    if (over <= 0) return
    offer(lists, u, v, over)
    offer(lists, v, u, over)
  })
  const edges = noEdges()
  eachListedPair(lists, (u, v) => pushEdge(edges, u, v, worthOf(terms, u, v)))
  return edges
}

/** Visits every pair whose scaled weight comes within `margin` of y(u) + y(v), and some others; a candidate perhaps twice. */
export const visitNearPairs = (
  candidates: Candidates,
  y: Float64Array,
  margin: number,
  visit: (u: number, v: number) => void,
): void => {
  const { from, to } = candidates.edges
  for (let e = 0; e < from.length; e++) visit(from[e] as number, to[e] as number)
  sweep(
    candidates,
    candidates.ideal.map((ideal, u) => ideal - (y[u] as number) + margin / 2),
    visit,
  )
}
