import type { Pairing } from './best-pairing.ts'
import { type Certificate, certificateOf } from './certificate.ts'
import { scale } from './matching/graph.ts'
import type { Problem } from './problem.ts'
import { brokenBy, type Rule, rulesOfMask } from './rules.ts'
import { partsOf, weightOf } from './school-table.ts'
import type { WeightParts } from './weights.ts'

/** Two schools that are proposed together, by id, with their weight and its parts. */
export type ProposedPair = {
  readonly a: string
  readonly b: string
  readonly weight: number
  readonly parts: WeightParts
  readonly locked: boolean
  /** The rules that the pair breaks: by a lock, or as an exception. */
  readonly broken: readonly Rule[]
}

/** The trio of an odd number. Its weight is the sum of its three sides, which is what it counts for in the total. */
export type ProposedTrio = {
  readonly members: readonly string[]
  readonly weight: number
  readonly sides: readonly ProposedPair[]
  readonly locked: boolean
}

/** Pairs, a trio for an odd number, and what they are worth: the sum over all schools of the mean weight with their partners. */
export type Proposal = {
  readonly pairs: readonly ProposedPair[]
  readonly trio: ProposedTrio | null
  readonly total: number
  /** No pairing is worth more; `optimal` says that this is what the total is. */
  readonly bound: number
  readonly optimal: boolean
  readonly rounds: number
  readonly certificate: Certificate
}

/** The pair of two rows of a problem. */
export const proposedPair = (
  { schools, all, named, terms }: Problem,
  u: number,
  v: number,
  locked: boolean,
): ProposedPair => ({
  a: schools[u]?.id ?? '',
  b: schools[v]?.id ?? '',
  weight: weightOf(all, u, v),
  parts: partsOf(all, u, v),
  locked,
  broken: rulesOfMask(brokenBy({ ...terms, table: all, named }, u, v)),
})

/** The trio of three rows of a problem. */
export const proposedTrio = (problem: Problem, rows: readonly number[], locked: boolean): ProposedTrio => {
  const sides = rows.flatMap((u, i) => rows.slice(i + 1).map(v => proposedPair(problem, u, v, locked)))
  return {
    members: rows.map(row => problem.schools[row]?.id ?? ''),
    weight: sides.reduce((sum, { weight }) => sum + weight, 0),
    sides,
    locked,
  }
}

/** What pairs and a trio are worth: a pair counts for both of its schools. */
export const totalOf = (pairs: readonly ProposedPair[], trio: ProposedTrio | null): number =>
  pairs.reduce((sum, { weight }) => sum + 2 * weight, trio?.weight ?? 0)

const byId = (p: ProposedPair, q: ProposedPair): number => (p.a < q.a ? -1 : 1)

/** The pairs that the locks of a problem make, and the trio, if one is locked. */
export const lockedPart = (problem: Problem): { pairs: ProposedPair[]; trio: ProposedTrio | null } => {
  const pairs = problem.locks.filter(lock => lock.length === 2)
  const trio = problem.locks.find(lock => lock.length === 3)
  return {
    pairs: pairs.map(([u = 0, v = 0]) => proposedPair(problem, u, v, true)),
    trio: trio ? proposedTrio(problem, trio, true) : null,
  }
}

/** The proposal that a pairing of the free schools makes, with the locks. */
export const proposalOf = (problem: Problem, pairing: Pairing): Proposal => {
  const { free, schools } = problem
  const locked = lockedPart(problem)
  const pairs = [...locked.pairs]
  pairing.mates.forEach((mate, v) => {
    if (v < mate) pairs.push(proposedPair(problem, free[v] as number, free[mate] as number, false))
  })
  pairs.sort(byId)
  const trio = pairing.trio
    ? proposedTrio(
        problem,
        pairing.trio.map(v => free[v] as number),
        false,
      )
    : locked.trio
  const total = totalOf(pairs, trio)
  // Totals are whole, so that a bound may be rounded down.
  const bound = total + Math.floor((pairing.most - pairing.worth) / scale)
  const ids = free.map(row => schools[row]?.id ?? '')
  const certificate = certificateOf(pairing, ids, trio?.members ?? null, bound)
  return { pairs, trio, total, bound, optimal: bound === total, rounds: pairing.rounds, certificate }
}
