import { at } from './columns.ts'
import { cancel } from './event-queue.ts'
import { type Forest, INNER, joinTree, leaveTree, OUTER, setMate, topOf } from './forest.ts'
import { watchVertex } from './labels.ts'

/** The outer node two steps nearer to the root, or −1 at the root. */
const outerAbove = (f: Forest, outer: number): number => {
  const mate = at(f.mateOut, outer)
  return mate < 0 ? -1 : topOf(f, at(f.upOut, topOf(f, mate)))
}

/** The nearest outer node that is on both ways to the root. */
const meeting = (f: Forest, a: number, b: number): number => {
  const mark = ++f.climbs
  let x = a
  let y = b
  for (;;) {
    if (x >= 0) {
      if (f.mark[x] === mark) return x
      f.mark[x] = mark
      x = outerAbove(f, x)
    }
    if (y >= 0) {
      if (f.mark[y] === mark) return y
      f.mark[y] = mark
      y = outerAbove(f, y)
    }
  }
}

/** A step of a ring: a child, and the edge to the next child. */
type Step = { readonly child: number; readonly from: number; readonly to: number }

/** The steps from an outer node up to `end`, which is not one of them. */
const climb = (f: Forest, from: number, end: number): Step[] => {
  const steps: Step[] = []
  for (let outer = from; outer !== end; ) {
    const to = at(f.mateOut, outer)
    const inner = topOf(f, to)
    const up = at(f.upOut, inner)
    steps.push({ child: outer, from: at(f.mateIn, outer), to }, { child: inner, from: at(f.upIn, inner), to: up })
    outer = topOf(f, up)
  }
  return steps
}

/** The ring of an odd cycle: from the meeting node down to `u`, over to `v`, and up again. */
const ringOf = (f: Forest, u: number, v: number): Step[] => {
  const middle = meeting(f, topOf(f, u), topOf(f, v))
  const left = climb(f, topOf(f, u), middle)
  const right = climb(f, topOf(f, v), middle)
  const down: Step[] = []
  let child = middle
  for (const step of left.reverse()) {
    down.push({ child, from: step.to, to: step.from })
    child = step.child
  }
  return [...down, { child, from: u, to: v }, ...right]
}

/** Joins the children into the ring and the vertex list of blossom `b`, an outer one whose value is 0 now. */
const adopt = (f: Forest, b: number, ring: readonly Step[]): void => {
  let before = (ring.at(-1) as Step).child
  let lastVertex = -1
  let size = 0
  for (const { child, from, to } of ring) {
    f.parent[child] = b
    f.ringNext[before] = child
    f.ringPrev[child] = before
    f.linkIn[child] = from
    f.linkOut[child] = to
    if (lastVertex >= 0) f.nextVertex[lastVertex] = at(f.firstVertex, child)
    lastVertex = at(f.lastVertex, child)
    size += at(f.size, child)
    before = child
  }
  f.someChild[b] = before
  f.firstVertex[b] = at(f.firstVertex, (ring[0] as Step).child)
  f.lastVertex[b] = lastVertex
  f.size[b] = size
  f.parent[b] = -1
  f.label[b] = OUTER
  f.excess[b] = -2 * f.time
}

/** Gives all children the group number of the largest, under which the blossom is known from now on. */
const regroup = (f: Forest, b: number, ring: readonly Step[]): void => {
  const { group, nextVertex } = f
  let largest = b
  let most = 0
  for (const { child } of ring) {
    if (at(f.size, child) <= most) continue
    most = at(f.size, child)
    largest = child
  }
  const number = at(f.groupOf, largest)
  f.groupOf[b] = number
  f.nodeOfGroup[number] = b
  for (const { child } of ring) {
    if (child === largest) continue
    const last = at(f.lastVertex, child)
    for (let v = at(f.firstVertex, child); ; v = nextVertex[v] as number) {
      group[v] = number
      if (v === last) break
    }
  }
}

/** Makes the vertices of a child that was inner outer; their values stay what they are now. */
const turnOuter = (f: Forest, child: number, turned: number[]): void => {
  const { base, sign, nextVertex, time } = f
  const last = at(f.lastVertex, child)
  for (let v = at(f.firstVertex, child); ; v = nextVertex[v] as number) {
    sign[v] = OUTER
    base[v] = (base[v] as number) + 2 * time
    turned.push(v)
    if (v === last) break
  }
}

/** The tight edge between outer vertices `u` and `v` of one tree: the odd cycle it closes becomes an outer blossom. */
export const shrink = (f: Forest, u: number, v: number): void => {
  const ring = ringOf(f, u, v)
  const b = f.spareBlossoms.pop() as number
  const middle = (ring[0] as Step).child
  const tree = at(f.tree, middle)
  setMate(f, b, at(f.mateIn, middle), at(f.mateOut, middle))
  const turned: number[] = []
  for (const { child } of ring) {
    leaveTree(f, child)
    const label = f.label[child] as number
    if (label === INNER) turnOuter(f, child, turned)
    if (child < f.n) continue
    // A child's value stands still from now on; so it is kept as it is.
    f.excess[child] = (f.excess[child] as number) - 2 * label * f.time
    cancel(f.queue, child)
  }
  adopt(f, b, ring)
  regroup(f, b, ring)
  joinTree(f, b, tree)
  for (const x of turned) watchVertex(f, x)
}
