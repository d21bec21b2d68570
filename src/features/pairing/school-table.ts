import { foldName, type Level, levels, localities, type School, utcOffsetMinutes } from './schools.ts'
import {
  halfProfile,
  indexOfLevel,
  type PairingSettings,
  type Place,
  placePart,
  sizeClass,
  sizePart,
  type WeightParts,
} from './weights.ts'

/** Schools as columns of small numbers, so that the weight of any pair is a few look-ups. A school is its row. */
export type SchoolTable = {
  readonly n: number
  /** The first and the second five factors, each one of 243 half profiles. */
  readonly half1: Uint8Array
  readonly half2: Uint8Array
  readonly size: Int32Array
  /** The row of `placeWeight`: one for each locality and UTC offset that occurs. */
  readonly place: Uint16Array
  readonly region: Int32Array
  readonly municipality: Int32Array
  /** The risk part of two half profiles, at 243 × one + the other. */
  readonly riskWeight: Int32Array
  /** The place part, at `places` × one + the other. */
  readonly placeWeight: Int32Array
  readonly places: number
  readonly settings: PairingSettings
}

/** How many half profiles there are. */
export const halfProfiles = levels.length ** halfProfile

/** The risk parts of all half profiles, built up factor by factor. */
const riskWeights = ({ affinity, riskStep }: PairingSettings): Int32Array => {
  const weights = new Int32Array(halfProfiles * halfProfiles)
  for (let known = 1; known < halfProfiles; known *= levels.length)
    for (let a = levels.length * known - 1; a >= 0; a--)
      for (let b = levels.length * known - 1; b >= 0; b--) {
        const last = affinity[Math.floor(a / known)]?.[Math.floor(b / known)] ?? 0
        weights[halfProfiles * a + b] =
          (known === 1 ? 0 : (weights[halfProfiles * (a % known) + (b % known)] as number)) + riskStep * last
      }
  return weights
}

/** Numbers the different values of a list, in the order of their first appearance. */
const numbered = <T>(values: readonly T[]): { numbers: number[]; distinct: T[] } => {
  const distinct = [...new Set(values)]
  const numberOf = new Map(distinct.map((value, i) => [value, i]))
  return { numbers: values.map(value => numberOf.get(value) ?? 0), distinct }
}

const levelsToHalf = (risks: readonly Level[]): number =>
  risks.reduce((sum, level, i) => sum + indexOfLevel(level) * levels.length ** i, 0)

/** The table of schools, on the day whose UTC offsets count. */
export const tableOf = (schools: readonly School[], on: Temporal.PlainDate, settings: PairingSettings): SchoolTable => {
  const offsets = new Map<string, number>()
  const offsetOf = (zone: string): number => {
    const known = offsets.get(zone)
    if (known !== undefined) return known
    const offset = utcOffsetMinutes(zone, on)
    offsets.set(zone, offset)
    return offset
  }
  const placeKeys = schools.map(s => localities.indexOf(s.locality) + localities.length * offsetOf(s.timezone))
  const kinds = numbered(placeKeys)
  const places = kinds.distinct.map(
    (key): Place => ({
      step: ((key % localities.length) + localities.length) % localities.length,
      offset: Math.floor(key / localities.length),
    }),
  )
  const regions = schools.map(s => foldName(s.region))
  const municipalities = schools.map((s, i) => `${regions[i]}\n${foldName(s.municipality)}`)
  return {
    n: schools.length,
    half1: Uint8Array.from(schools, s => levelsToHalf(s.risks.slice(0, halfProfile))),
    half2: Uint8Array.from(schools, s => levelsToHalf(s.risks.slice(halfProfile))),
    size: Int32Array.from(schools, s => sizeClass(s.students)),
    place: Uint16Array.from(kinds.numbers),
    region: Int32Array.from(numbered(regions).numbers),
    municipality: Int32Array.from(numbered(municipalities).numbers),
    riskWeight: riskWeights(settings),
    placeWeight: Int32Array.from(places.flatMap(a => places.map(b => placePart(a, b, settings)))),
    places: places.length,
    settings,
  }
}

/** The parts of the weight of two schools. */
export const partsOf = (t: SchoolTable, u: number, v: number): WeightParts => ({
  risk: riskOf(t, t.half1, u, v) + riskOf(t, t.half2, u, v),
  size: sizePart(t.size[u] as number, t.size[v] as number, t.settings),
  place: t.placeWeight[t.places * (t.place[u] as number) + (t.place[v] as number)] as number,
  region: t.region[u] === t.region[v] ? -t.settings.sameRegionLoss : 0,
})

const riskOf = (t: SchoolTable, half: Uint8Array, u: number, v: number): number =>
  t.riskWeight[halfProfiles * (half[u] as number) + (half[v] as number)] as number

/** The weight of two schools, whole and the same in both directions: the sum of their parts. */
export const weightOf = (t: SchoolTable, u: number, v: number): number =>
  riskOf(t, t.half1, u, v) +
  riskOf(t, t.half2, u, v) +
  sizePart(t.size[u] as number, t.size[v] as number, t.settings) +
  (t.placeWeight[t.places * (t.place[u] as number) + (t.place[v] as number)] as number) -
  (t.region[u] === t.region[v] ? t.settings.sameRegionLoss : 0)

/** The table of some of its schools, in the order of the given rows. */
export const tableOfRows = (t: SchoolTable, rows: readonly number[]): SchoolTable => {
  const pick = <C extends Uint8Array | Uint16Array | Int32Array>(column: C, into: C): C => {
    rows.forEach((row, i) => {
      into[i] = column[row] as number
    })
    return into
  }
  const n = rows.length
  return {
    ...t,
    n,
    half1: pick(t.half1, new Uint8Array(n)),
    half2: pick(t.half2, new Uint8Array(n)),
    size: pick(t.size, new Int32Array(n)),
    place: pick(t.place, new Uint16Array(n)),
    region: pick(t.region, new Int32Array(n)),
    municipality: pick(t.municipality, new Int32Array(n)),
  }
}
