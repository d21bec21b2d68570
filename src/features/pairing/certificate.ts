import type { Pairing } from './best-pairing.ts'
import type { OddSet } from './matching/dual.ts'
import { scale } from './matching/graph.ts'

/** An odd set of schools and its dual value, z ≥ 0. */
export type CertifiedSet = { readonly z: number; readonly members: readonly string[] }

/** Dual values of schools and odd sets; all whole numbers. */
export type DualValues = { readonly y: Readonly<Record<string, number>>; readonly sets: readonly CertifiedSet[] }

/**
 * What proves that a pairing is the best. `y` and `sets` are over the schools that are in no lock and not in the trio: for
 * every admissible pair of them scale × weight ≤ y(u) + y(v) + the z of the sets that hold both; and
 * Σ y + Σ z × (members − 1) / 2 = scale × Σ weight, each unlocked pair counted once.
 *
 * `bound` is the most that any pairing can be worth, in the unit of the total. Where a trio was chosen, `trioBounds` are dual
 * values over all schools that are in no lock: any trio t, with any pairing of the others, is worth at most
 * 2 Σ y + Σ z × (members − 1) − 2 Σ y(t) − 2 Σ z of the sets that hold two or three of t + scale × the weight of t,
 * and for every admissible trio at least one of them is at most scale × bound (less the locks).
 */
export type Certificate = DualValues & {
  readonly scale: number
  readonly trio: readonly string[] | null
  readonly bound: number
  readonly trioBounds: readonly DualValues[]
}

const valuesOf = (
  ids: readonly string[],
  y: Float64Array,
  sets: readonly OddSet[],
  without: readonly number[],
): DualValues => {
  const skipped = new Set(without)
  const named: Record<string, number> = {}
  ids.forEach((id, v) => {
    if (!skipped.has(v)) named[id] = y[v] as number
  })
  return { y: named, sets: sets.map(({ z, members }) => ({ z, members: members.map(v => ids[v] as string) })) }
}

/** The certificate of a pairing of the schools `ids`; `trio` are the ids of the trio, be it chosen or locked. */
export const certificateOf = (
  pairing: Pairing,
  ids: readonly string[],
  trio: readonly string[] | null,
  bound: number,
): Certificate => ({
  scale,
  ...valuesOf(ids, pairing.y, pairing.sets, pairing.trio ?? []),
  trio,
  bound,
  trioBounds: pairing.bounds.map(({ dual, sets }) => valuesOf(ids, dual.y, sets, [])),
})
