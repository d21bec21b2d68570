import { at } from './columns.ts'
import { createQueue, type EventQueue } from './event-queue.ts'
import type { SparseGraph } from './graph.ts'

/**
 * The state of Edmonds' algorithm. Its nodes are the n vertices and, from n on, the blossoms: odd sets of vertices shrunk to
 * one node, which nest. A node without a parent is a top node. Top nodes are matched with each other along tight edges, and
 * those in an alternating tree are outer (like its exposed root) or inner; all others are free.
 *
 * All trees grow at once, by one clock: as `time` passes, the dual values of outer vertices fall by 1 and those of inner
 * vertices rise by 1 a tick; an outer blossom's rises and an inner blossom's falls by 2. Nothing is written while time
 * passes: a value is kept as what it would be at time 0 with its present label. Hence
 *
 *     y(v) = base[v] + sign[v] × time          z(b) = excess[b] − 2 × label[b] × time
 *
 * and the instant at which an edge becomes tight can be told once, and stays right until an end of it changes its label.
 */
export type Forest = {
  readonly n: number
  graph: SparseGraph
  readonly queue: EventQueue
  time: number
  /** How many trees are left, which is how many top nodes are exposed. */
  trees: number

  // Of each vertex.
  readonly base: Float64Array
  /** The label of the vertex's top node. */
  readonly sign: Int8Array
  /** A number that all vertices of one top node have in common, and the top node of each such number. */
  readonly group: Int32Array
  readonly nodeOfGroup: Int32Array
  /** The next vertex of the same blossom; each blossom's vertices are one run of this list. */
  readonly nextVertex: Int32Array

  // Of each node.
  readonly label: Int8Array
  readonly parent: Int32Array
  readonly size: Int32Array
  /** The group number that a node has as a top node: that of its largest child, whose vertices need not be told then. */
  readonly groupOf: Int32Array
  readonly firstVertex: Int32Array
  readonly lastVertex: Int32Array
  /** Of a top node, and of a blossom's child as it was when it was shrunk: the matched edge, by its end within and without. */
  readonly mateIn: Int32Array
  readonly mateOut: Int32Array
  /** Of an inner node: the edge to its outer parent in the tree. */
  readonly upIn: Int32Array
  readonly upOut: Int32Array
  /** The tree of an outer or inner node, and its neighbours in that tree's list of nodes. */
  readonly tree: Int32Array
  readonly treeNext: Int32Array
  readonly treePrev: Int32Array
  readonly treeHead: Int32Array
  /** The last climb towards a root that passed here. */
  readonly mark: Int32Array
  climbs: number

  // Of each blossom, and of its children in their ring of tight edges.
  readonly excess: Float64Array
  readonly someChild: Int32Array
  readonly ringNext: Int32Array
  readonly ringPrev: Int32Array
  /** The edge from a child to the next in the ring, by its end in this child and in the next. */
  readonly linkIn: Int32Array
  readonly linkOut: Int32Array
  readonly spareBlossoms: number[]
}

/** The labels, which are the signs of a dual value's change. */
export const OUTER = -1
export const FREE = 0
export const INNER = 1

/** All vertices free and exposed, with the given dual values. */
export const createForest = (graph: SparseGraph, duals: Float64Array): Forest => {
  const { n } = graph
  // Blossoms are a laminar family of odd sets of at least three: there are never more than (n − 1) / 2 of them.
  const nodes = n + (n >> 1) + 1
  const column = () => new Int32Array(nodes).fill(-1)
  const own = () => Int32Array.from({ length: nodes }, (_, v) => (v < n ? v : -1))
  return {
    n,
    graph,
    queue: createQueue(nodes),
    time: 0,
    trees: 0,
    base: duals.slice(),
    sign: new Int8Array(n),
    group: own().slice(0, n),
    nodeOfGroup: own().slice(0, n),
    nextVertex: new Int32Array(n).fill(-1),
    label: new Int8Array(nodes),
    parent: column(),
    size: new Int32Array(nodes).fill(1),
    groupOf: own(),
    firstVertex: own(),
    lastVertex: own(),
    mateIn: column(),
    mateOut: column(),
    upIn: column(),
    upOut: column(),
    tree: column(),
    treeNext: column(),
    treePrev: column(),
    treeHead: column(),
    mark: new Int32Array(nodes),
    climbs: 0,
    excess: new Float64Array(nodes),
    someChild: column(),
    ringNext: column(),
    ringPrev: column(),
    linkIn: column(),
    linkOut: column(),
    spareBlossoms: Array.from({ length: nodes - n }, (_, i) => nodes - 1 - i),
  }
}

/** The top node of a vertex. */
export const topOf = (f: Forest, v: number): number => at(f.nodeOfGroup, at(f.group, v))

/** Sets the matched edge of a top node, seen from its side. */
export const setMate = (f: Forest, node: number, within: number, without: number): void => {
  f.mateIn[node] = within
  f.mateOut[node] = without
}

/** Enters a top node in the list of a tree. */
export const joinTree = (f: Forest, node: number, tree: number): void => {
  const next = at(f.treeHead, tree)
  f.tree[node] = tree
  f.treeNext[node] = next
  f.treePrev[node] = -1
  if (next >= 0) f.treePrev[next] = node
  f.treeHead[tree] = node
}

/** Takes a top node out of its tree's list. */
export const leaveTree = (f: Forest, node: number): void => {
  const next = at(f.treeNext, node)
  const prev = at(f.treePrev, node)
  if (next >= 0) f.treePrev[next] = prev
  if (prev >= 0) f.treeNext[prev] = next
  else f.treeHead[at(f.tree, node)] = next
}

/** The top nodes of a tree. */
export const nodesOfTree = (f: Forest, tree: number): number[] => {
  const nodes: number[] = []
  for (let node = at(f.treeHead, tree); node >= 0; node = at(f.treeNext, node)) nodes.push(node)
  return nodes
}

/** The child of blossom `b` that holds vertex `v`. */
export const childWith = (f: Forest, b: number, v: number): number => {
  let node = v
  while (at(f.parent, node) !== b) node = at(f.parent, node)
  return node
}

/** The children of a blossom in their ring, beginning with `from`, along the ring or against it. */
export const ringFrom = (f: Forest, from: number, forward: boolean): number[] => {
  const step = forward ? f.ringNext : f.ringPrev
  const ring = [from]
  for (let c = at(step, from); c !== from; c = at(step, c)) ring.push(c)
  return ring
}

/** Makes `a` and `b`, neighbours in a ring, each other's mates. */
export const matchNeighbours = (f: Forest, a: number, b: number): void => {
  const [x, y] = at(f.ringNext, a) === b ? [at(f.linkIn, a), at(f.linkOut, a)] : [at(f.linkOut, b), at(f.linkIn, b)]
  setMate(f, a, x, y)
  setMate(f, b, y, x)
}
