import type { CheckedDuals } from './check-duals.ts'
import type { CheckedSchools } from './check-weight.ts'

// Part of the checker, which shares no code with the solver.

/** The most that three schools, with any pairing of all others, can be worth by some dual values. */
const limit = (schools: CheckedSchools, d: CheckedDuals, scale: number, trio: readonly [number, number, number]): number => {
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
 * Whether each admissible trio of the given schools is held to `most` by some of the dual values. By the first of them, a trio
 * can only exceed it if its three pairs together fall short of their values by less than `gap`; those trios are looked at.
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
  const short = (i: number, j: number) => (first.y[i] as number) + (first.y[j] as number) - scale * weight(i, j)
  // A pair exceeds its two values by no more than the sets around a school are worth together.
  const deepest = Math.max(0, ...first.setsOf.map(sets => sets.reduce((sum, k) => sum + (first.z[k] as number), 0)))
  const near = new Map<number, { j: number; by: number }[]>(over.map(i => [i, []]))
  for (const [p, i] of over.entries())
    for (const j of over.slice(p + 1)) {
      const by = short(i, j)
      if (2 * by >= gap + deepest || !admissible(i, j)) continue
      near.get(i)?.push({ j, by })
      near.get(j)?.push({ j: i, by })
    }
  // Two of a trio's three pairs fall short by less than (gap + deepest) / 2 each; they share a school.
  for (const [middle, list] of near)
    for (const [p, left] of list.entries())
      for (const right of list.slice(p + 1)) {
        if (left.by + right.by - deepest >= gap || !admissible(left.j, right.j)) continue
        if (left.by + right.by + short(left.j, right.j) >= gap) continue
        const trio = [middle, left.j, right.j] as const
        if (bounds.every(bound => limit(schools, bound, scale, trio) > most)) {
          faults.push(`the trio ${trio.map(i => ids[i]).join(', ')} is not bounded`)
          if (faults.length >= 20) return
        }
      }
}
