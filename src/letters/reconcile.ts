import type { SkipReason } from '../../workflows/letters/kinds.ts'
import type { Chosen, Owed, Wanted } from './wanted.ts'

/** An entry of a duty's ladder as it stands. `inHand`: its letter is on its way. */
export type Past = {
  id: number
  root: string
  key: string
  step: number
  role: string
  seat: number
  person: string | null
  generation: number
  deadline: string
  sendAt: string
  state: 'due' | 'sent' | 'skipped' | 'failed' | 'cancelled'
  inHand: boolean
}

/** What has to be written. `shape` and `place` are those of the wanted entries. */
export type Difference = {
  readonly moved: readonly { id: number; shape: number }[]
  readonly ended: readonly { id: number; reason: SkipReason; at: string }[]
  readonly fresh: Chosen
}

type Own = Pick<Past, 'root' | 'key' | 'step' | 'role' | 'seat' | 'person'>

const keyOf = ({ root, key, step, role, seat, person }: Own) => `${root} ${key} ${step} ${role} ${seat} ${person}`

const isOpen = ({ state, inHand }: Past) => state === 'due' && !inHand

// A rung that went, failed or was cancelled for this very deadline is not opened for it once more, nor one that is just going.
const isSettled = ({ state, inHand, deadline }: Past, wanted: string | null) =>
  deadline === wanted && (state === 'due' ? inHand : state !== 'skipped')

/**
 * What brings the entries of duties in line with what their deadlines ask for: those still wanted get their new instant, those that are not end with
 * the reason, and what is wanted anew becomes a new generation; the newest is the only open one (engineering 20). An entry whose letter is on its
 * way is left as it is: where the deadline moved it gets a successor, and should its letter come back, it ends. Pure.
 */
export const differenceOf = (duties: readonly Owed[], wanted: Wanted, past: readonly Past[]): Difference => {
  const moved: Difference['moved'][number][] = []
  const ended: Difference['ended'][number][] = []
  const fresh: Chosen[number][] = []
  const known = Map.groupBy(past, keyOf)
  const kept = new Set<number>()
  const whys = new Map<number, SkipReason>()
  for (const [place, shapeAt] of wanted.shape.entries()) {
    const [shape, root, person] = [wanted.shapes[shapeAt], wanted.root[place], wanted.person[place] ?? null]
    if (shape === undefined || root === undefined) throw new Error('A wanted entry is not whole')
    const own = known.get(keyOf({ ...shape, root, person })) ?? []
    const generation = Math.max(0, ...own.map(entry => entry.generation))
    const open = own.find(entry => isOpen(entry) && entry.generation === generation)
    if (shape.state === 'due') {
      if (open === undefined && !own.some(entry => isSettled(entry, shape.deadline)))
        fresh.push({ place, generation: generation + 1 })
      if (open !== undefined) kept.add(open.id)
      if (open !== undefined && (open.deadline !== shape.deadline || open.sendAt !== shape.sendAt))
        moved.push({ id: open.id, shape: shapeAt })
    } else if (own.length === 0) fresh.push({ place, generation: 1 })
    else if (open !== undefined) {
      if (open.deadline === shape.deadline) kept.add(open.id)
      else whys.set(open.id, shape.reason ?? 'stale')
    }
  }
  const news = new Map(duties.map(duty => [`${duty.root} ${duty.key}`, duty]))
  const newest = new Map([...known].map(([key, own]) => [key, Math.max(...own.map(({ generation }) => generation))]))
  for (const entry of past.filter(each => isOpen(each) && !kept.has(each.id))) {
    const duty = news.get(`${entry.root} ${entry.key}`)
    if (duty === undefined) continue
    const outrun = newest.get(keyOf(entry)) !== entry.generation
    const reason = outrun ? 'moved' : (whys.get(entry.id) ?? (duty.owed ? 'replaced' : duty.why))
    ended.push({ id: entry.id, reason, at: duty.at })
  }
  return { moved, ended, fresh }
}
