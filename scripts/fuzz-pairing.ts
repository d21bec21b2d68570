import { parseArgs } from 'node:util'
import { sampleSchools } from '../bench/pairing-schools.ts'
import { proposePairs } from '../src/features/pairing/propose.ts'
import { bruteForcePairs } from '../test/features/pairing/fixtures/brute-force.ts'
import { judgeGraph } from '../test/features/pairing/fixtures/judge-graph.ts'
import { judgeRequest } from '../test/features/pairing/fixtures/judge-request.ts'
import { randomGraph } from '../test/features/pairing/fixtures/random-graph.ts'
import { randomRequest, requestOf } from '../test/features/pairing/fixtures/random-request.ts'
import { bestTrioByTrying } from '../test/features/pairing/fixtures/trios-by-trying.ts'

/**
 * `npm run fuzz:pairing [-- --graphs N --larger N --requests N --trios N --seed S]`: the long form of the tests of pairing.
 * Random graphs against brute force, larger ones against their certificates, random requests against brute force, and odd
 * numbers of schools against all trios. Ends with 1 and the seeds if anything is wrong.
 */
const { values } = parseArgs({
  options: {
    graphs: { type: 'string', default: '100000' },
    larger: { type: 'string', default: '2000' },
    requests: { type: 'string', default: '5000' },
    trios: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
  },
})

const first = Number(values.seed)
const wrong: string[] = []

/** Runs `judge` on so many seeds; what it returns is wrong. */
const each = (name: string, count: number, judge: (seed: number) => readonly string[]): void => {
  const begun = performance.now()
  for (let seed = first; seed < first + count; seed++) {
    wrong.push(...judge(seed).map(sentence => `${name}, seed ${seed}: ${sentence}`))
    if ((seed - first + 1) % 10_000 === 0) console.log(`${name}: ${seed - first + 1}`)
  }
  console.log(
    `${name}: ${count} done in ${((performance.now() - begun) / 1000).toFixed(1)} s, ${wrong.length} wrong so far`,
  )
}

each('graphs', Number(values.graphs), seed => {
  const { graph, weight } = randomGraph(seed, 12)
  const verdict = judgeGraph(graph, { first: 1 + (seed % 4), more: 1 + (seed % 3) })
  const expected = bruteForcePairs(graph.n, weight)
  return verdict.weight === expected
    ? verdict.wrong
    : [`found ${verdict.weight}, brute force ${expected}`, ...verdict.wrong]
})

each(
  'larger graphs',
  Number(values.larger),
  seed => judgeGraph(randomGraph(seed, 120).graph, { first: 2, more: 1 }).wrong,
)

each('requests', Number(values.requests), seed => judgeRequest(randomRequest(seed, 1 + (seed % 11))).wrong)

each('trios', Number(values.trios), seed => {
  // 43 schools have 12,341 trios; each is locked once, and the other 40 schools are paired anew.
  const request = requestOf(sampleSchools(43 - 2 * ((seed - first) % 8), seed))
  const outcome = proposePairs(request)
  const total = outcome.kind === 'proposed' && outcome.proposal.optimal ? outcome.proposal.total : Number.NaN
  const expected = bestTrioByTrying(request)
  return total === expected ? [] : [`found ${total}, by trying ${expected}`]
})

for (const sentence of wrong.slice(0, 50)) console.error(sentence)
console.log(wrong.length === 0 ? 'Nothing is wrong.' : `${wrong.length} wrong.`)
process.exitCode = wrong.length === 0 ? 0 : 1
