import type { DualValues } from './certificate.ts'
import type { CheckedSchools } from './check-weight.ts'

// Part of the checker, which shares no code with the solver.

/** Dual values by the places of the schools they are over. */
export type CheckedDuals = {
  readonly y: Float64Array
  /** The sets that hold each school, by their number. */
  readonly setsOf: readonly (readonly number[])[]
  readonly z: readonly number[]
  /** Σ y + Σ z × (members − 1) / 2. */
  readonly sum: number
}

/** Reads dual values over the given schools, and says what is wrong with them as such. */
export const readDuals = (
  schools: Pick<CheckedSchools, 'ids' | 'place'>,
  over: readonly number[],
  values: DualValues,
  faults: string[],
): CheckedDuals => {
  const y = new Float64Array(schools.ids.length).fill(Number.NaN)
  const setsOf: number[][] = schools.ids.map(() => [])
  let sum = 0
  for (const i of over) {
    const value = values.y[schools.ids[i] as string]
    if (value === undefined || !Number.isSafeInteger(value))
      faults.push(`the certificate has no whole value for ${schools.ids[i]}`)
    y[i] = value ?? Number.NaN
    sum += value ?? Number.NaN
  }
  if (Object.keys(values.y).length !== over.length)
    faults.push('the certificate has values for schools that it is not about')
  values.sets.forEach(({ z, members }, k) => {
    if (!Number.isSafeInteger(z) || z < 0) faults.push(`the value of set ${k + 1} is not a whole number of at least 0`)
    if (members.length < 3 || members.length % 2 === 0 || new Set(members).size < members.length) {
      faults.push(`set ${k + 1} is not an odd set of at least three schools`)
    }
    for (const id of members) {
      const i = schools.place.get(id)
      if (i === undefined || Number.isNaN(y[i]))
        faults.push(`set ${k + 1} holds ${id}, which the certificate is not about`)
      else setsOf[i]?.push(k)
    }
    sum += (z * (members.length - 1)) / 2
  })
  if (!Number.isSafeInteger(sum)) faults.push('the sum of the certificate is not an exact whole number')
  return { y, setsOf, z: values.sets.map(({ z }) => z), sum }
}

/** The value of the sets that hold both schools. Both lists of sets are in rising order. */
export const together = ({ setsOf, z }: CheckedDuals, i: number, j: number): number => {
  const a = setsOf[i] as readonly number[]
  const b = setsOf[j] as readonly number[]
  let sum = 0
  for (let p = 0, q = 0; p < a.length && q < b.length; ) {
    const d = (a[p] as number) - (b[q] as number)
    if (d === 0) sum += z[a[p] as number] as number
    if (d <= 0) p++
    if (d >= 0) q++
  }
  return sum
}

/** Looks at every two of the given schools: no admissible pair may weigh more than its values. Returns how many were looked at. */
export const checkAllPairs = (
  schools: CheckedSchools,
  over: readonly number[],
  duals: CheckedDuals,
  scale: number,
  faults: string[],
): number => {
  const { y } = duals
  const { weight, admissible, ids } = schools
  let looked = 0
  for (let p = 0; p < over.length; p++) {
    const i = over[p] as number
    for (let q = p + 1; q < over.length; q++) {
      const j = over[q] as number
      const excess = scale * weight(i, j) - (y[i] as number) - (y[j] as number)
      looked++
      if (excess <= 0 || !admissible(i, j) || excess <= together(duals, i, j)) continue
      if (faults.length < 20) faults.push(`the pair ${ids[i]}, ${ids[j]} outweighs its dual values`)
    }
  }
  return looked
}
