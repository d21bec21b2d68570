import { at } from './columns.ts'
import { cancel } from './event-queue.ts'
import { type Forest, INNER, joinTree, leaveTree, OUTER } from './forest.ts'
import { watchVertex } from './labels.ts'

/** The outer node two steps nearer to the root, or −1 at the root. */
const outerAbove = (f: Forest, outer: number): number => {
  const mate = at(f.mateOut, outer)
  return mate < 0 ? -1 : at(f.top, at(f.upOut, at(f.top, mate)))
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
    const inner = at(f.top, to)
    const up = at(f.upOut, inner)
    steps.push({ child: outer, from: at(f.mateIn, outer), to }, { child: inner, from: at(f.upIn, inner), to: up })
    outer = at(f.top, up)
  }
  return steps
}

/** The ring of an odd cycle: from the meeting node down to `u`, over to `v`, and up again. */
const ringOf = (f: Forest, u: number, v: number): Step[] => {
  const middle = meeting(f, at(f.top, u), at(f.top, v))
  const left = climb(f, at(f.top, u), middle)
  const right = climb(f, at(f.top, v), middle)
  const down: Step[] = []
  let child = middle
  for (const step of left.reverse()) {
    down.push({ child, from: step.to, to: step.from })
    child = step.child
  }
  return [...down, { child, from: u, to: v }, ...right]
}

/** Joins the children into the ring and the vertex list of blossom `b`, whose value is 0 now. */
const adopt = (f: Forest, b: number, ring: readonly Step[]): void => {
  let before = (ring.at(-1) as Step).child
  let lastVertex = -1
  for (const { child, from, to } of ring) {
    f.parent[child] = b
    f.ringNext[before] = child
    f.ringPrev[child] = before
    f.linkIn[child] = from
    f.linkOut[child] = to
    if (lastVertex >= 0) f.nextVertex[lastVertex] = at(f.firstVertex, child)
    lastVertex = at(f.lastVertex, child)
    before = child
  }
  f.someChild[b] = before
  f.firstVertex[b] = at(f.firstVertex, (ring[0] as Step).child)
  f.lastVertex[b] = lastVertex
  f.parent[b] = -1
  f.label[b] = OUTER
  f.excess[b] = -2 * f.time
}

/** The tight edge between outer vertices `u` and `v` of one tree: the odd cycle it closes becomes an outer blossom. */
export const shrink = (f: Forest, u: number, v: number): void => {
  const { top, base, sign, nextVertex, time } = f
  const ring = ringOf(f, u, v)
  const b = f.spareBlossoms.pop() as number
  const middle = (ring[0] as Step).child
  const tree = at(f.tree, middle)
  f.mateIn[b] = at(f.mateIn, middle)
  f.mateOut[b] = at(f.mateOut, middle)
  for (const { child } of ring) {
    leaveTree(f, child)
    // A child's value stands still from now on; so it is kept as it is.
    if (child >= f.n) {
      f.excess[child] = (f.excess[child] as number) - 2 * (f.label[child] as number) * time
      cancel(f.queue, child)
    }
  }
  adopt(f, b, ring)
  joinTree(f, b, tree)
  const turned: number[] = []
  for (let x = at(f.firstVertex, b); ; x = nextVertex[x] as number) {
    top[x] = b
    if (sign[x] === INNER) {
      sign[x] = OUTER
      base[x] = (base[x] as number) + 2 * time
      turned.push(x)
    }
    if (x === f.lastVertex[b]) break
  }
  for (const x of turned) watchVertex(f, x)
}
