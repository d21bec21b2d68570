import type { Candidates } from './candidates.ts'
import { visitNearPairs } from './pricing.ts'
import { mayMeet, type Terms } from './rules.ts'
import type { TrioBound } from './trio-bound.ts'
import { sideOf, type Trio, trioOf } from './trio-worth.ts'

/** How many near pairs and how many trios a search may hold in memory. */
const mostPairs = 4_000_000
const mostTrios = 500_000

/** The near neighbours of a school, nearest first, with what each pair falls short of its two values. */
type Near = { readonly v: number; readonly short: number }

const nearPairs = (terms: Terms, candidates: Candidates, y: Float64Array, margin: number): Near[][] | undefined => {
  const near: Near[][] = Array.from(y, () => [])
  let count = 0
  visitNearPairs(candidates, y, margin, (u, v) => {
    const short = (y[u] as number) + (y[v] as number) - sideOf(terms, u, v)
    if (short >= margin || count > mostPairs || !mayMeet(terms, u, v)) return
    count++
    near[u]?.push({ v, short })
    near[v]?.push({ v: u, short })
  })
  if (count > mostPairs) return undefined
  for (const list of near) list.sort((a, b) => a.short - b.short || a.v - b.v)
  return near
}

/**
 * All admissible trios whose three pairs together fall short of their values by less than `gap`, each once; or nothing, where
 * they are too many. A trio that is not among them is worth, with all other schools, at most whole − gap.
 */
export const triosWithin = (terms: Terms, candidates: Candidates, bound: TrioBound, gap: number): Trio[] | undefined => {
  const { y } = bound.dual
  // Only a set that holds both schools lets a pair exceed their two values.
  const deepest = bound.dual.sum.reduce((a, b) => Math.max(a, b), 0)
  const near = nearPairs(terms, candidates, y, (gap + deepest) / 2)
  if (!near) return undefined
  const found = new Map<number, Trio>()
  const n = y.length
  // The smallest pair of a trio is below a third of the gap; the next, which shares a school with it, below half of the rest.
  for (let a = 0; a < n; a++)
    for (const { v: b, short: first } of near[a] as Near[]) {
      if (3 * first >= gap) break
      for (const { v: c, short: second } of near[b] as Near[]) {
        if (first + 2 * second >= gap) break
        if (second < first || c === a) continue
        const third = (y[a] as number) + (y[c] as number) - sideOf(terms, a, c)
        if (third < second || first + second + third >= gap || !mayMeet(terms, a, c)) continue
        const trio = trioOf(a, b, c)
        found.set((trio[0] * n + trio[1]) * n + trio[2], trio)
        if (found.size > mostTrios) return undefined
      }
    }
  return [...found.values()]
}
