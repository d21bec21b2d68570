import type { Candidates } from './candidates.ts'
import { commonValue, type Dual } from './matching/dual.ts'
import { visitNearPairs } from './pricing.ts'
import { mayMeet, type Terms } from './rules.ts'
import { scattered } from './some-trio.ts'
import type { TrioBound } from './trio-bound.ts'
import { sideOf, type Trio, trioOf } from './trio-worth.ts'

/**
 * How far a pair of a trio is from being tight: `slack` ≥ 0 is what it falls short of its two values and of the value
 * `common` of the sets that hold both. A trio is worth at most whole − (the slacks of its pairs) + (the value of the sets that
 * hold all three), which is no more than the least of the three commons.
 */
type Side = { readonly v: number; readonly slack: number; readonly common: number }

/** How many near pairs and open trios a search may hold in memory, and how many trios it may look at: some seconds' work. */
const mostPairs = 1_500_000
const mostTrios = 50_000
const mostLooks = 4_000_000

const slackOf = (terms: Terms, { y }: Dual, u: number, v: number, common: number): number =>
  (y[u] as number) + (y[v] as number) + common - sideOf(terms, u, v)

/** Each school's admissible pairs that can be among the two tightest of a trio within the gap, tightest first. */
const nearSides = (terms: Terms, candidates: Candidates, dual: Dual, gap: number) => {
  const near: Side[][] = Array.from(dual.y, () => [])
  let count = 0
  visitNearPairs(candidates, terms.table, dual.y, gap / 2, (u, v) => {
    if (count > mostPairs) return
    const common = commonValue(dual, u, v)
    const slack = slackOf(terms, dual, u, v, common)
    if (2 * slack >= gap + common || !mayMeet(terms, u, v)) return
    count++
    near[u]?.push({ v, slack, common })
    near[v]?.push({ v: u, slack, common })
  })
  for (const list of near) list.sort((p, q) => p.slack - q.slack || p.v - q.v)
  return { near, complete: count <= mostPairs }
}

/** Trios that were found; `complete` unless there were too many to look at, or too many open ones. */
export type FoundTrios = { readonly trios: readonly Trio[]; readonly complete: boolean }

/**
 * All admissible trios that are `open` and can, by the given bound, be worth more than whole − `gap` with all other schools;
 * each once.
 */
export const triosWithin = (
  terms: Terms,
  candidates: Candidates,
  { dual }: TrioBound,
  gap: number,
  open: (trio: Trio) => boolean,
): FoundTrios => {
  const { near, complete } = nearSides(terms, candidates, dual, gap)
  const found = new Map<number, Trio>()
  const n = dual.y.length
  let looks = 0
  for (const a of scattered(n))
    for (const first of near[a] as Side[]) {
      if (3 * first.slack >= gap + first.common) continue
      // The tightest pair is a, b; the next shares b with it, for every pair is seen from both ends.
      const b = first.v
      looks += near[b]?.length ?? 0
      if (looks > mostLooks || found.size > mostTrios) return { trios: [...found.values()], complete: false }
      for (const second of near[b] as Side[]) {
        const c = second.v
        const room = gap + Math.min(first.common, second.common) - first.slack
        if (second.slack < first.slack || 2 * second.slack >= room || c === a) continue
        const third = slackOf(terms, dual, a, c, commonValue(dual, a, c))
        if (third < second.slack || second.slack + third >= room || !mayMeet(terms, a, c)) continue
        const trio = trioOf(a, b, c)
        if (open(trio)) found.set((trio[0] * n + trio[1]) * n + trio[2], trio)
      }
    }
  return { trios: [...found.values()], complete }
}
