import type { SchoolTable } from './school-table.ts'

/** The rules that keep two schools apart, mildest first; each is one bit of a mask. */
export const ruleBits = { sameRegion: 1, sameMunicipality: 2, earlierPair: 4, conflict: 8, ban: 16 } as const

/** The name of a rule that keeps two schools apart. */
export type Rule = keyof typeof ruleBits

/** The rules, mildest first: the order in which they would be relaxed. */
export const rules = Object.keys(ruleBits) as readonly Rule[]

/** The rules of a mask. */
export const rulesOfMask = (mask: number): Rule[] => rules.filter(rule => (mask & ruleBits[rule]) !== 0)

/** Pairs of rows that are kept apart one by one: the mask of their rules, under {@link pairKey}. */
export type NamedPairs = ReadonlyMap<number, number>

/** The key of an unordered pair of rows. */
export const pairKey = (u: number, v: number): number => (u < v ? u * 2 ** 26 + v : v * 2 ** 26 + u)

/** The mask of the rules that a pair of schools would break; 0 when it is admissible. */
export const brokenBy = (t: SchoolTable, named: NamedPairs, u: number, v: number): number => {
  let mask = named.size > 0 ? (named.get(pairKey(u, v)) ?? 0) : 0
  if (t.region[u] === t.region[v]) {
    if (t.settings.differentRegion) mask |= ruleBits.sameRegion
    if (t.municipality[u] === t.municipality[v]) mask |= ruleBits.sameMunicipality
  }
  return mask
}
