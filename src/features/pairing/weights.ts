import { affinitiesNotWhole, affinityShape, amountsNotWhole, weightsTooLarge } from './request-words.ts'
import { factorCount, type Level } from './schools.ts'
import type { Words } from './words.ts'

/** What a season weighs when it pairs schools. All numbers are whole; `affinity` is indexed by low, medium, high. */
export type PairingSettings = {
  readonly affinity: readonly (readonly [number, number, number])[]
  readonly riskStep: number
  readonly sizeBest: number
  readonly sizeStep: number
  readonly sizeCap: number
  readonly placeBest: number
  readonly localityLoss: readonly [number, number, number]
  readonly clock: {
    readonly perHour: number
    readonly nearHours: number
    readonly farBase: number
    readonly perFarHour: number
    readonly most: number
  }
  readonly sameRegionLoss: number
  /** When true, two schools of one region are never proposed as a pair. */
  readonly differentRegion: boolean
}

/** The settings of a season that says nothing else. */
export const defaultSettings: PairingSettings = {
  affinity: [
    [7, 3, 0],
    [3, 8, 4],
    [0, 4, 10],
  ],
  riskStep: 50,
  sizeBest: 2000,
  sizeStep: 10,
  sizeCap: 200,
  placeBest: 3000,
  localityLoss: [0, 600, 1500],
  clock: { perHour: 100, nearHours: 2, farBase: 200, perFarHour: 250, most: 1500 },
  sameRegionLoss: 500,
  differentRegion: false,
}

/** The parts of a pair's weight, in its own unit; their sum is the weight. */
export type WeightParts = {
  readonly risk: number
  readonly size: number
  readonly place: number
  readonly region: number
}

const levelIndex: Record<Level, number> = { low: 0, medium: 1, high: 2 }

/** The index of a level in the affinity table. */
export const indexOfLevel = (level: Level): number => levelIndex[level]

/** The size class of a school: 100 × ln(students), rounded. */
export const sizeClass = (students: number): number => Math.round(100 * Math.log(students))

/** The part that two size classes give. */
export const sizePart = (a: number, b: number, s: PairingSettings): number =>
  s.sizeBest - s.sizeStep * Math.min(s.sizeCap, Math.abs(a - b))

const clockLoss = (minutes: number, { clock }: PairingSettings): number => {
  const hours = minutes / 60
  const loss =
    hours <= clock.nearHours
      ? clock.perHour * hours
      : Math.min(clock.most, clock.farBase + clock.perFarHour * (hours - clock.nearHours))
  // A zone may be a quarter of an hour off; the weight stays whole.
  return Math.round(loss)
}

/** A place as pairing sees it: the locality's step (0 city, 1 town, 2 village) and the UTC offset in minutes. */
export type Place = { readonly step: number; readonly offset: number }

/** The part that two places give. */
export const placePart = (a: Place, b: Place, s: PairingSettings): number =>
  s.placeBest - (s.localityLoss[Math.abs(a.step - b.step)] ?? 0) - clockLoss(Math.abs(a.offset - b.offset), s)

/** No weight is larger than this, nor smaller than its negative. */
export const largestWeight = (s: PairingSettings): number =>
  factorCount * s.riskStep * Math.max(...s.affinity.flat().map(Math.abs)) +
  Math.max(s.sizeBest, Math.abs(s.sizeBest - s.sizeStep * s.sizeCap)) +
  Math.max(s.placeBest, Math.max(...s.localityLoss) + s.clock.most) +
  Math.abs(s.sameRegionLoss)

/** The faults of a season's settings for so many schools, one sentence each; an empty list when they can be used. */
export const faultsOfSettings = (s: PairingSettings, schools: number): Words[] => {
  const { perHour, nearHours, farBase, perFarHour, most: farMost } = s.clock
  const amounts = [s.riskStep, s.sizeBest, s.sizeStep, s.sizeCap, s.placeBest, ...s.localityLoss]
  const losses = [...amounts, perHour, nearHours, farBase, perFarHour, farMost]
  const faults: Words[] = []
  if (losses.some(x => !Number.isInteger(x) || x < 0)) faults.push(amountsNotWhole)
  if (![...s.affinity.flat(), s.sameRegionLoss].every(Number.isInteger)) faults.push(affinitiesNotWhole)
  if (
    [0, 1, 2].some(i =>
      [0, 1, 2].some(j => s.affinity[i]?.[j] === undefined || s.affinity[i][j] !== s.affinity[j]?.[i]),
    )
  )
    faults.push(affinityShape)
  // The largest sums that are made: of all weights and of what all forbidden pairs would cost, in the unit of the dual values.
  const most = largestWeight(s)
  const sumsExact = 64 * most * (schools + 2) ** 2 <= Number.MAX_SAFE_INTEGER
  // The largest entry of a table of 32 bits: what two values lose, at most twice the largest weight in that unit.
  const entriesExact = 8 * most < 2 ** 31
  if (faults.length === 0 && !(sumsExact && entriesExact)) faults.push(weightsTooLarge(schools))
  return faults
}

/** Half a profile: five factors are 243 profiles, so that two table look-ups give the risk part of a pair. */
export const halfProfile = factorCount / 2
