import { scale } from './matching/graph.ts'
import { halfProfiles, type SchoolTable } from './school-table.ts'
import { factorCount } from './schools.ts'
import type { PairingSettings } from './weights.ts'

/**
 * How near two schools are, seen as a loss. One aspect of a weight (the place, the size, two risk factors …) is a table of its
 * values; each value has an ideal, and a pair of values loses what its part of the weight lacks of both ideals:
 *
 *     scale × part(a, b) = ideal(a) + ideal(b) − loss(a, b),   loss ≥ 0
 *
 * So a school has an ideal, the sum over its aspects; and a pair can violate the dual values y only where its loss is less
 * than (ideal(u) − y(u)) + (ideal(v) − y(v)). Losses add up aspect by aspect, which is what the tree of neighbours lives on.
 */
export type Aspect = {
  readonly values: number
  /** The value of each school. */
  readonly of: Uint16Array
  /** The loss of two values, at values × one + the other; for an aspect that is coarse, the least that its schools can lose. */
  readonly loss: Int32Array
}

/** All aspects of a table, the most telling first, and the ideal of each school (which also covers what no aspect shows). */
export type Likeness = { readonly aspects: readonly Aspect[]; readonly ideal: Float64Array }

/** The ideals of a symmetric table of parts: what a value has with itself where that is the most, else the most it has at all. */
const idealsOf = (parts: Int32Array, values: number): number[] => {
  const part = (a: number, b: number) => parts[a * values + b] as number
  const all = Array.from({ length: values }, (_, a) => a)
  const twins = all.every(a => all.every(b => 2 * part(a, b) <= part(a, a) + part(b, b)))
  return all.map(a => (scale / 2) * (twins ? part(a, a) : Math.max(...all.map(b => part(a, b)))))
}

const aspectOf = (parts: Int32Array, values: number, of: Uint16Array, ideal: Float64Array): Aspect => {
  const ideals = idealsOf(parts, values)
  of.forEach((value, u) => {
    ideal[u] = (ideal[u] as number) + (ideals[value] as number)
  })
  const loss = parts.map(
    (part, i) => (ideals[Math.floor(i / values)] as number) + (ideals[i % values] as number) - scale * part,
  )
  return { values, of, loss }
}

/** How many size classes share a value of the aspect of size. */
const sizeBin = 12

const sizeAspect = (t: SchoolTable, ideal: Float64Array): Aspect => {
  const { sizeBest, sizeStep, sizeCap } = t.settings
  const bins = Array.from(t.size, s => Math.floor(s / sizeBin))
  const least = bins.reduce((a, b) => Math.min(a, b), 0)
  const values = bins.reduce((a, b) => Math.max(a, b), 0) - least + 1
  for (let u = 0; u < t.n; u++) ideal[u] = (ideal[u] as number) + (scale / 2) * sizeBest
  const loss = Int32Array.from({ length: values * values }, (_, i) => {
    const apart = Math.abs(Math.floor(i / values) - (i % values))
    return apart === 0 ? 0 : scale * sizeStep * Math.min(sizeCap, (apart - 1) * sizeBin + 1)
  })
  return { values, of: Uint16Array.from(bins, b => b - least), loss }
}

/** The risk factors that one aspect takes together. */
const factorsTogether = 2

const riskAspects = (t: SchoolTable, ideal: Float64Array): Aspect[] => {
  const { affinity, riskStep } = t.settings
  const values = 3 ** factorsTogether
  const level = (value: number, i: number) => Math.floor(value / 3 ** i) % 3
  const parts = Int32Array.from({ length: values * values }, (_, i) => {
    const [a, b] = [Math.floor(i / values), i % values]
    let sum = 0
    for (let k = 0; k < factorsTogether; k++) sum += affinity[level(a, k)]?.[level(b, k)] ?? 0
    return riskStep * sum
  })
  const profile = (u: number) => (t.half1[u] as number) + halfProfiles * (t.half2[u] as number)
  return Array.from({ length: factorCount / factorsTogether }, (_, group) =>
    aspectOf(
      parts,
      values,
      Uint16Array.from({ length: t.n }, (__, u) => Math.floor(profile(u) / values ** group) % values),
      ideal,
    ),
  )
}

/** What two schools lose by lying in one region, or in two. */
const regionLoss = ({ sameRegionLoss }: PairingSettings): { same: number; different: number } =>
  sameRegionLoss >= 0 ? { same: scale * sameRegionLoss, different: 0 } : { same: 0, different: -scale * sameRegionLoss }

/** The likeness of a table's schools. */
export const likenessOf = (t: SchoolTable): Likeness => {
  const ideal = new Float64Array(t.n).fill(regionLoss(t.settings).different / 2)
  const place = aspectOf(t.placeWeight, t.places, t.place, ideal)
  const size = sizeAspect(t, ideal)
  // Measured: places divide best, sizes last.
  return { aspects: [place, ...riskAspects(t, ideal), size], ideal }
}
