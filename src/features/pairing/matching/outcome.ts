import { at, valueAt } from './columns.ts'
import { childWith, type Forest, matchNeighbours, ringFrom, setMate } from './forest.ts'

/** An odd set of vertices with its dual value, which is at least 0. */
export type OddSet = { readonly z: number; readonly members: number[] }

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
    const b = at(f.top, v)
    if (b >= f.n && v === at(f.mateIn, b)) settle(f, b, v, at(f.mateOut, b))
  }
  return f.mateOut.slice(0, f.n)
}

/** The odd sets whose dual value is above 0, and nested ones with them. To be asked when no tree is left. */
export const oddSetsOf = (f: Forest): OddSet[] => {
  const spare = new Set(f.spareBlossoms)
  const sets: OddSet[] = []
  for (let b = f.n; b < f.parent.length; b++) {
    const z = valueAt(f.excess, b)
    if (!spare.has(b) && z > 0) sets.push({ z, members: verticesOf(f, b) })
  }
  return sets
}
