import t from 'tap'
import { sampleSchools } from '../../../bench/pairing-schools.ts'
import { compareFairness, fairnessOf } from '../../../src/features/pairing/fairness.ts'
import { problemOf } from '../../../src/features/pairing/problem.ts'
import { proposePairs } from '../../../src/features/pairing/propose.ts'
import type { PairingRequest } from '../../../src/features/pairing/request.ts'
import { weightOf } from '../../../src/features/pairing/school-table.ts'
import { requestOf } from './fixtures/random-request.ts'

const compared = (request: PairingRequest) => {
  const outcome = proposePairs(request)
  if (outcome.kind !== 'proposed') throw new Error(outcome.kind)
  const { pairs, trio, total } = outcome.proposal
  const problem = problemOf(request)
  const row = (id: string) => problem.schools.findIndex(school => school.id === id)
  const groups = pairs.map(({ a, b }) => [row(a), row(b)])
  return { figures: compareFairness(problem, trio ? [...groups, trio.members.map(row)] : groups), total }
}

t.test('the figures of given groups', async t => {
  const problem = problemOf(requestOf(sampleSchools(7, 1)))
  const weight = (u: number, v: number) => weightOf(problem.all, u, v)
  const { total, mean, worst, alone } = fairnessOf(problem, [
    [0, 3],
    [1, 2, 5],
  ])
  const sides = weight(1, 2) + weight(1, 5) + weight(2, 5)
  t.equal(total, 2 * weight(0, 3) + sides)
  t.equal(mean, total / 5)
  t.equal(alone, 2)
  const shares = [weight(1, 2) + weight(1, 5), weight(1, 2) + weight(2, 5), weight(1, 5) + weight(2, 5)].map(
    sum => sum / 2,
  )
  t.equal(worst, Math.min(weight(0, 3), ...shares), 'a school of a trio has half of its two sides')
  t.match(fairnessOf(problem, []), { total: 0, mean: 0, worst: 0, firstPercentile: 0, alone: 7 })
})

t.test('the first percentile is the share that 1 % of the schools do not exceed', async t => {
  const problem = problemOf(requestOf(sampleSchools(400, 1)))
  const groups = Array.from({ length: 200 }, (_, i) => [2 * i, 2 * i + 1])
  const shares = groups.map(([u = 0, v = 0]) => weightOf(problem.all, u, v)).sort((a, b) => a - b)
  t.equal(fairnessOf(problem, groups).firstPercentile, shares[1], 'the fourth school of 400')
})

t.test('a proposal is worth more than greedy pairing, and that more than random pairing', async t => {
  for (const count of [200, 201]) {
    const { figures, total } = compared(requestOf(sampleSchools(count, 2)))
    t.equal(figures.proposed.total, total)
    t.ok(figures.proposed.total > figures.greedy.total && figures.greedy.total > figures.random.total)
    t.same([figures.proposed.alone, figures.greedy.alone, figures.random.alone], [0, 0, 0])
  }
})

t.test('who is left over finds a place in a pair that parts', async t => {
  const schools = sampleSchools(40, 2).map((school, i) => ({
    ...school,
    region: 'R',
    municipality: i < 19 ? 'M' : `N${i}`,
  }))
  const { figures } = compared(requestOf(schools))
  t.same([figures.greedy.alone, figures.random.alone], [0, 0])
})
