import { type CheckedDuals, together } from './check-duals.ts'
import type { CheckedSchools } from './check-weight.ts'

// Part of the checker, which shares no code with the solver.

/** The most that three schools, with any pairing of all others, can be worth by some dual values. */
const limit = (
  schools: CheckedSchools,
  d: CheckedDuals,
  scale: number,
  trio: readonly [number, number, number],
): number => {
  const [a, b, c] = trio
  const count = new Map<number, number>()
  for (const i of trio) for (const k of d.setsOf[i] ?? []) count.set(k, (count.get(k) ?? 0) + 1)
  let less = 0
  for (const [k, members] of count) if (members >= 2) less += d.z[k] as number
  const values = (d.y[a] as number) + (d.y[b] as number) + (d.y[c] as number)
  const weight = schools.weight(a, b) + schools.weight(a, c) + schools.weight(b, c)
  return 2 * d.sum - 2 * values - 2 * less + scale * weight
}

/**
 * Whether each admissible trio of the given schools is held to `most` by some of the dual values. A trio's three slacks (what
 * its pairs fall short of their values and of the sets that hold both) count against it by the first of them, the sets that
 * hold all three count for it; so where it exceeds `most`, its two tightest pairs have each a slack below half of the gap and
 * of the value of their common sets. Those trios are looked at.
 */
export const checkTrios = (
  schools: CheckedSchools,
  over: readonly number[],
  bounds: readonly CheckedDuals[],
  scale: number,
  most: number,
  faults: string[],
): void => {
  const [first] = bounds
  if (!first) return void faults.push('the certificate does not bound the trios')
  const { weight, admissible, ids } = schools
  const gap = 2 * first.sum - most
  const near = new Map<number, number[]>(over.map(i => [i, []]))
  for (const [p, i] of over.entries())
    for (const j of over.slice(p + 1)) {
      const short = (first.y[i] as number) + (first.y[j] as number) - scale * weight(i, j)
      // slack = short + common < (gap + common) / 2
      if (2 * short >= gap || 2 * short + together(first, i, j) >= gap || !admissible(i, j)) continue
      near.get(i)?.push(j)
      near.get(j)?.push(i)
    }
  for (const [middle, list] of near)
    for (const [p, left] of list.entries())
      for (const right of list.slice(p + 1)) {
        if (!admissible(left, right)) continue
        const trio = [middle, left, right] as const
        if (bounds.every(bound => limit(schools, bound, scale, trio) > most)) {
          faults.push(`the trio ${trio.map(i => ids[i]).join(', ')} is not bounded`)
          if (faults.length >= 20) return
        }
      }
}
