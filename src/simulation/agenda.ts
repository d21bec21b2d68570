/** Something that is to happen at an instant. `alone`: it concerns more than its own partnership, and nothing else may happen beside it. */
export type Deed = {
  readonly at: string
  readonly root: string
  readonly alone: boolean
  readonly does: () => Promise<void>
}

/** What is to come, by instants. An instant may be asked for without any deed, to look at what has happened by then. */
export type Agenda = {
  readonly add: (deed: Deed) => void
  readonly visit: (at: string) => void
  readonly next: () => string | null
  /** Takes everything that is to happen at this instant, in the order in which it was added. */
  readonly take: (at: string) => readonly Deed[]
}

const swap = (heap: string[], one: number, other: number) => {
  const [first = '', second = ''] = [heap[one], heap[other]]
  heap[one] = second
  heap[other] = first
}

const push = (heap: string[], at: string): void => {
  heap.push(at)
  for (let own = heap.length - 1; own > 0; ) {
    const parent = (own - 1) >> 1
    if ((heap[parent] ?? '') <= (heap[own] ?? '')) return
    swap(heap, own, parent)
    own = parent
  }
}

const shift = (heap: string[]): void => {
  swap(heap, 0, heap.length - 1)
  heap.pop()
  for (let own = 0; ; ) {
    const [left, right] = [own * 2 + 1, own * 2 + 2]
    let least = own
    for (const child of [left, right])
      if (child < heap.length && (heap[child] ?? '') < (heap[least] ?? '')) least = child
    if (least === own) return
    swap(heap, own, least)
    own = least
  }
}

export const openAgenda = (): Agenda => {
  const [heap, days] = [[] as string[], new Map<string, Deed[]>()]
  const listAt = (at: string): Deed[] => {
    const known = days.get(at)
    if (known !== undefined) return known
    const fresh: Deed[] = []
    days.set(at, fresh)
    push(heap, at)
    return fresh
  }
  return {
    add: deed => void listAt(deed.at).push(deed),
    visit: at => void listAt(at),
    next: () => heap[0] ?? null,
    take: at => {
      const deeds = days.get(at) ?? []
      days.delete(at)
      if (heap[0] === at) shift(heap)
      return deeds
    },
  }
}
