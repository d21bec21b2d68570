import type { PairingRequest } from './request.ts'

// Part of the checker, which shares no code with the solver: what it needs, it works out again from the request.

/** The schools of a request by their place in its list: the weight of any two, and whether they may be proposed together. */
export type CheckedSchools = {
  readonly ids: readonly string[]
  readonly place: ReadonlyMap<string, number>
  readonly weight: (i: number, j: number) => number
  readonly admissible: (i: number, j: number) => boolean
}

const order = { low: 0, medium: 1, high: 2, city: 0, town: 1, village: 2 } as const

/** Five levels as a number of base 3. */
const code = (risks: readonly (keyof typeof order)[]): number => risks.reduce((sum, level) => 3 * sum + order[level], 0)

const affinityTable = ({ affinity, riskStep }: PairingRequest['settings']): Int32Array => {
  const table = new Int32Array(243 * 243)
  for (let a = 0; a < 243; a++)
    for (let b = 0; b < 243; b++) {
      let sum = 0
      for (let x = a, y = b, k = 0; k < 5; k++, x = Math.floor(x / 3), y = Math.floor(y / 3))
        sum += affinity[x % 3]?.[y % 3] ?? 0
      table[243 * a + b] = riskStep * sum
    }
  return table
}

const keyOf = (i: number, j: number, n: number): number => Math.min(i, j) * n + Math.max(i, j)

/** What the checker knows of a request's schools. */
export const checkedSchools = ({ schools, on, settings, earlier, bans, conflicts }: PairingRequest): CheckedSchools => {
  const n = schools.length
  const ids = schools.map(school => school.id)
  const place = new Map(ids.map((id, i) => [id, i]))
  const zones = new Map<string, number>()
  const hours = schools.map(({ timezone }) => {
    const known =
      zones.get(timezone) ?? on.toZonedDateTime({ timeZone: timezone, plainTime: '12:00' }).offsetNanoseconds / 3.6e12
    zones.set(timezone, known)
    return known
  })
  const table = affinityTable(settings)
  const first = Int32Array.from(schools, ({ risks }) => 243 * code(risks.slice(0, 5)))
  const second = Int32Array.from(schools, ({ risks }) => 243 * code(risks.slice(5)))
  const size = Int32Array.from(schools, ({ students }) => Math.round(100 * Math.log(students)))
  // A place is a locality and an offset; the loss of two places is looked up.
  const spots = schools.map(({ locality }, i) => `${order[locality]} ${hours[i]}`)
  const kinds = [...new Set(spots)]
  const spot = Int32Array.from(spots, name => kinds.indexOf(name))
  const far = Int32Array.from(
    kinds.flatMap(a => kinds.map(b => placeLoss(settings, a.split(' ').map(Number), b.split(' ').map(Number)))),
  )
  const names = (of: (school: (typeof schools)[number]) => string) => {
    const numbers = new Map<string, number>()
    return Int32Array.from(schools, school => {
      const name = of(school)
      if (!numbers.has(name)) numbers.set(name, numbers.size)
      return numbers.get(name) ?? -1
    })
  }
  const fold = (text: string) => text.trim().toLowerCase()
  const region = names(school => fold(school.region))
  const municipality = names(school => JSON.stringify([fold(school.region), fold(school.municipality)]))
  const apart = new Set(
    [...earlier, ...bans, ...conflicts].map(([a, b]) => keyOf(place.get(a) ?? -1, place.get(b) ?? -1, n)),
  )
  const top = settings.sizeBest + settings.placeBest
  const { sizeStep, sizeCap, sameRegionLoss, differentRegion } = settings
  return {
    ids,
    place,
    weight: (i, j) => {
      const apartInSize = Math.abs((size[i] as number) - (size[j] as number))
      const risks =
        (table[(first[i] as number) + (first[j] as number) / 243] as number) +
        (table[(second[i] as number) + (second[j] as number) / 243] as number)
      const away = far[(spot[i] as number) * kinds.length + (spot[j] as number)] as number
      return (
        top + risks - away - sizeStep * Math.min(sizeCap, apartInSize) - (region[i] === region[j] ? sameRegionLoss : 0)
      )
    },
    admissible: (i, j) =>
      municipality[i] !== municipality[j] &&
      !(differentRegion && region[i] === region[j]) &&
      !apart.has(keyOf(i, j, n)),
  }
}

const placeLoss = ({ localityLoss, clock }: PairingRequest['settings'], a: number[], b: number[]): number => {
  const [stepA = 0, hourA = 0] = a
  const [stepB = 0, hourB = 0] = b
  const d = Math.abs(hourA - hourB)
  const t =
    d <= clock.nearHours
      ? clock.perHour * d
      : Math.min(clock.most, clock.farBase + clock.perFarHour * (d - clock.nearHours))
  return (localityLoss[Math.abs(stepA - stepB)] ?? 0) + Math.round(t)
}
