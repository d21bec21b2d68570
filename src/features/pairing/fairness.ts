import type { Problem } from './problem.ts'
import { brokenBy, type Terms } from './rules.ts'
import { weightOf } from './school-table.ts'

/**
 * How well the schools of a pairing fare. A school's own share is the mean of the weights with its partners: in a pair its
 * weight, in a trio half of two of its sides. `firstPercentile` is the share that 1 % of the schools do not exceed.
 */
export type Fairness = {
  readonly total: number
  readonly mean: number
  readonly worst: number
  readonly firstPercentile: number
  /** Schools without a partner, who count in none of the figures. */
  readonly alone: number
}

/** Groups of rows that are together: pairs, and a trio. */
type Groups = readonly (readonly number[])[]

/** The figures of some groups among all schools of a problem. */
export const fairnessOf = ({ all }: Problem, groups: Groups): Fairness => {
  const shares: number[] = []
  for (const group of groups)
    for (const u of group) {
      const weights = group.filter(v => v !== u).map(v => weightOf(all, u, v))
      shares.push(weights.reduce((sum, weight) => sum + weight, 0) / weights.length)
    }
  shares.sort((a, b) => a - b)
  const total = shares.reduce((sum, share) => sum + share, 0)
  return {
    total: Math.round(total),
    mean: shares.length === 0 ? 0 : total / shares.length,
    worst: shares[0] ?? 0,
    firstPercentile: shares[Math.max(0, Math.ceil(shares.length / 100) - 1)] ?? 0,
    alone: all.n - shares.length,
  }
}

/** A stream of whole numbers that is the same in every run. */
const stream = (): ((below: number) => number) => {
  let state = 0x9e3779b9
  return below => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const shuffled = (rows: readonly number[]): number[] => {
  const next = stream()
  const order = [...rows]
  for (let i = order.length - 1; i > 0; i--) {
    const j = next(i + 1)
    const row = order[i] as number
    order[i] = order[j] as number
    order[j] = row
  }
  return order
}

/** Which of the free schools (the first `count` of `free`) school u takes: its place there, or −1. */
type Choice = (u: number, free: Int32Array, count: number) => number

/** Schools in turn choose a partner among those still free. */
const inTurn = (order: readonly number[], choose: Choice): { pairs: number[][]; left: number[] } => {
  const free = Int32Array.from(order)
  const place = new Map(order.map((u, i) => [u, i]))
  const pairs: number[][] = []
  const left: number[] = []
  let count = free.length
  const take = (i: number): number => {
    const u = free[i] as number
    const last = free[--count] as number
    free[i] = last
    place.set(last, i)
    place.delete(u)
    return u
  }
  for (const u of order) {
    const own = place.get(u)
    if (own === undefined) continue
    take(own)
    const chosen = choose(u, free, count)
    if (chosen < 0) left.push(u)
    else pairs.push([u, take(chosen)])
  }
  return { pairs, left }
}

const heaviest =
  (terms: Terms): Choice =>
  (u, free, count) => {
    let best = -1
    let most = Number.NEGATIVE_INFINITY
    for (let i = 0; i < count; i++) {
      const v = free[i] as number
      const weight = weightOf(terms.table, u, v)
      if (weight < most || (weight === most && v > (free[best] as number)) || brokenBy(terms, u, v) !== 0) continue
      most = weight
      best = i
    }
    return best
  }

const firstAdmissible =
  (terms: Terms): Choice =>
  (u, free, count) => {
    for (let i = 0; i < count; i++) if (brokenBy(terms, u, free[i] as number) === 0) return i
    return -1
  }

/** Finds places for schools that were left over: two part a pair and take its schools; the last one joins a pair. */
const placeLeft = (terms: Terms, pairs: number[][], left: number[]): Groups => {
  const fit = (a: number, b: number) => brokenBy(terms, a, b) === 0
  const rest = [...left]
  while (rest.length > 1) {
    const [u, v] = [rest.pop() as number, rest.pop() as number]
    const pair = pairs.find(([x = 0, y = 0]) => (fit(u, x) && fit(v, y)) || (fit(u, y) && fit(v, x)))
    if (!pair) continue
    const [x, y] = pair as [number, number]
    const straight = fit(u, x) && fit(v, y)
    pair[1] = straight ? u : v
    pairs.push([y, straight ? v : u])
  }
  const [last] = rest
  if (last !== undefined) pairs.find(pair => pair.every(x => fit(x, last)))?.push(last)
  return pairs
}

/** The figures of a proposal beside those of two ways without a plan, for the same schools and with the same locks kept. */
export type FairnessComparison = {
  readonly proposed: Fairness
  /** Schools in the order of their ids take the heaviest admissible partner still free. */
  readonly greedy: Fairness
  /** Schools in a random order take any admissible partner. */
  readonly random: Fairness
}

/** Compares groups of rows of a problem with greedy and random pairing. */
export const compareFairness = (problem: Problem, proposed: Groups): FairnessComparison => {
  const { all, named, locks, free, terms } = problem
  const wide: Terms = { ...terms, table: all, named }
  const figures = (order: readonly number[], choose: Choice): Fairness => {
    const { pairs, left } = inTurn(order, choose)
    return fairnessOf(problem, [...locks, ...placeLeft(wide, pairs, left)])
  }
  return {
    proposed: fairnessOf(problem, proposed),
    greedy: figures(free, heaviest(wide)),
    random: figures(shuffled(free), firstAdmissible(wide)),
  }
}
