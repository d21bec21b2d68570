import { at, valueAt } from './columns.ts'

/**
 * The next event of every node, soonest first: a four-way heap of node numbers that knows each node's place, so that an
 * event can be brought forward or put off. Times are whole numbers of any size up to 2^53. Ties are broken by the heap's own
 * history, which is the same in every run.
 */
export type EventQueue = {
  readonly heap: Int32Array
  readonly place: Int32Array
  readonly time: Float64Array
  size: number
}

/** An empty queue for nodes 0 … nodes − 1. */
export const createQueue = (nodes: number): EventQueue => ({
  heap: new Int32Array(nodes),
  place: new Int32Array(nodes).fill(-1),
  time: new Float64Array(nodes).fill(Number.POSITIVE_INFINITY),
  size: 0,
})

const rise = (q: EventQueue, from: number, node: number, key: number): void => {
  const { heap, place, time } = q
  let i = from
  while (i > 0) {
    const up = (i - 1) >> 2
    const other = heap[up] as number
    if ((time[other] as number) <= key) break
    heap[i] = other
    place[other] = i
    i = up
  }
  heap[i] = node
  place[node] = i
}

const sink = (q: EventQueue, from: number, node: number, key: number): void => {
  const { heap, place, time, size } = q
  let i = from
  for (;;) {
    const first = 4 * i + 1
    if (first >= size) break
    let best = first
    let bestKey = time[heap[first] as number] as number
    const end = first + 4 < size ? first + 4 : size
    for (let c = first + 1; c < end; c++) {
      const k = time[heap[c] as number] as number
      if (k < bestKey) {
        bestKey = k
        best = c
      }
    }
    if (bestKey >= key) break
    const other = heap[best] as number
    heap[i] = other
    place[other] = i
    i = best
  }
  heap[i] = node
  place[node] = i
}

/** Sets or moves the event of a node; an infinite time removes it. */
export const schedule = (q: EventQueue, node: number, when: number): void => {
  const i = at(q.place, node)
  if (when === Number.POSITIVE_INFINITY) {
    if (i >= 0) cancel(q, node)
    return
  }
  const before = valueAt(q.time, node)
  q.time[node] = when
  if (i < 0) rise(q, q.size++, node, when)
  else if (when < before) rise(q, i, node, when)
  else if (when > before) sink(q, i, node, when)
}

/** Removes the event of a node, if it has one. */
export const cancel = (q: EventQueue, node: number): void => {
  const i = at(q.place, node)
  if (i < 0) return
  q.place[node] = -1
  const gone = valueAt(q.time, node)
  q.time[node] = Number.POSITIVE_INFINITY
  const last = at(q.heap, --q.size)
  if (last === node) return
  const key = valueAt(q.time, last)
  if (key < gone) rise(q, i, last, key)
  else sink(q, i, last, key)
}

/** The node whose event comes first, or −1. */
export const soonest = (q: EventQueue): number => (q.size > 0 ? at(q.heap, 0) : -1)
