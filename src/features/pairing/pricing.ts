import type { Candidates } from './candidates.ts'
import { commonValue, type Dual } from './matching/dual.ts'
import { type EdgeList, noEdges, pushEdge, scale } from './matching/graph.ts'
import { priceOfRules, ruleBits, type Terms } from './rules.ts'
import { weightOf } from './school-table.ts'
import { createShortlists, listedPairs, offer, type Shortlists } from './shortlist.ts'

/**
 * What each school brings to a sweep over all pairs. A pair violates the dual values only if its loss is below
 * spare(u) + spare(v), where spare = ideal − y; if it is not in the graph, its loss is at least the reach of both. So each
 * school needs of the other a spare of more than reach − spare, and few pairs meet both needs: those are looked at.
 *
 * The schools stand by falling spare in blocks, and in a block by rising need.
 */
type Sweep = { readonly row: Int32Array; readonly spare: Float64Array; readonly need: Float64Array; readonly top: Float64Array }

const block = 128

const sweepOf = ({ ideal, reach }: Candidates, y: Float64Array): Sweep => {
  const n = y.length
  const spareOf = ideal.map((value, u) => value - (y[u] as number))
  const needOf = reach.map((value, u) => value - (spareOf[u] as number))
  const row = Int32Array.from({ length: n }, (_, u) => u)
  row.sort((a, b) => (spareOf[b] as number) - (spareOf[a] as number) || a - b)
  const top = new Float64Array(Math.ceil(n / block))
  for (let from = 0; from < n; from += block) {
    top[from / block] = spareOf[row[from] as number] as number
    row.subarray(from, from + block).sort((a, b) => (needOf[a] as number) - (needOf[b] as number) || a - b)
  }
  const spare = new Float64Array(n)
  const need = new Float64Array(n)
  row.forEach((u, i) => {
    spare[i] = spareOf[u] as number
    need[i] = needOf[u] as number
  })
  return { row, spare, need, top }
}

/** How far a pair violates the dual values; at most 0 when it does not. */
const violation = (terms: Terms, dual: Dual, u: number, v: number): number => {
  const over = scale * weightOf(terms.table, u, v) - (dual.y[u] as number) - (dual.y[v] as number)
  if (over <= 0) return over
  const rest = over - commonValue(dual, u, v)
  return rest <= 0 ? rest : rest - scale * priceOfRules(terms, u, v)
}

/** Offers all pairs of the school at position i that it has to look at, and that violate the dual values. */
const lookFrom = (terms: Terms, { row, spare, need, top }: Sweep, dual: Dual, lists: Shortlists, i: number): void => {
  const { region, settings } = terms.table
  const apart = settings.differentRegion && (terms.relaxed & ruleBits.sameRegion) === 0
  const u = row[i] as number
  const own = spare[i] as number
  const needed = need[i] as number
  for (let from = 0, b = 0; from < row.length && (top[b] as number) > needed; from += block, b++) {
    const end = Math.min(from + block, row.length)
    for (let j = from; j < end && (need[j] as number) < own; j++) {
      const other = spare[j] as number
      // A pair is looked at from the school whose spare exceeds its own need; where that is both, from the first.
      if (other <= needed || (other > (need[j] as number) && j <= i)) continue
      const v = row[j] as number
      if (apart && region[u] === region[v]) continue
      const over = violation(terms, dual, u, v)
      if (over <= 0) continue
      offer(lists, u, v, over)
      offer(lists, v, u, over)
    }
  }
}

/** The pairs that violate the dual values, of each school the `most` worst; none when the dual values hold for all pairs. */
export const violatedPairs = (terms: Terms, candidates: Candidates, dual: Dual, most: number): EdgeList => {
  const { table } = terms
  const sweep = sweepOf(candidates, dual.y)
  const lists = createShortlists(table.n, most)
  for (let i = 0; i < table.n; i++) {
    if ((sweep.spare[i] as number) > (sweep.need[i] as number)) lookFrom(terms, sweep, dual, lists, i)
  }
  const edges = noEdges()
  for (const [u, v] of listedPairs(lists)) pushEdge(edges, u, v, weightOf(table, u, v) - priceOfRules(terms, u, v))
  return edges
}
