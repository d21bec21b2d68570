import { bestPairing, type Hear, type Pairing, prohibitive } from './best-pairing.ts'
import type { Problem } from './problem.ts'
import { type ProposedPair, proposedPair } from './proposal.ts'
import { brokenBy, type Rule, ruleBits, rules, rulesOfMask, type Terms } from './rules.ts'
import { largestWeight } from './weights.ts'
import type { Language, Words } from './words.ts'

/** The smallest set of rules whose relaxing makes a complete pairing possible, and the pairs that would then be exceptions. */
export type Relaxation = {
  readonly rules: readonly Rule[]
  readonly exceptions: readonly ProposedPair[]
  /** Whether it is proven that fewer exceptions, by as few rules, do not suffice. */
  readonly fewest: boolean
  readonly words: Words
}

const ruleWords: Record<Rule, Words> = {
  sameRegion: { ru: 'школы одного региона', en: 'schools of one region' },
  sameMunicipality: { ru: 'школы одного муниципалитета', en: 'schools of one municipality' },
  earlierPair: { ru: 'пару прошлого сезона', en: 'a pair of an earlier season' },
  conflict: { ru: 'пару с заявленным конфликтом', en: 'a pair with a declared conflict' },
  ban: { ru: 'пару, которую запретил координатор', en: 'a pair that a coordinator banned' },
}

/** The rules that some pair of the problem can break at all. */
const rulesInPlay = ({ table, named }: Terms): Rule[] => {
  const masks = [...named.values()].reduce((sum, mask) => sum | mask, 0)
  const byPlace = ruleBits.sameMunicipality | (table.settings.differentRegion ? ruleBits.sameRegion : 0)
  return rulesOfMask(masks | byPlace)
}

/** The subsets of rules, smallest first; of one size, the mildest first. */
const subsets = (of: readonly Rule[]): number[] => {
  const bits = of.reduce((sum, rule) => sum | ruleBits[rule], 0)
  const masks = Array.from({ length: 2 ** rules.length - 1 }, (_, i) => i + 1).filter(mask => (mask & ~bits) === 0)
  return masks.sort((a, b) => rulesOfMask(a).length - rulesOfMask(b).length || a - b)
}

/** The pairs of a pairing that break a rule, as rows of the free schools. */
const brokenPairs = (terms: Terms, { mates, trio }: Pairing): [number, number][] => {
  const pairs: [number, number][] = []
  mates.forEach((mate, v) => {
    if (v < mate) pairs.push([v, mate])
  })
  const [a = 0, b = 0, c = 0] = trio ?? []
  if (trio) pairs.push([a, b], [a, c], [b, c])
  return pairs.filter(([u, v]) => brokenBy(terms, u, v) !== 0)
}

type Found = { readonly mask: number; readonly pairs: readonly (readonly [number, number])[]; readonly fewest: boolean }

/** So many trios are tried for an odd number; where they do not prove that the exceptions are the fewest, it is said so. */
const trials = 12

/** The pairing with the fewest exceptions, where some pairing with `known` of them exists. */
const withFewest = (terms: Terms, mask: number, known: readonly (readonly [number, number])[], hear: Hear): Found => {
  const exception = prohibitive(terms)
  const odd = terms.table.n % 2 === 1
  const forbidden = odd ? (known.length + 5) * exception : Number.POSITIVE_INFINITY
  const exact = !odd || 64 * terms.table.n * forbidden < Number.MAX_SAFE_INTEGER
  const priced = exact ? bestPairing({ ...terms, relaxed: mask, exception, forbidden }, hear, { trials }) : undefined
  if (priced?.kind !== 'paired') return { mask, pairs: known, fewest: false }
  return { mask, pairs: brokenPairs(terms, priced), fewest: priced.most === priced.worth }
}

/** The smallest relaxation of a problem without a complete pairing; nothing where no relaxing helps. */
export const smallestRelaxation = (problem: Problem, hear: Hear): Relaxation | null => {
  const { terms, free } = problem
  if (free.length < 2) return null
  let found: Found | undefined
  let size = Number.POSITIVE_INFINITY
  let sure = true
  for (const mask of subsets(rulesInPlay(terms))) {
    if (rulesOfMask(mask).length > size) break
    // A first price for exceptions, above any weight, so that they are few already.
    const exception = 2 * largestWeight(terms.table.settings)
    const pairing = bestPairing({ ...terms, relaxed: mask, exception }, hear, { trials })
    if (pairing.kind === 'rest' && !pairing.proven) sure = false
    if (pairing.kind !== 'paired') continue
    size = rulesOfMask(mask).length
    const fewest = withFewest(terms, mask, brokenPairs(terms, pairing), hear)
    if (!found || fewest.pairs.length < found.pairs.length) found = fewest
  }
  if (!found) return null
  const { mask, pairs } = found
  const fewest = sure && found.fewest
  const relaxed = rulesOfMask(mask)
  const list = (language: Language) =>
    relaxed.map(rule => ruleWords[rule][language]).join(language === 'ru' ? ' и ' : ' and ')
  return {
    rules: relaxed,
    exceptions: pairs.map(([u, v]) => proposedPair(problem, free[u] as number, free[v] as number, false)),
    fewest,
    words: {
      ru: `Полное распределение возможно, если разрешить ${list('ru')}; ${fewest ? 'исключений понадобится' : 'исключений хватит'}: ${pairs.length}.`,
      en: `A complete pairing exists if one may allow ${list('en')}; ${pairs.length} such ${pairs.length === 1 ? 'pair is' : 'pairs are'} ${fewest ? 'needed' : 'enough'}.`,
    },
  }
}
