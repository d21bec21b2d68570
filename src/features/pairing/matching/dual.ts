import { at, valueAt } from './columns.ts'
import { type Forest, ringFrom } from './forest.ts'
import { verticesOf } from './outcome.ts'

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
  /** Of each set, the value of it and of all sets around it. */
  readonly sum: Float64Array
  /** How many sets are around a node, counting itself, and a set some way up, for quick climbs. */
  readonly depth: Int32Array
  readonly jump: Int32Array
  /** The blossoms that were exchanged for the set of all others, smallest of these others first. */
  readonly exchanged: readonly number[]
}

/** All nodes of a forest, parents before their children. */
const topDown = (f: Forest): number[] => {
  const order: number[] = []
  for (let v = 0; v < f.n; v++) {
    const node = at(f.top, v)
    if (f.firstVertex[node] === v) order.push(node)
  }
  for (let i = 0; i < order.length; i++) {
    const node = order[i] as number
    if (node >= f.n) order.push(...ringFrom(f, at(f.someChild, node), true))
  }
  return order
}

const sizesOf = (f: Forest, order: readonly number[]): Int32Array => {
  const sizes = new Int32Array(f.parent.length)
  for (const node of order.toReversed()) {
    if (node < f.n) sizes[node] = 1
    const parent = at(f.parent, node)
    if (parent >= 0) sizes[parent] = at(sizes, parent) + at(sizes, node)
  }
  return sizes
}

/** The dual values of the forest as it stands between two searches. */
export const dualOf = (f: Forest): Dual => {
  const none = f.parent.length
  const order = topDown(f)
  const sizes = sizesOf(f, order)
  const y = f.base.slice()
  const around = new Int32Array(none + 1).fill(none)
  // Blossoms of more than half of all vertices lie within each other; the largest comes first.
  const exchanged = order.filter(b => b >= f.n && 2 * at(sizes, b) > f.n)
  for (const node of order) {
    const parent = at(f.parent, node)
    const place = parent < 0 ? 0 : exchanged.indexOf(parent) + 1
    around[node] = parent >= 0 && place === 0 ? parent : (exchanged[place] ?? none)
  }
  exchanged.forEach((b, i) => {
    around[b] = exchanged[i + 1] ?? none
  })
  exchange(f, exchanged, y)
  const dual: Dual = {
    y,
    none,
    around,
    sum: new Float64Array(none + 1),
    depth: new Int32Array(none + 1),
    jump: new Int32Array(none + 1).fill(none),
    exchanged,
  }
  const large = new Set(exchanged)
  for (const node of [...exchanged.toReversed(), ...order.filter(node => !large.has(node))]) enter(f, dual, node)
  return dual
}

/** Moves the values of the exchanged sets to the vertices. */
const exchange = (f: Forest, sets: readonly number[], y: Float64Array): void => {
  let shift = -sets.reduce((sum, b) => sum + valueAt(f.excess, b) / 2, 0)
  if (sets.length === 0) return
  const inner = new Set<number>()
  const move = (vertices: readonly number[]) => {
    for (const v of vertices) y[v] = valueAt(y, v) + shift
  }
  const outside = new Uint8Array(f.n).fill(1)
  for (const v of verticesOf(f, sets[0] as number)) outside[v] = 0
  for (let v = 0; v < f.n; v++) if (outside[v] === 1) y[v] = valueAt(y, v) + shift
  for (const b of sets) inner.add(b)
  for (const b of sets) {
    shift += valueAt(f.excess, b)
    for (const child of ringFrom(f, at(f.someChild, b), true)) if (!inner.has(child)) move(verticesOf(f, child))
  }
}

/** Computes what a node inherits from the set around it. */
const enter = (f: Forest, dual: Dual, node: number): void => {
  const { around, sum, depth, jump } = dual
  const up = at(around, node)
  const far = at(jump, up)
  sum[node] = valueAt(sum, up) + (node < f.n ? 0 : valueAt(f.excess, node))
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
