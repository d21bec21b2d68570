import { at } from './columns.ts'
import { type Forest, INNER, joinTree, OUTER, topOf } from './forest.ts'
import { relabel, watchInner, watchOuter } from './labels.ts'

/** The tight edge from outer vertex `u` to free vertex `v`: v's node becomes inner, and its mate outer. */
export const grow = (f: Forest, u: number, v: number): void => {
  const tree = at(f.tree, topOf(f, u))
  const inner = topOf(f, v)
  const outer = topOf(f, at(f.mateOut, inner))
  relabel(f, inner, INNER)
  f.upIn[inner] = v
  f.upOut[inner] = u
  joinTree(f, inner, tree)
  watchInner(f, inner)
  relabel(f, outer, OUTER)
  joinTree(f, outer, tree)
  watchOuter(f, outer)
}
