import { at, valueAt } from './columns.ts'
import { type Forest, ringFrom, topOf } from './forest.ts'
import { verticesOf } from './outcome.ts'
import { isPresent } from './presence.ts'

/**
 * The dual values of a forest without trees, in a form that is good for looking at all pairs: no odd set holds more than half
 * of the vertices. An odd set may be exchanged for the set of all others: of its value z, every vertex within gets half and
 * every vertex without gives half, and the slack of no edge changes. Where n is even, the other set is odd too.
 *
 * Sets are the numbers of the forest's blossoms, and `none` stands for the whole.
 */
export type Dual = {
  readonly y: Float64Array
  readonly none: number
  /** The smallest set around each vertex and around each set. */
  readonly around: Int32Array
  /** Of each set: its value, and the sum of it and of all sets around it. */
  readonly value: Float64Array
  readonly sum: Float64Array
  /** How many sets are around a node, counting itself, and a set some way up, for quick climbs. */
  readonly depth: Int32Array
  readonly jump: Int32Array
  /** The blossoms that were exchanged for the set of all others, smallest of these others first. */
  readonly exchanged: readonly number[]
  /** The sum that these values bound every matching by: of y, and of (size − 1) / 2 times the value of each set. */
  readonly bound: number
}

/** All nodes of a forest, parents before their children. */
const topDown = (f: Forest): number[] => {
  const order: number[] = []
  for (let v = 0; v < f.n; v++) {
    const node = topOf(f, v)
    if (f.firstVertex[node] === v) order.push(node)
  }
  for (let i = 0; i < order.length; i++) {
    const node = order[i] as number
    if (node >= f.n) order.push(...ringFrom(f, at(f.someChild, node), true))
  }
  return order
}

/** The value of a blossom, `ahead` ticks from now; only that of a top blossom in a tree changes. */
const excessOf = (f: Forest, b: number, ahead: number): number =>
  at(f.parent, b) < 0 ? valueAt(f.excess, b) - 2 * (f.label[b] as number) * (f.time + ahead) : valueAt(f.excess, b)

/**
 * The dual values of a forest as it stands; or, where its trees are stuck, as they would be `ahead` ticks later, if nothing
 * came between.
 */
export const dualOf = (f: Forest, ahead = 0): Dual => {
  const none = f.parent.length
  const order = topDown(f)
  const y = f.base.map((base, v) => base + (f.sign[v] as number) * (f.time + ahead))
  const around = new Int32Array(none + 1).fill(none)
  // Blossoms of more than half of all vertices lie within each other; the largest comes first.
  const exchanged = order.filter(b => b >= f.n && 2 * at(f.size, b) > f.n)
  const values = new Float64Array(none + 1)
  for (const node of order) if (node >= f.n) values[node] = excessOf(f, node, ahead)
  const rank = ranksOf(f, exchanged)
  enclose(f, order, exchanged, rank, around)
  exchange(f, order, exchanged, rank, values, y)
  const dual: Dual = {
    y,
    none,
    around,
    value: values,
    sum: new Float64Array(none + 1),
    depth: new Int32Array(none + 1),
    jump: new Int32Array(none + 1).fill(none),
    exchanged,
    bound: boundOf(f, order, values),
  }
  const large = new Set(exchanged)
  for (const node of exchanged.toReversed()) enter(dual, node)
  for (const node of order) if (!large.has(node)) enter(dual, node)
  return dual
}

// The exchange of sets does not change the sum where all vertices are matched; so it is taken before.
const boundOf = (f: Forest, order: readonly number[], values: Float64Array): number => {
  let sum = 0
  for (const node of order) {
    if (node >= f.n) sum += (valueAt(values, node) * (at(f.size, node) - 1)) / 2
    else if (isPresent(f, node)) sum += valueAt(f.base, node)
  }
  return sum
}

/** The place of each node among the exchanged blossoms, counted from 1; 0 for all others. */
const ranksOf = (f: Forest, exchanged: readonly number[]): Int32Array => {
  const rank = new Int32Array(f.parent.length)
  exchanged.forEach((b, i) => {
    rank[b] = i + 1
  })
  return rank
}

