import t from 'tap'
import { noEdges, pushEdge } from '../../../src/features/pairing/matching/graph.ts'
import type { PlainGraph } from '../../../src/features/pairing/plain-graph.ts'
import { bruteForcePairs } from './fixtures/brute-force.ts'
import { judgeGraph } from './fixtures/judge-graph.ts'
import { randomGraph } from './fixtures/random-graph.ts'

const graphOf = (n: number, ...edges: readonly (readonly [number, number, number])[]): PlainGraph => {
  const list = noEdges()
  for (const [u, v, w] of edges) pushEdge(list, u, v, w)
  return { n, edges: list }
}

t.test('the matching of 3,000 random graphs is what brute force finds, or is proven not to exist', async t => {
  let none = 0
  for (let seed = 1; seed <= 3000; seed++) {
    const { graph, weight } = randomGraph(seed, 12)
    // The fewer edges are tried first, the more there is to price and to repair.
    const { weight: found, wrong } = judgeGraph(graph, { first: 1 + (seed % 3), more: 1 + (seed % 2) })
    const expected = bruteForcePairs(graph.n, weight)
    if (expected === Number.NEGATIVE_INFINITY) none++
    if (found !== expected || wrong.length > 0) t.fail(`graph ${seed}`, { found, expected, wrong })
  }
  t.ok(none > 300 && none < 2700, `${none} of them have none`)
})

t.test('larger graphs are proven best, over several rounds', async t => {
  let rounds = 0
  for (let seed = 1; seed <= 60; seed++) {
    const { graph } = randomGraph(seed, 150)
    const verdict = judgeGraph(graph, { first: 2, more: 1 })
    rounds = Math.max(rounds, verdict.rounds)
    if (verdict.wrong.length > 0) t.fail(`graph ${seed}`, verdict)
  }
  t.ok(rounds > 3, `${rounds} rounds at most`)
})

t.test('a constant added to all weights adds it to every edge of the matching', async t => {
  for (let seed = 1; seed <= 300; seed++) {
    const { graph } = randomGraph(seed, 12)
    const { from, to, weight } = graph.edges
    const raised = { n: graph.n, edges: { from, to, weight: weight.map(w => w + 1234) } }
    const [before, after] = [judgeGraph(graph).weight, judgeGraph(raised).weight]
    if (after !== before + 1234 * (graph.n / 2)) t.fail(`graph ${seed}`, { before, after })
  }
  t.pass('300 graphs')
})

t.test('a blossom that has to be opened again', async t => {
  const nested = graphOf(6, [0, 1, 8], [0, 2, 9], [1, 2, 10], [2, 3, 7], [0, 5, 5], [3, 4, 6])
  t.equal(judgeGraph(nested).weight, 21, 'an S-blossom that is relabelled as a T-blossom')
  const star = graphOf(6, [0, 1, 1], [0, 2, 1], [0, 3, 1], [0, 4, 1], [0, 5, 1])
  t.same(judgeGraph(star), { weight: Number.NEGATIVE_INFINITY, rounds: 0, wrong: [] }, 'five that know only one')
  t.equal(judgeGraph(graphOf(2, [0, 1, -5])).weight, -5, 'one edge, of a negative weight')
  t.equal(judgeGraph(graphOf(2, [0, 1, 3], [1, 0, 7], [0, 1, 5])).weight, 7, 'of parallel edges the heaviest')
  t.equal(judgeGraph(graphOf(3, [0, 1, 1], [1, 2, 1], [0, 2, 1])).weight, Number.NEGATIVE_INFINITY, 'an odd number')
})

t.test('values beyond exact numbers are refused, not rounded', async t => {
  const huge = 2 ** 49
  const path = graphOf(4, [0, 1, huge], [1, 2, -huge], [2, 3, huge], [0, 2, huge], [1, 3, -huge], [0, 3, -huge])
  t.throws(() => judgeGraph(path), RangeError)
})
