import { at, valueAt } from './columns.ts'
import { cancel } from './event-queue.ts'
import {
  childWith,
  type Forest,
  FREE,
  joinTree,
  leaveTree,
  matchNeighbours,
  OUTER,
  ringFrom,
  setMate,
} from './forest.ts'
import { announceFree, relabel, watchInner, watchOuter } from './labels.ts'

/**
 * Parts a top blossom into its children, which get its label. The child that holds the blossom's matched edge keeps it; the
 * others are matched in twos around the ring. Returns the ring, that child first. Their vertices are still to be surfaced.
 */
export const part = (f: Forest, b: number): number[] => {
  const within = at(f.mateIn, b)
  // An exposed blossom may be exposed at any of its vertices: they are all joined by even paths of tight edges.
  const holder = within < 0 ? at(f.someChild, b) : childWith(f, b, within)
  const ring = ringFrom(f, holder, true)
  setMate(f, holder, within, at(f.mateOut, b))
  for (let i = 1; i < ring.length; i += 2) matchNeighbours(f, ring[i] as number, ring[i + 1] as number)
  const label = f.label[b] as number
  for (const child of ring) {
    f.parent[child] = -1
    f.label[child] = label
    if (child >= f.n) f.excess[child] = valueAt(f.excess, child) + 2 * label * f.time
  }
  f.spareBlossoms.push(b)
  return ring
}

/** Tells the vertices of a node that it is their top node now. */
export const surface = (f: Forest, node: number): void => {
  const group = at(f.groupOf, node)
  const first = at(f.firstVertex, node)
  f.nodeOfGroup[group] = node
  if (f.group[first] === group) return
  const last = at(f.lastVertex, node)
  for (let v = first; ; v = at(f.nextVertex, v)) {
    f.group[v] = group
    if (v === last) break
  }
}

/** Breaks a blossom whose value is 0 into its children, and returns them as {@link part} does. */
export const breakUp = (f: Forest, b: number): number[] => {
  const ring = part(f, b)
  for (const child of ring) surface(f, child)
  return ring
}

/**
 * An inner blossom whose value has fallen to 0: the even way through its ring, from its edge to the tree's root to its matched
 * edge, stays in the tree as inner and outer nodes in turn, the other children become free.
 */
export const expand = (f: Forest, b: number): void => {
  const tree = at(f.tree, b)
  const upIn = at(f.upIn, b)
  const upOut = at(f.upOut, b)
  cancel(f.queue, b)
  leaveTree(f, b)
  const entry = childWith(f, b, upIn)
  const ring = breakUp(f, b)
  const far = ring.indexOf(entry)
  // The ring is odd, so that exactly one of the two ways round has an even number of steps.
  const way = far % 2 === 0 ? ring.slice(0, far + 1) : [ring[0] as number, ...ring.slice(far).reverse()]
  const rest = far % 2 === 0 ? ring.slice(far + 1) : ring.slice(1, far)
  const path = way.reverse()
  for (let i = 0; i < path.length; i++) {
    const node = path[i] as number
    if (i % 2 === 1) relabel(f, node, OUTER)
    else {
      const below = path[i - 1]
      f.upIn[node] = below === undefined ? upIn : linkEnd(f, node, below)
      f.upOut[node] = below === undefined ? upOut : linkEnd(f, below, node)
    }
    joinTree(f, node, tree)
  }
  for (const node of rest) relabel(f, node, FREE)
  path.forEach((node, i) => {
    if (i % 2 === 1) watchOuter(f, node)
    else watchInner(f, node)
  })
  for (const node of rest) announceFree(f, node)
}

/** The end in `a` of the ring's edge between the neighbours `a` and `b`. */
const linkEnd = (f: Forest, a: number, b: number): number =>
  at(f.ringNext, a) === b ? at(f.linkIn, a) : at(f.linkOut, b)
