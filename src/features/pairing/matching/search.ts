import { augment, dissolve } from './augment.ts'
import { at, valueAt } from './columns.ts'
import { schedule, soonest } from './event-queue.ts'
import { expand } from './expand.ts'
import { type Forest, FREE, joinTree, OUTER, topOf } from './forest.ts'
import { grow } from './grow.ts'
import { relabel, watchOuter } from './labels.ts'
import { shrink } from './shrink.ts'

/** Makes every exposed top node the root of a tree. Their dual values must all be even at time 0, which now begins again. */
export const plant = (f: Forest): void => {
  f.time = 0
  const roots: number[] = []
  for (let v = 0; v < f.n; v++) {
    const node = topOf(f, v)
    if (at(f.mateIn, node) >= 0 || f.label[node] !== FREE) continue
    relabel(f, node, OUTER)
    joinTree(f, node, v)
    roots.push(node)
  }
  f.trees = roots.length
  for (const node of roots) watchOuter(f, node)
}

/** Uses every edge of outer vertex `u` that is tight now, and schedules its next event. */
const advance = (f: Forest, u: number): void => {
  const { base, sign, group, time } = f
  const { start, head, cost } = f.graph
  const y = valueAt(base, u)
  let next = Number.POSITIVE_INFINITY
  for (let i = at(start, u), end = at(start, u + 1); i < end; i++) {
    const v = head[i] as number
    const s = sign[v] as number
    if (s > 0 || (s < 0 && group[v] === group[u])) continue
    const gap = y + (base[v] as number) - (cost[i] as number)
    const when = s === 0 ? gap : gap / 2
    if (when > time) {
      if (when < next) next = when
    } else if (s === 0) grow(f, u, v)
    else if (f.tree[topOf(f, u)] === f.tree[topOf(f, v)]) shrink(f, u, v)
    else {
      augment(f, u, v)
      return
    }
  }
  schedule(f.queue, u, next)
}

/** The largest time at which all dual values are still exact. */
const lastTime = 2 ** 47

/**
 * Grows all trees until no top node is exposed: `perfect`; or until no event is left: `stuck`, with the trees as they stand,
 * which prove that the graph has no perfect matching; or until the next event lies behind the instant `until`: `far`, and the
 * search may be taken up again. `hear` is told now and then how many are exposed; it may throw, and the forest is not to be used
 * after that.
 */
export const search = (f: Forest, until: number, hear: (exposed: number) => void): 'perfect' | 'stuck' | 'far' => {
  for (let events = 0; f.trees > 0; events++) {
    const node = soonest(f.queue)
    if (node < 0) return 'stuck'
    const when = valueAt(f.queue.time, node)
    if (when > lastTime) throw new RangeError('the dual values of the matching have outgrown exact numbers')
    if (when > until) return 'far'
    f.time = when
    if (node < f.n) advance(f, node)
    else expand(f, node)
    if (events % 4096 === 0) hear(f.trees)
  }
  return 'perfect'
}

/** Sets the trees of an unfinished search free; their roots stay exposed. */
export const abandon = (f: Forest): void => {
  const trees = new Set<number>()
  for (let v = 0; v < f.n; v++) if (f.sign[v] === OUTER) trees.add(at(f.tree, topOf(f, v)))
  dissolve(f, [...trees])
}
