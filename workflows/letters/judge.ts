import type { LetterKind, SkipReason } from './kinds.ts'

/** An entry that has come due, with what its duty or its event says now. Instants are UTC texts. */
export type DueEntry = {
  id: number
  kind: LetterKind
  root: string
  key: string
  step: number
  sendAt: string
  /** The reader's day on which it was to go, `YYYY-MM-DD`. */
  day: string
  /** Of a rung: the instant until which the duty is owed now, or null with why it is owed no more. */
  duty: { dueAt: string } | { over: SkipReason } | null
  /** Of an event: why it is not worth telling any more. */
  spent: SkipReason | null
  muted: boolean
}

export type Judged = { id: number; verdict: 'send' } | { id: number; verdict: 'skip'; reason: SkipReason }

const skip = (id: number, reason: SkipReason): Judged => ({ id, verdict: 'skip', reason })

const byItself = ({ id, kind, step, duty, spent, muted }: DueEntry, at: string): Judged => {
  if (muted) return skip(id, 'muted')
  if (kind !== 'rung') return spent === null ? { id, verdict: 'send' } : skip(id, spent)
  if (duty === null) return skip(id, 'done')
  if ('over' in duty) return skip(id, duty.over)
  const passed = duty.dueAt <= at
  if (step <= 0) return passed ? skip(id, 'stale') : { id, verdict: 'send' }
  return passed ? { id, verdict: 'send' } : skip(id, 'extended')
}

// Of rungs that meet on one day the later one speaks; one that waited over a day before the deadline is stale by then (rules 6, engineering 20).
const outrun = (one: DueEntry, strongest: DueEntry): SkipReason =>
  one.step > 0 || one.day === strongest.day ? 'folded' : 'stale'

const later = (one: DueEntry, other: DueEntry) => one.step - other.step || one.id - other.id

/**
 * What one person is to read of what came due for them, by the facts at this very instant: for each duty the latest rung alone, whatever role it
 * came by. Answers for every entry, in the order given.
 */
export const judge = (entries: readonly DueEntry[], at: string): Judged[] => {
  const alone = new Map(entries.map(entry => [entry.id, byItself(entry, at)]))
  const told = entries.filter(({ id, kind }) => kind === 'rung' && alone.get(id)?.verdict === 'send')
  for (const rungs of Map.groupBy(told, ({ root, key }) => `${root} ${key}`).values()) {
    const [strongest, ...weaker] = rungs.toSorted(later).reverse()
    for (const one of weaker) if (strongest !== undefined) alone.set(one.id, skip(one.id, outrun(one, strongest)))
  }
  return entries.map(({ id }) => alone.get(id) ?? skip(id, 'stale'))
}
