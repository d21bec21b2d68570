import { type SchoolTable, weightOf } from './school-table.ts'

/** The rules that keep two schools apart, mildest first; each is one bit of a mask. */
export const ruleBits = { sameRegion: 1, sameMunicipality: 2, earlierPair: 4, conflict: 8, ban: 16 } as const

/** The name of a rule that keeps two schools apart. */
export type Rule = keyof typeof ruleBits

/** The rules, mildest first: the order in which they would be relaxed. */
export const rules = Object.keys(ruleBits) as readonly Rule[]

/** The rules of a mask. */
export const rulesOfMask = (mask: number): Rule[] => rules.filter(rule => (mask & ruleBits[rule]) !== 0)

/** Pairs of rows that are kept apart by name: the mask of their rules, under {@link pairKey}. */
export type NamedPairs = ReadonlyMap<number, number>

/** The key of an unordered pair of rows. */
export const pairKey = (u: number, v: number): number => (u < v ? u * 2 ** 26 + v : v * 2 ** 26 + u)

/**
 * The schools to be paired, and what a pair costs beside its weight: nothing where it breaks no rule, `exception` where it
 * breaks relaxed rules only, `forbidden` (which may be infinite) where it breaks another one.
 */
export type Terms = {
  readonly table: SchoolTable
  readonly named: NamedPairs
  /** The mask of the relaxed rules; 0 in a proposal. */
  readonly relaxed: number
  readonly exception: number
  readonly forbidden: number
}

/** The mask of the rules that two schools would break as a pair; 0 when they are admissible. */
export const brokenBy = ({ table, named }: Terms, u: number, v: number): number => {
  let mask = named.size > 0 ? (named.get(pairKey(u, v)) ?? 0) : 0
  if (table.region[u] === table.region[v]) {
    if (table.settings.differentRegion) mask |= ruleBits.sameRegion
    if (table.municipality[u] === table.municipality[v]) mask |= ruleBits.sameMunicipality
  }
  return mask
}

/** What two schools cost as a pair, beside their weight; a forbidden pair costs its weight too, for it stands for no pair. */
export const priceOfRules = (terms: Terms, u: number, v: number): number => {
  const mask = brokenBy(terms, u, v)
  if (mask === 0) return 0
  return (mask & ~terms.relaxed) === 0 ? terms.exception : terms.forbidden + weightOf(terms.table, u, v)
}

/** Whether two schools may be proposed together, be it as an exception. */
export const mayMeet = (terms: Terms, u: number, v: number): boolean => (brokenBy(terms, u, v) & ~terms.relaxed) === 0

/** What a pair is worth to the pairing. */
export const worthOf = (terms: Terms, u: number, v: number): number =>
  weightOf(terms.table, u, v) - priceOfRules(terms, u, v)
