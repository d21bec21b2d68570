import t from 'tap'
import { seeded } from '../../../bench/pairing-schools.ts'
import { candidatesOf } from '../../../src/features/pairing/candidates.ts'
import type { Dual } from '../../../src/features/pairing/matching/dual.ts'
import { violatedPairs } from '../../../src/features/pairing/pricing.ts'
import { problemOf } from '../../../src/features/pairing/problem.ts'
import { brokenBy, type Terms, worthOf } from '../../../src/features/pairing/rules.ts'
import { randomRequest } from './fixtures/random-request.ts'

/** Dual values without odd sets. */
const dualOf = (y: Float64Array): Dual => ({
  y,
  none: y.length,
  around: new Int32Array(y.length + 1).fill(y.length),
  value: new Float64Array(y.length + 1),
  sum: new Float64Array(y.length + 1),
  depth: new Int32Array(y.length + 1),
  jump: new Int32Array(y.length + 1).fill(y.length),
  exchanged: [],
  bound: 0,
})

const few = 3

const termsOf = (seed: number): Terms => {
  const { terms } = problemOf(randomRequest(seed, 40 + (seed % 60)))
  return seed % 3 === 0 ? { ...terms, forbidden: 100_000 } : terms
}

const key = (u: number, v: number) => `${Math.min(u, v)} ${Math.max(u, v)}`

t.test(
  'the candidates of a school are those that lose least with it, and its reach is the loss of the last',
  async t => {
    for (let seed = 1; seed <= 40; seed++) {
      const terms = termsOf(seed)
      const { n } = terms.table
      const {
        edges,
        likeness: { ideal },
        reach,
      } = candidatesOf(terms, few, () => undefined)
      const chosen = new Set(edges.from.map((u, e) => key(u, edges.to[e] ?? -1)))
      if (chosen.size !== edges.from.length) t.fail('an edge stands twice')
      for (let u = 0; u < n; u++)
        for (let v = 0; v < u; v++) {
          const loss = (ideal[u] ?? 0) + (ideal[v] ?? 0) - 4 * worthOf(terms, u, v)
          const admissible = brokenBy(terms, u, v) === 0
          if (loss < 0) t.fail('a pair beyond its ideals')
          if (!chosen.has(key(u, v)) && loss < Math.max(reach[u] ?? 0, reach[v] ?? 0))
            t.fail(`request ${seed}: ${u}, ${v} within reach`)
          if (chosen.has(key(u, v)) && !admissible && terms.forbidden === Infinity) t.fail('a forbidden candidate')
        }
    }
    t.pass('40 requests')
  },
)

t.test('pricing finds exactly the pairs outside the candidates that violate the dual values', async t => {
  let found = 0
  for (let seed = 1; seed <= 40; seed++) {
    const terms = termsOf(seed)
    const { n } = terms.table
    const candidates = candidatesOf(terms, few, () => undefined)
    const known = new Set(candidates.edges.from.map((u, e) => key(u, candidates.edges.to[e] ?? -1)))
    const random = seeded(seed)
    const spread = 4000 * random()
    const y = candidates.likeness.ideal.map(ideal => Math.round(ideal - 6000 * random() ** 3 - spread))
    const expected = new Set<string>()
    for (let u = 0; u < n; u++)
      for (let v = 0; v < u; v++)
        if (!known.has(key(u, v)) && 4 * worthOf(terms, u, v) > (y[u] ?? 0) + (y[v] ?? 0)) expected.add(key(u, v))
    const { from, to } = violatedPairs(terms, candidates, dualOf(y), n)
    // Candidates satisfy the dual values of a search; here they need not, and may be found too.
    const violated = new Set(from.map((u, e) => key(u, to[e] ?? -1)).filter(pair => !known.has(pair)))
    found += violated.size
    t.same([...violated].sort(), [...expected].sort(), `request ${seed}`)
  }
  t.ok(found > 1000, `${found} pairs`)
})
