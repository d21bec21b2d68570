import { at } from './columns.ts'
import { childWith, type Forest, INNER, matchNeighbours, OUTER, ringFrom, setMate, topOf } from './forest.ts'

/** The vertices of a node. */
export const verticesOf = (f: Forest, node: number): number[] => {
  const vertices: number[] = []
  for (let v = at(f.firstVertex, node); ; v = at(f.nextVertex, v)) {
    vertices.push(v)
    if (v === at(f.lastVertex, node)) return vertices
  }
}

/** Matches the children of a blossom in twos, all but the one that holds `within`, and so on down to the vertices. */
const settle = (f: Forest, b: number, within: number, without: number): void => {
  const todo = [{ node: b, within, without }]
  for (let task = todo.pop(); task; task = todo.pop()) {
    setMate(f, task.node, task.within, task.without)
    if (task.node < f.n) continue
    const holder = childWith(f, task.node, task.within)
    todo.push({ ...task, node: holder })
    const ring = ringFrom(f, holder, true)
    for (let i = 1; i < ring.length; i += 2) {
      const [a, c] = [ring[i] as number, ring[i + 1] as number]
      matchNeighbours(f, a, c)
      for (const node of [a, c]) todo.push({ node, within: at(f.mateIn, node), without: at(f.mateOut, node) })
    }
  }
}

/** The mate of every vertex after a perfect search. */
export const matesOf = (f: Forest): Int32Array => {
  for (let v = 0; v < f.n; v++) {
    const b = topOf(f, v)
    if (b >= f.n && v === at(f.mateIn, b)) settle(f, b, v, at(f.mateOut, b))
  }
  return f.mateOut.slice(0, f.n)
}

/** Why a graph has no perfect matching: without the `removed` vertices it falls into more odd groups than were removed. */
export type Barrier = { readonly removed: number[]; readonly groups: number[][] }

/** The barrier that the trees of a stuck search show; no edge joins two of the groups, or a group with another vertex. */
export const barrierOf = (f: Forest): Barrier => {
  const removed: number[] = []
  const groups: number[][] = []
  for (let v = 0; v < f.n; v++) {
    const node = topOf(f, v)
    if (f.label[node] === INNER && at(f.tree, node) >= 0) removed.push(v)
    if (f.label[node] === OUTER && at(f.firstVertex, node) === v) groups.push(verticesOf(f, node))
  }
  return { removed, groups }
}
