import { at, valueAt } from './columns.ts'
import { type Forest, FREE, INNER } from './forest.ts'
import { expose, release } from './repair.ts'

// A vertex that is absent looks like an inner one whose value is infinite: no tree reaches for it, and no edge to it is tight.
// To be called between two searches only.

/** Takes a vertex out of the matching; its mate is exposed. */
export const remove = (f: Forest, v: number): void => {
  release(f, v)
  expose(f, v)
  f.label[v] = INNER
  f.sign[v] = INNER
  f.tree[v] = -1
  f.base[v] = Number.POSITIVE_INFINITY
}

/** Brings an absent vertex back, exposed, with the least value that its edges allow. */
export const restore = (f: Forest, v: number): void => {
  const { start, head, cost } = f.graph
  let least = Number.NEGATIVE_INFINITY
  for (let i = at(start, v); i < at(start, v + 1); i++)
    least = Math.max(least, valueAt(cost, i) - valueAt(f.base, at(head, i)))
  f.label[v] = FREE
  f.sign[v] = FREE
  f.base[v] = least === Number.NEGATIVE_INFINITY ? 0 : least
}

/** Whether a vertex takes part. */
export const isPresent = (f: Forest, v: number): boolean => f.base[v] !== Number.POSITIVE_INFINITY
