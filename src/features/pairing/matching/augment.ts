import { at } from './columns.ts'
import { type Forest, FREE, nodesOfTree, setMate, topOf } from './forest.ts'
import { announceFree, forget, relabel } from './labels.ts'

/** Turns the path from the node of `u` to its root: matched edges become unmatched and the other way round. */
const turnPath = (f: Forest, u: number, v: number): void => {
  let within = u
  let without = v
  for (;;) {
    const outer = topOf(f, within)
    const before = at(f.mateOut, outer)
    setMate(f, outer, within, without)
    if (before < 0) return
    const inner = topOf(f, before)
    without = at(f.upIn, inner)
    within = at(f.upOut, inner)
    setMate(f, inner, without, within)
  }
}

/** The tight edge between outer vertices of two trees: both trees are matched through it and dissolved. */
export const augment = (f: Forest, u: number, v: number): void => {
  const trees = [at(f.tree, topOf(f, u)), at(f.tree, topOf(f, v))]
  turnPath(f, u, v)
  turnPath(f, v, u)
  dissolve(f, trees)
}

/** Sets all nodes of some trees free. */
export const dissolve = (f: Forest, trees: readonly number[]): void => {
  const nodes = trees.flatMap(tree => nodesOfTree(f, tree))
  for (const node of nodes) {
    forget(f, node)
    relabel(f, node, FREE)
  }
  for (const tree of trees) f.treeHead[tree] = -1
  f.trees -= trees.length
  if (f.trees > 0) for (const node of nodes) announceFree(f, node)
}