/** Finds the smallest set around each node; an exchanged blossom stands for all that is not in it. */
const enclose = (
  f: Forest,
  order: readonly number[],
  exchanged: readonly number[],
  rank: Int32Array,
  around: Int32Array,
): void => {
  const none = f.parent.length
  for (const node of order) {
    const parent = at(f.parent, node)
    if (node < f.n && !isPresent(f, node)) continue
    around[node] = parent >= 0 && rank[parent] === 0 ? parent : (exchanged[parent < 0 ? 0 : at(rank, parent)] ?? none)
  }
  exchanged.forEach((b, i) => {
    around[b] = exchanged[i + 1] ?? none
  })
}

/** Moves half of the values of the exchanged sets from the vertices without to those within. */
const exchange = (
  f: Forest,
  order: readonly number[],
  exchanged: readonly number[],
  rank: Int32Array,
  values: Float64Array,
  y: Float64Array,
): void => {
  if (exchanged.length === 0) return
  // A vertex of the i-th set lies in all larger ones, and in none of the smaller ones.
  const shift = new Float64Array(exchanged.length + 1)
  shift[0] = -exchanged.reduce((sum, b) => sum + valueAt(values, b) / 2, 0)
  exchanged.forEach((b, i) => {
    shift[i + 1] = valueAt(shift, i) + valueAt(values, b)
  })
  // They lie within each other, and may be thousands: each node asks only the one around it.
  const within = new Int32Array(rank.length)
  for (const node of order) {
    const parent = at(f.parent, node)
    within[node] = rank[node] !== 0 ? at(rank, node) : parent < 0 ? 0 : at(within, parent)
    if (node < f.n) y[node] = valueAt(y, node) + valueAt(shift, at(within, node))
  }
}

/** Computes what a node inherits from the set around it. */
const enter = ({ around, value, sum, depth, jump }: Dual, node: number): void => {
  const up = at(around, node)
  const far = at(jump, up)
  sum[node] = valueAt(sum, up) + valueAt(value, node)
  depth[node] = at(depth, up) + 1
  jump[node] = at(depth, up) - at(depth, far) === at(depth, far) - at(depth, at(jump, far)) ? at(jump, far) : up
}

/** The value of all sets that hold both vertices. */
export const commonValue = ({ around, sum, depth, jump, none }: Dual, u: number, v: number): number => {
  let a = at(around, u)
  let b = at(around, v)
  if (a === none || b === none) return 0
  while (at(depth, a) > at(depth, b)) a = at(depth, at(jump, a)) >= at(depth, b) ? at(jump, a) : at(around, a)
  while (at(depth, b) > at(depth, a)) b = at(depth, at(jump, b)) >= at(depth, a) ? at(jump, b) : at(around, b)
  while (a !== b) {
    const apart = at(jump, a) !== at(jump, b)
    a = apart ? at(jump, a) : at(around, a)
    b = apart ? at(jump, b) : at(around, b)
  }
  return valueAt(sum, a)
}

/** An odd set of vertices with its dual value. */
export type OddSet = { readonly z: number; readonly members: number[] }

/** The sets of a forest without trees whose value is above 0. The vertices that are present must be even in number. */
export const oddSetsOf = (f: Forest, dual: Dual): OddSet[] => {
  const exchanged = new Set(dual.exchanged)
  const sets: OddSet[] = []
  for (let b = f.n; b < dual.none; b++) {
    const z = valueAt(dual.value, b)
    if (z <= 0) continue
    const members = exchanged.has(b) ? othersThan(f, b) : verticesOf(f, b)
    // The value of a single vertex's set would bind nothing: there is no pair in it.
    if (members.length > 1) sets.push({ z, members })
  }
  return sets
}

const othersThan = (f: Forest, b: number): number[] => {
  const within = new Set(verticesOf(f, b))
  return Array.from({ length: f.n }, (_, v) => v).filter(v => !within.has(v) && isPresent(f, v))
}
