import type { Candidates } from './candidates.ts'
import { mayMeet, type Terms } from './rules.ts'
import { type Trio, trioOf, worthOfTrio } from './trio-worth.ts'

/**
 * Some admissible trio, or nothing where there is none. Schools of different classes (regions where those must differ, else
 * municipalities) may meet unless they are kept apart by name, and those are few; so few pairs are tried in vain.
 */
export const someTrio = (terms: Terms): Trio | undefined => {
  const { n } = terms.table
  for (let a = 0; a < n; a++) {
    const others: number[] = []
    for (let v = a + 1; v < n; v++) if (mayMeet(terms, a, v)) others.push(v)
    const pair = meetingPair(terms, others)
    if (pair) return trioOf(a, ...pair)
  }
  return undefined
}

const meetingPair = (terms: Terms, schools: readonly number[]): readonly [number, number] | undefined => {
  const { table, relaxed } = terms
  const classes = table.settings.differentRegion ? table.region : table.municipality
  const groups = [...Map.groupBy(schools, v => classes[v]).values()]
  for (const [i, group] of groups.entries())
    for (const other of groups.slice(relaxed === 0 ? i + 1 : i))
      for (const b of group) for (const c of other) if (b !== c && mayMeet(terms, b, c)) return [b, c]
  return undefined
}

/** The whole numbers below n in an order that jumps about, so that a search which is cut short has seen some of everything. */
export const scattered = function* (n: number): Generator<number> {
  let step = Math.max(1, Math.floor(0.618 * n))
  while (commonDivisor(step, n) > 1) step++
  for (let i = 0, at = 0; i < n; i++, at = (at + step) % n) yield at
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b))

/** For some schools, scattered over all, the best trio with two of their candidates. */
export const sampleTrios = function* (terms: Terms, { edges }: Candidates, count: number): Generator<Trio> {
  const { n } = terms.table
  const near: number[][] = Array.from({ length: n }, () => [])
  edges.from.forEach((u, e) => {
    const v = edges.to[e] as number
    if (!mayMeet(terms, u, v)) return
    near[u]?.push(v)
    near[v]?.push(u)
  })
  let left = count
  for (const a of scattered(n)) {
    const others = near[a] ?? []
    const trios = others.flatMap((b, i) =>
      others.slice(i + 1).flatMap(c => (mayMeet(terms, b, c) ? [trioOf(a, b, c)] : [])),
    )
    const [first] = trios
    if (!first) continue
    yield trios.reduce((best, trio) => (worthOfTrio(terms, trio) > worthOfTrio(terms, best) ? trio : best), first)
    if (--left === 0) return
  }
}
