import type { Level, Locality, School } from '../src/features/pairing/schools.ts'

/** A seeded stream of numbers in [0, 1) (mulberry32): the same seed gives the same schools on every machine. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const zones: readonly (readonly [string, number])[] = [
  ['Europe/Kaliningrad', 1],
  ['Europe/Moscow', 44],
  ['Europe/Samara', 5],
  ['Asia/Yekaterinburg', 10],
  ['Asia/Omsk', 2],
  ['Asia/Krasnoyarsk', 7],
  ['Asia/Irkutsk', 3],
  ['Asia/Yakutsk', 3],
  ['Asia/Vladivostok', 4],
  ['Asia/Magadan', 3],
  ['Asia/Kamchatka', 3],
]

/** The draw of an index by weights that fall like 1 / (rank + shift): a few big regions, a long tail of small ones. */
const skewed = (count: number, shift: number): ((u: number) => number) => {
  const ends: number[] = []
  for (let i = 0; i < count; i++) ends.push((ends.at(-1) ?? 0) + 1 / (i + shift))
  const total = ends.at(-1) ?? 1
  return u => ends.findIndex(end => u * total < end)
}

const regionZones = zones.flatMap(([zone, regions]) => Array.from({ length: regions }, () => zone))
const drawRegion = skewed(regionZones.length, 8)
const drawMunicipality = skewed(35, 3)

const medians: Record<Locality, number> = { city: 620, town: 380, village: 120 }

/** What may be set aside from the default skew. `bigRegion`: this share of all schools lies in one region; `calm`: this share of all risks is low. */
export type SampleOptions = { readonly bigRegion?: number; readonly calm?: number }

/**
 * Sample schools with the skew of the real project: 85 regions in eleven zones of very unequal size, municipalities whose
 * first is the region's city, mostly small village schools, and risks that come together (a latent burden of each school).
 */
export const sampleSchools = (count: number, seed: number, options: SampleOptions = {}): School[] => {
  const random = seeded(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Array.from({ length: count }, (_, i): School => {
    const inBig = options.bigRegion !== undefined && i < Math.round(count * options.bigRegion)
    const region = inBig ? 0 : options.bigRegion === undefined ? drawRegion(random()) : 1 + drawRegion(random() * 0.999)
    const municipality = drawMunicipality(random())
    const place = random()
    const locality: Locality =
      municipality < 2 ? (place < 0.85 ? 'city' : 'town') : place < 0.06 ? 'city' : place < 0.3 ? 'town' : 'village'
    const students = Math.min(3000, Math.max(8, Math.round(medians[locality] * Math.exp(0.55 * normal()))))
    const burden = normal()
    const risks = Array.from({ length: 10 }, (__, factor): Level => {
      const x = 0.6 * burden + 0.8 * normal() + 0.25 * Math.sin(factor * 2.1)
      if (options.calm !== undefined && random() < options.calm) return 'low'
      return x > 0.85 ? 'high' : x > 0.1 ? 'medium' : 'low'
    })
    // The zone of a region does not depend on the seed; 37 and 85 have no common factor.
    return {
      id: `s${String(i + 1).padStart(5, '0')}`,
      name: `Школа-образец ${i + 1}`,
      region: `Регион ${region + 1}`,
      municipality: `Округ ${municipality + 1}`,
      timezone: regionZones[(region * 37) % regionZones.length] ?? 'Europe/Moscow',
      locality,
      students,
      risks,
    }
  })
}
