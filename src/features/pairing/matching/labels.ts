import { at } from './columns.ts'
import { cancel, schedule } from './event-queue.ts'
import { type Forest, INNER, OUTER } from './forest.ts'

/** Gives a top node another label; its dual values stay what they are now. Events are the caller's matter. */
export const relabel = (f: Forest, node: number, to: number): void => {
  const from = f.label[node] as number
  const { base, sign, nextVertex, time } = f
  f.label[node] = to
  if (node >= f.n) f.excess[node] = (f.excess[node] as number) + 2 * (to - from) * time
  const shift = (from - to) * time
  const last = at(f.lastVertex, node)
  for (let v = at(f.firstVertex, node); ; v = nextVertex[v] as number) {
    base[v] = (base[v] as number) + shift
    sign[v] = to
    if (v === last) break
  }
}

/** Schedules the next event of an outer vertex: the first of its edges that will be tight and can be used. */
export const watchVertex = (f: Forest, u: number): void => {
  const { base, sign, group } = f
  const { start, head, cost } = f.graph
  const own = group[u] as number
  const y = base[u] as number
  let soonest = Number.POSITIVE_INFINITY
  for (let i = start[u] as number, end = start[u + 1] as number; i < end; i++) {
    const v = head[i] as number
    const s = sign[v] as number
    if (s > 0 || (s < 0 && group[v] === own)) continue
    const gap = y + (base[v] as number) - (cost[i] as number)
    const when = s === 0 ? gap : gap / 2
    if (when < soonest) soonest = when
  }
  schedule(f.queue, u, soonest)
}

/** Schedules the events of a node that has just become outer. */
export const watchOuter = (f: Forest, node: number): void => {
  const last = at(f.lastVertex, node)
  for (let v = at(f.firstVertex, node); ; v = at(f.nextVertex, v)) {
    watchVertex(f, v)
    if (v === last) break
  }
}

/** Brings forward the events of the outer neighbours of a node that has just become free. */
export const announceFree = (f: Forest, node: number): void => {
  const { base, sign, nextVertex, queue } = f
  const { start, head, cost } = f.graph
  const { time } = queue
  const last = at(f.lastVertex, node)
  for (let x = at(f.firstVertex, node); ; x = nextVertex[x] as number) {
    const y = base[x] as number
    for (let i = start[x] as number, end = start[x + 1] as number; i < end; i++) {
      const u = head[i] as number
      if ((sign[u] as number) !== OUTER) continue
      const when = y + (base[u] as number) - (cost[i] as number)
      if (when < (time[u] as number)) schedule(queue, u, when)
    }
    if (x === last) break
  }
}

/** Schedules the end of an inner blossom, when its dual value reaches 0. */
export const watchInner = (f: Forest, node: number): void => {
  if (node >= f.n && f.label[node] === INNER) schedule(f.queue, node, (f.excess[node] as number) / 2)
}

/** Removes the events of a node, which was outer or inner. */
export const forget = (f: Forest, node: number): void => {
  if (node >= f.n) cancel(f.queue, node)
  if (f.label[node] !== OUTER) return
  const last = at(f.lastVertex, node)
  for (let v = at(f.firstVertex, node); ; v = at(f.nextVertex, v)) {
    cancel(f.queue, v)
    if (v === last) break
  }
}
