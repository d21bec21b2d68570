import { scale } from './matching/graph.ts'
import { halfProfiles, type SchoolTable } from './school-table.ts'

/**
 * How near two schools are, seen as a loss. Each part of a weight (the place, half a risk profile, the size, the region) has an
 * ideal for each of its values, and two values lose what their part lacks of both ideals:
 *
 *     scale × part(a, b) = ideal(a) + ideal(b) − loss(a, b),   loss ≥ 0
 *
 * So a school has an ideal, the sum over its parts; and a pair can violate the dual values y only where its loss is less than
 * (ideal(u) − y(u)) + (ideal(v) − y(v)). Losses add up part by part, so that the first parts already show who is far away.
 */
export type Likeness = {
  readonly ideal: Float64Array
  /** The loss of two places, at places × one + the other. */
  readonly placeLoss: Int32Array
  /** All places in the order of their loss to each place, at places × it. */
  readonly nearPlaces: Int32Array
  /** The loss of two half profiles, at 243 × one + the other. */
  readonly riskLoss: Int32Array
  /** What two schools lose by lying in one region, and in two. */
  readonly sameRegion: number
  readonly differentRegion: number
}

/**
 * A symmetric table of parts, as ideals and losses. The ideal of a value is what it has with itself, where no two values have
 * more than they have with themselves; else it is the most that the value has at all.
 */
const lossesOf = (parts: Int32Array, values: number): { ideals: Float64Array; losses: Int32Array } => {
  const twins = new Float64Array(values)
  const mosts = new Float64Array(values).fill(Number.NEGATIVE_INFINITY)
  for (let a = 0; a < values; a++) twins[a] = (scale / 2) * (parts[values * a + a] as number)
  let twinsAreBest = true
  for (let a = 0, k = 0; a < values; a++)
    for (let b = 0; b < values; b++, k++) {
      const part = scale * (parts[k] as number)
      if (part / 2 > (mosts[a] as number)) mosts[a] = part / 2
      if (part > (twins[a] as number) + (twins[b] as number)) twinsAreBest = false
    }
  const ideals = twinsAreBest ? twins : mosts
  const losses = new Int32Array(values * values)
  for (let a = 0, k = 0; a < values; a++)
    for (let b = 0; b < values; b++, k++)
      losses[k] = (ideals[a] as number) + (ideals[b] as number) - scale * (parts[k] as number)
  return { ideals, losses }
}

const byNearness = (losses: Int32Array, places: number): Int32Array => {
  const near = new Int32Array(places * places)
  for (let p = 0; p < places; p++) {
    const lossOf = losses.subarray(places * p, places * (p + 1))
    const order = Array.from(lossOf, (_, q) => q).sort((a, b) => (lossOf[a] as number) - (lossOf[b] as number) || a - b)
    near.set(order, places * p)
  }
  return near
}

/** The likeness of a table's schools. */
export const likenessOf = (t: SchoolTable): Likeness => {
  const { sizeBest, sameRegionLoss } = t.settings
  const place = lossesOf(t.placeWeight, t.places)
  const risk = lossesOf(t.riskWeight, halfProfiles)
  const sameRegion = scale * Math.max(0, sameRegionLoss)
  const differentRegion = scale * Math.max(0, -sameRegionLoss)
  const common = (scale / 2) * sizeBest + differentRegion / 2
  const ideal = new Float64Array(t.n)
  for (let u = 0; u < t.n; u++) {
    const risks = (risk.ideals[t.half1[u] as number] as number) + (risk.ideals[t.half2[u] as number] as number)
    ideal[u] = common + (place.ideals[t.place[u] as number] as number) + risks
  }
  return {
    ideal,
    placeLoss: place.losses,
    nearPlaces: byNearness(place.losses, t.places),
    riskLoss: risk.losses,
    sameRegion,
    differentRegion,
  }
}
