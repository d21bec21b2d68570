import { inBlocks } from './blocks.ts'
import type { Candidates } from './candidates.ts'
import { commonValue, type Dual } from './matching/dual.ts'
import { type EdgeList, noEdges, pushEdge, scale } from './matching/graph.ts'
import { priceOfRules, ruleBits, type Terms, worthOf } from './rules.ts'
import { halfProfiles, type SchoolTable, weightOf } from './school-table.ts'
import { createShortlists, eachListedPair, offer } from './shortlist.ts'

/**
 * What each school brings to a sweep over all pairs for those whose loss is below spare(u) + spare(v). A pair that is not
 * among the candidates loses at least the reach of both; so each school needs of the other a spare of more than its own
 * reach − spare. Few pairs meet both needs, and few of these lie in blocks that are near enough. Within a block the schools
 * stand by falling spare.
 */
type Sweep = {
  readonly row: Int32Array
  readonly spare: Float64Array
  readonly need: Float64Array
  /** The largest spare of each block, of each place, and of all. */
  readonly mostOfBlock: Float64Array
  readonly mostOfPlace: Float64Array
  readonly most: number
}

const sweepOf = ({ blocks, reach }: Candidates, spareOf: Float64Array): Sweep => {
  const { start, ofPlace, half1 } = blocks
  const row = blocks.row.slice()
  const bySpare = (u: number, v: number): number => (spareOf[v] as number) - (spareOf[u] as number) || u - v
  const mostOfBlock = new Float64Array(half1.length)
  for (let b = 0; b < half1.length; b++) {
    const from = start[b] as number
    const to = start[b + 1] as number
    if (to - from > 1) row.subarray(from, to).sort(bySpare)
    mostOfBlock[b] = spareOf[row[from] as number] as number
  }
  const mostOfPlace = new Float64Array(ofPlace.length - 1).fill(Number.NEGATIVE_INFINITY)
  for (let p = 0; p < mostOfPlace.length; p++)
    for (let b = ofPlace[p] as number; b < (ofPlace[p + 1] as number); b++)
      if ((mostOfBlock[b] as number) > (mostOfPlace[p] as number)) mostOfPlace[p] = mostOfBlock[b] as number
  const spare = inBlocks(row, spareOf, new Float64Array(row.length))
  const need = inBlocks(row, reach, new Float64Array(row.length))
  for (let i = 0; i < row.length; i++) need[i] = (need[i] as number) - (spare[i] as number)
  return { row, spare, need, mostOfBlock, mostOfPlace, most: Math.max(...mostOfPlace) }
}

/** Visits all pairs of the school at position i that meet both needs and are to be looked at from this side. */
const sweepFrom = (
  { blocks, likeness }: Candidates,
  { place, places, half1 }: SchoolTable,
  { row, spare, need, mostOfBlock, mostOfPlace, most }: Sweep,
  i: number,
  visit: (u: number, v: number) => void,
): void => {
  const { start, ofPlace } = blocks
  const { placeLoss, nearPlaces, riskLoss } = likeness
  const u = row[i] as number
  const own = spare[i] as number
  const needed = need[i] as number
  const ownPlace = places * (place[u] as number)
  const own1 = halfProfiles * (half1[u] as number)
  for (let k = ownPlace; k < ownPlace + places; k++) {
    const there = nearPlaces[k] as number
    const lostThere = placeLoss[ownPlace + there] as number
    if (lostThere >= own + most) return
    const mostThere = mostOfPlace[there] as number
    if (mostThere <= needed || lostThere >= own + mostThere) continue
    for (let b = ofPlace[there] as number, end = ofPlace[there + 1] as number; b < end; b++) {
      const least = Math.max(needed, lostThere + (riskLoss[own1 + (blocks.half1[b] as number)] as number) - own)
      if ((mostOfBlock[b] as number) <= least) continue
      for (let j = start[b] as number, to = start[b + 1] as number; j < to; j++) {
        const other = spare[j] as number
        if (other <= least) break
        // One of the two has more to spare than it needs, and looks; where both have, the first does.
        if ((need[j] as number) < own && i !== j && (other <= (need[j] as number) || j > i)) visit(u, row[j] as number)
      }
    }
  }
}

/** Visits every pair outside the candidates whose loss may be below spare(u) + spare(v), and some other pairs, each once. */
const sweep = (
  candidates: Candidates,
  table: SchoolTable,
  spareOf: Float64Array,
  visit: (u: number, v: number) => void,
): void => {
  const s = sweepOf(candidates, spareOf)
  for (let i = 0; i < s.row.length; i++)
    if ((s.spare[i] as number) > (s.need[i] as number)) sweepFrom(candidates, table, s, i, visit)
}

/** A fraction that orders equals otherwise than by their numbers, so that not all schools list the same few of them. */
const lot = (u: number, v: number): number =>
  ((Math.imul(u ^ (v << 16), 0x9e3779b1) ^ Math.imul(v ^ (u << 16), 0x9e3779b1)) >>> 0) / 2 ** 32

/** The pairs that violate the dual values, of each school the `most` worst; none when the values hold for all pairs. */
export const violatedPairs = (terms: Terms, candidates: Candidates, dual: Dual, most: number): EdgeList => {
  const { table } = terms
  const { region, settings } = table
  const { y } = dual
  const apart = settings.differentRegion && (terms.relaxed & ruleBits.sameRegion) === 0 && terms.forbidden === Infinity
  const lists = createShortlists(table.n, most)
  const spare = candidates.likeness.ideal.map((ideal, u) => ideal - (y[u] as number))
  sweep(candidates, table, spare, (u, v) => {
    if (apart && region[u] === region[v]) return
    let over = scale * weightOf(table, u, v) - (y[u] as number) - (y[v] as number)
    if (over <= 0) return
    over -= commonValue(dual, u, v)
    if (over <= 0) return
    over -= scale * priceOfRules(terms, u, v)
    if (over <= 0) return
    over += lot(u, v)
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
  table: SchoolTable,
  y: Float64Array,
  margin: number,
  visit: (u: number, v: number) => void,
): void => {
  const { from, to } = candidates.edges
  for (let e = 0; e < from.length; e++) visit(from[e] as number, to[e] as number)
  sweep(
    candidates,
    table,
    candidates.likeness.ideal.map((ideal, u) => ideal - (y[u] as number) + margin / 2),
    visit,
  )
}
