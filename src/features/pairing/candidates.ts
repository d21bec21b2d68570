import { type Blocks, blocksOf, inBlocks } from './blocks.ts'
import { type Likeness, likenessOf } from './likeness.ts'
import { type EdgeList, noEdges, pushEdge, scale } from './matching/graph.ts'
import { priceOfRules, type Terms, worthOf } from './rules.ts'
import { halfProfiles } from './school-table.ts'
import { createShortlists, eachListedPair, offer, type Shortlists } from './shortlist.ts'

/** The first sparse graph of a pairing, and what is known of all pairs that are not in it. */
export type Candidates = {
  readonly edges: EdgeList
  /** The loss of a pair is ideal(u) + ideal(v) − scale × weight, by the ideals of the likeness. */
  readonly likeness: Likeness
  readonly blocks: Blocks
  /** A pair that is not among the edges loses at least the reach of each of its two schools. */
  readonly reach: Float64Array
}

type Search = {
  readonly terms: Terms
  readonly likeness: Likeness
  readonly blocks: Blocks
  readonly lists: Shortlists
  /** In the order of the blocks: the second half profile, the size and the region of each school. */
  readonly half2: Uint8Array
  readonly sizes: Int32Array
  readonly regions: Int32Array
}

/** Fills the list of the school at position i with those that lose least with it. One long loop: half of all time goes here. */
const seek = ({ terms, likeness, blocks, lists, half2, sizes, regions }: Search, i: number): void => {
  const { row, ofPlace, half1, start } = blocks
  const { placeLoss, nearPlaces, riskLoss, sameRegion, differentRegion } = likeness
  const { places, place, settings } = terms.table
  const { sizeStep, sizeCap } = settings
  const { most, value, count: listed } = lists
  const u = row[i] as number
  const ownPlace = places * (place[u] as number)
  const own1 = halfProfiles * (terms.table.half1[u] as number)
  const own2 = halfProfiles * (half2[i] as number)
  const size = sizes[i] as number
  const region = regions[i] as number
  let worst = Number.POSITIVE_INFINITY
  for (let k = ownPlace; k < ownPlace + places; k++) {
    const there = nearPlaces[k] as number
    const lostThere = placeLoss[ownPlace + there] as number
    if (lostThere >= worst) return
    for (let b = ofPlace[there] as number, end = ofPlace[there + 1] as number; b < end; b++) {
      const lost = lostThere + (riskLoss[own1 + (half1[b] as number)] as number)
      if (lost >= worst) continue
      const from = start[b] as number
      const to = start[b + 1] as number
      // Each school begins at another place: where many are equally near, not all of them are to list the same few.
      for (let left = to - from, j = from + (i % left); left > 0; left--) {
        if (++j === to) j = from
        let loses = lost + (riskLoss[own2 + (half2[j] as number)] as number)
        if (loses >= worst) continue
        const apart = Math.abs(size - (sizes[j] as number))
        loses += scale * sizeStep * (apart < sizeCap ? apart : sizeCap)
        loses += region === regions[j] ? sameRegion : differentRegion
        if (loses >= worst || i === j) continue
        const v = row[j] as number
        loses += scale * priceOfRules(terms, u, v)
        if (loses >= worst) continue
        offer(lists, u, v, -loses)
        if (listed[u] === most) worst = -(value[(u + 1) * most - 1] as number)
      }
    }
  }
}

/** Each school's `most` nearest admissible others, as one graph. `hear` is told how many schools are done; it may throw. */
export const candidatesOf = (terms: Terms, most: number, hear: (done: number) => void): Candidates => {
  const { table } = terms
  const { n } = table
  const likeness = likenessOf(table)
  const blocks = blocksOf(table)
  const lists = createShortlists(n, most)
  const search: Search = {
    terms,
    likeness,
    blocks,
    lists,
    half2: inBlocks(blocks.row, table.half2, new Uint8Array(n)),
    sizes: inBlocks(blocks.row, table.size, new Int32Array(n)),
    regions: inBlocks(blocks.row, table.region, new Int32Array(n)),
  }
  for (let i = 0; i < n; i++) {
    if (i % 256 === 0) hear(i)
    seek(search, i)
  }
  const edges = noEdges()
  eachListedPair(lists, (u, v) => pushEdge(edges, u, v, worthOf(terms, u, v)))
  const reach = new Float64Array(n).fill(Number.POSITIVE_INFINITY)
  for (let u = 0; u < n; u++) {
    if (lists.count[u] === most) reach[u] = -(lists.value[(u + 1) * most - 1] as number)
  }
  return { edges, likeness, blocks, reach }
}
