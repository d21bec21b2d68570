import { likenessOf } from './likeness.ts'
import { type EdgeList, noEdges, pushEdge, scale } from './matching/graph.ts'
import { type NeighbourTree, neighbourTree, nodeStride } from './neighbour-tree.ts'
import { priceOfRules, type Terms, worthOf } from './rules.ts'
import { halfProfiles, type SchoolTable } from './school-table.ts'
import { createShortlists, eachListedPair, offer, type Shortlists } from './shortlist.ts'

/** The first sparse graph of a pairing, and what is known of all pairs that are not in it. */
export type Candidates = {
  readonly edges: EdgeList
  /** The ideal of each school: the loss of a pair is ideal(u) + ideal(v) − scale × weight. */
  readonly ideal: Float64Array
  /** A pair that is not among the edges loses at least the reach of each of its two schools. */
  readonly reach: Float64Array
}

type Search = {
  readonly terms: Terms
  readonly tree: NeighbourTree
  readonly lists: Shortlists
  /** In the order of the tree: the ideals, and five numbers for each school's weights (see {@link packed}). */
  readonly ideal: Float64Array
  readonly packed: Int32Array
  /** What has been lost on the way down to each aspect. */
  readonly lost: Int32Array
}

/** The schools within this distance in the order of the tree are looked at first, so that the search soon knows a limit. */
const window = 30

const stride = 5

/** Half profiles, size, place and region of the schools in the order of the tree, so that a group is one run of memory. */
const packed = (t: SchoolTable, row: Int32Array): Int32Array => {
  const column = new Int32Array(stride * row.length)
  for (let i = 0, k = 0; i < row.length; i++) {
    const u = row[i] as number
    column[k++] = t.half1[u] as number
    column[k++] = t.half2[u] as number
    column[k++] = t.size[u] as number
    column[k++] = t.place[u] as number
    column[k++] = t.region[u] as number
  }
  return column
}

const inOrder = (column: Float64Array, row: Int32Array): Float64Array => {
  const ordered = new Float64Array(row.length)
  for (let i = 0; i < row.length; i++) ordered[i] = column[row[i] as number] as number
  return ordered
}

/** Fills the list of the school at position i with those that lose least with it. One long loop: half of all time goes here. */
const seek = ({ terms, tree, lists, ideal, packed: p, lost }: Search, i: number): void => {
  const { row, count, nodes, aspects, loss, rowOf } = tree
  const { riskWeight, placeWeight, places, settings } = terms.table
  const { sizeBest, sizeStep, sizeCap, sameRegionLoss } = settings
  const { most, value, count: listed } = lists
  const own = ideal[i] as number
  const half1 = halfProfiles * (p[stride * i] as number)
  const half2 = halfProfiles * (p[stride * i + 1] as number)
  const size = p[stride * i + 2] as number
  const place = places * (p[stride * i + 3] as number)
  const region = p[stride * i + 4] as number
  const u = row[i] as number
  const low = Math.max(0, i - window)
  const high = Math.min(ideal.length, i + window + 1)
  let worst = Number.POSITIVE_INFINITY
  // Before the first node, the schools nearby are looked at; later on they are passed over.
  for (let k = -nodeStride; k < nodeStride * count; ) {
    let from = low
    let to = high
    if (k >= 0) {
      const aspect = nodes[k] as number
      const next = nodes[k + 2] as number
      const sum =
        (lost[aspect] as number) + (loss[(rowOf[i * aspects + aspect] as number) + (nodes[k + 1] as number)] as number)
      if (sum >= worst) {
        k = next
        continue
      }
      if (next !== k + nodeStride) {
        lost[aspect + 1] = sum
        k += nodeStride
        continue
      }
      from = nodes[k + 3] as number
      to = nodes[next + 3] as number
    }
    const nearby = k < 0
    k += nodeStride
    for (let j = from; j < to; j++) {
      if (!nearby && j >= low && j < high) continue
      const q = stride * j
      const apart = Math.abs(size - (p[q + 2] as number))
      const weight =
        (riskWeight[half1 + (p[q] as number)] as number) +
        (riskWeight[half2 + (p[q + 1] as number)] as number) +
        (placeWeight[place + (p[q + 3] as number)] as number) +
        sizeBest -
        sizeStep * (apart < sizeCap ? apart : sizeCap) -
        (region === p[q + 4] ? sameRegionLoss : 0)
      let loses = own + (ideal[j] as number) - scale * weight
      if (loses >= worst || i === j) continue
      const v = row[j] as number
      loses += scale * priceOfRules(terms, u, v)
      if (loses >= worst) continue
      offer(lists, u, v, -loses)
      if (listed[u] === most) worst = -(value[(u + 1) * most - 1] as number)
    }
  }
}

/** Each school's `most` nearest admissible others, as one graph. `hear` is told how many schools are done; it may throw. */
export const candidatesOf = (terms: Terms, most: number, hear: (done: number) => void): Candidates => {
  const { table } = terms
  const likeness = likenessOf(table)
  const tree = neighbourTree(likeness)
  const lists = createShortlists(table.n, most)
  const search: Search = {
    terms,
    tree,
    lists,
    ideal: inOrder(likeness.ideal, tree.row),
    packed: packed(table, tree.row),
    lost: new Int32Array(tree.aspects + 1),
  }
  for (let i = 0; i < table.n; i++) {
    if (i % 256 === 0) hear(i)
    seek(search, i)
  }
  const edges = noEdges()
  eachListedPair(lists, (u, v) => pushEdge(edges, u, v, worthOf(terms, u, v)))
  const reach = new Float64Array(table.n).fill(Number.POSITIVE_INFINITY)
  for (let u = 0; u < table.n; u++) {
    if (lists.count[u] === most) reach[u] = -(lists.value[(u + 1) * most - 1] as number)
  }
  return { edges, ideal: likeness.ideal, reach }
}
