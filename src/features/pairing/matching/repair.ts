import { at, valueAt } from './columns.ts'
import { breakUp, part, surface } from './expand.ts'
import { type Forest, FREE, setMate, topOf } from './forest.ts'
import { type EdgeList, scale } from './graph.ts'
import { verticesOf } from './outcome.ts'

// Between two searches no node is in a tree, time does not count, and base and excess are the dual values themselves.

/** Parts a top node from its mate; both are exposed then. */
export const expose = (f: Forest, node: number): void => {
  const mate = at(f.mateOut, node)
  if (mate < 0) return
  setMate(f, node, -1, -1)
  setMate(f, topOf(f, mate), -1, -1)
}

/**
 * Makes vertex `v` a top node of its own: the blossoms around it are parted, whatever their values are. Half of a blossom's
 * value goes to each of its vertices, so that the edges within stay tight and those that leave it only slacken; its matched
 * edge is no longer tight then, and is given up.
 */
export const release = (f: Forest, v: number): void => {
  if (at(f.parent, v) < 0) return
  const chain: number[] = []
  for (let node = v; node >= 0; node = at(f.parent, node)) chain.push(node)
  let share = 0
  for (let i = chain.length - 1; i > 0; i--) {
    const b = chain[i] as number
    const within = chain[i - 1] as number
    if (valueAt(f.excess, b) > 0) expose(f, b)
    share += valueAt(f.excess, b) / 2
    for (const child of part(f, b)) {
      if (child === within) continue
      surface(f, child)
      for (const x of verticesOf(f, child)) f.base[x] = valueAt(f.base, x) + share
    }
  }
  surface(f, v)
  f.base[v] = valueAt(f.base, v) + share
}

/** The dual value of the blossoms that hold both vertices. */
const commonExcess = (f: Forest, u: number, v: number): number => {
  if (f.group[u] !== f.group[v]) return 0
  const above = new Set<number>()
  for (let b = at(f.parent, u); b >= 0; b = at(f.parent, b)) above.add(b)
  let sum = 0
  for (let b = at(f.parent, v); b >= 0; b = at(f.parent, b)) if (above.has(b)) sum += valueAt(f.excess, b)
  return sum
}

/** Which of two vertices is to be raised: one outside all blossoms, or the one that mends more edges. */
const cheaper = (f: Forest, burden: Int32Array, u: number, v: number): number => {
  const bound = (x: number) => (at(f.parent, x) < 0 ? 0 : 1)
  return bound(u) - bound(v) < 0 || (bound(u) === bound(v) && at(burden, u) >= at(burden, v)) ? u : v
}

/** Raises the dual values until no edge of the list is violated; those vertices and what held them are exposed. */
export const satisfy = (f: Forest, edges: EdgeList): void => {
  const { from, to, weight } = edges
  const burden = new Int32Array(f.n)
  for (const v of [...from, ...to]) burden[v] = at(burden, v) + 1
  for (let e = 0; e < from.length; e++) {
    const [u, v] = [from[e] as number, to[e] as number]
    const cost = scale * (weight[e] as number)
    const short = () => cost - valueAt(f.base, u) - valueAt(f.base, v) - commonExcess(f, u, v)
    if (short() <= 0) continue
    const raised = cheaper(f, burden, u, v)
    release(f, raised)
    const by = short()
    if (by <= 0) continue
    expose(f, raised)
    f.base[raised] = valueAt(f.base, raised) + by
  }
}

/** Makes the dual values of an exposed top node even, as the next search needs it. */
const makeEven = (f: Forest, top: number): void => {
  let node = top
  // All vertices of a blossom are joined by tight edges of even cost, so that their values are odd or even together.
  while (Math.abs(valueAt(f.base, at(f.firstVertex, node)) % 2) === 1) {
    if (node >= f.n && valueAt(f.excess, node) === 0) {
      node = breakUp(f, node)[0] as number
      continue
    }
    for (const v of verticesOf(f, node)) f.base[v] = valueAt(f.base, v) + 1
    if (node >= f.n) f.excess[node] = valueAt(f.excess, node) - 2
  }
}

/** Lowers the dual value of an exposed vertex as far as its edges allow, and matches it if that reaches an exposed one. */
const settleDown = (f: Forest, u: number): void => {
  const { start, head, cost } = f.graph
  const y = valueAt(f.base, u)
  let slack = Number.POSITIVE_INFINITY
  let mate = -1
  for (let i = at(start, u); i < at(start, u + 1); i++) {
    const v = at(head, i)
    const gap = y + valueAt(f.base, v) - valueAt(cost, i)
    const exposed = at(f.parent, v) < 0 && at(f.mateOut, v) < 0 && f.label[v] === FREE
    if (gap < slack || (gap === slack && exposed && mate < 0)) {
      slack = gap
      mate = exposed ? v : -1
    }
  }
  if (slack === Number.POSITIVE_INFINITY) return
  if (mate < 0) {
    // Kept even: an odd slack is left at 1.
    f.base[u] = y - slack + Math.abs((y - slack) % 2)
    return
  }
  f.base[u] = y - slack
  setMate(f, u, u, mate)
  setMate(f, mate, mate, u)
}

/** Readies the forest for a search: the values of exposed nodes become even, and cheap matches are made at once. */
export const prepare = (f: Forest): void => {
  for (let v = 0; v < f.n; v++) {
    const node = topOf(f, v)
    if (at(f.mateIn, node) < 0 && at(f.firstVertex, node) === v && f.label[node] === FREE) makeEven(f, node)
  }
  for (let v = 0; v < f.n; v++) {
    if (at(f.parent, v) < 0 && at(f.mateOut, v) < 0 && f.label[v] === FREE) settleDown(f, v)
  }
}
