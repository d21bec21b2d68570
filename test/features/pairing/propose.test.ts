import fc from 'fast-check'
import t from 'tap'
import { sampleSchools } from '../../../bench/pairing-schools.ts'
import { type PairingOutcome, proposePairs } from '../../../src/features/pairing/propose.ts'
import type { PairingRequest } from '../../../src/features/pairing/request.ts'
import { judgeRequest } from './fixtures/judge-request.ts'
import { randomRequest, requestOf } from './fixtures/random-request.ts'
import { bestTrioByTrying } from './fixtures/trios-by-trying.ts'

const proposed = (request: PairingRequest) => {
  const outcome = proposePairs(request)
  if (outcome.kind !== 'proposed') throw new Error(`no proposal: ${outcome.kind}`)
  return outcome.proposal
}

t.test('the outcome of 300 small requests is what brute force finds', async t => {
  const kinds = new Map<PairingOutcome['kind'], number>()
  for (let seed = 1; seed <= 300; seed++) {
    const { outcome, wrong } = judgeRequest(randomRequest(seed, 1 + (seed % 9)))
    kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1)
    if (wrong.length > 0) t.fail(`request ${seed}`, { wrong })
  }
  t.ok((kinds.get('proposed') ?? 0) > 50 && (kinds.get('impossible') ?? 0) > 50, 'possible ones and impossible ones', {
    kinds,
  })
})

t.test('weights of hundreds of millions are as exact', async t => {
  for (let seed = 1; seed <= 20; seed++) {
    const request = randomRequest(seed, 4 + (seed % 5))
    const { wrong } = judgeRequest({ ...request, settings: { ...request.settings, riskStep: 2_000_000 } })
    if (wrong.length > 0) t.fail(`request ${seed}`, { wrong })
  }
  t.pass('20 requests')
})

t.test('an odd number of which every trio leaves four alone, and pairs without a trio only one', async t => {
  const { outcome, wrong } = judgeRequest(randomRequest(1715, 11))
  t.same(wrong, [])
  t.match(outcome, { kind: 'impossible', witness: { kind: 'rest', alone: 1 }, incomplete: { trio: null } })
})

t.test('an odd number: no other trio is better, with all other schools paired anew for each', async t => {
  for (const [count, seed] of [
    [13, 1],
    [15, 2],
    [17, 3],
  ] as const) {
    const request = requestOf(sampleSchools(count, seed))
    const { total, optimal, trio } = proposed(request)
    t.equal(total, bestTrioByTrying(request), `${count} schools`)
    t.ok(optimal && trio?.members.length === 3)
  }
})

t.test('what the theory says', async t => {
  await t.test('other ids for the same schools give the same total', async t => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), fc.integer({ min: 1, max: 1e6 }), (count, seed) => {
        const schools = sampleSchools(count, seed)
        const others = schools.map((school, i) => ({ ...school, id: `x${(i * 7919) % 1009}` }))
        const [a, b] = [proposePairs(requestOf(schools)), proposePairs(requestOf(others.toReversed()))]
        return (
          a.kind === b.kind && (a.kind !== 'proposed' || b.kind !== 'proposed' || a.proposal.total === b.proposal.total)
        )
      }),
      { numRuns: 40 },
    )
    t.pass()
  })

  await t.test('a constant on every weight adds itself for every school', async t => {
    for (const count of [40, 41]) {
      const request = requestOf(sampleSchools(count, 5))
      const { settings } = request
      const raised = { ...request, settings: { ...settings, sizeBest: settings.sizeBest + 777 } }
      t.equal(proposed(raised).total, proposed(request).total + 777 * count)
    }
  })

  await t.test('a ban on a proposed pair never gains, and a ban on any other loses nothing', async t => {
    const request = requestOf(sampleSchools(60, 8))
    const before = proposed(request)
    for (const { a, b } of before.pairs.slice(0, 5)) {
      const after = proposed({ ...request, bans: [[b, a]] })
      t.ok(after.total <= before.total)
      t.notOk(after.pairs.some(pair => pair.a === a && pair.b === b))
    }
    const [first, second] = before.pairs
    t.equal(proposed({ ...request, bans: [[first?.a ?? '', second?.a ?? '']] }).total, before.total)
  })

  await t.test('a lock on a proposed pair changes nothing', async t => {
    const request = requestOf(sampleSchools(60, 8))
    const before = proposed(request)
    const locks = before.pairs.slice(3, 9).map(({ a, b }) => [a, b])
    const after = proposed({ ...request, locks })
    t.equal(after.total, before.total)
    t.equal(after.pairs.filter(({ locked }) => locked).length, 6)
  })

  await t.test('the same request gives the same proposal, in whatever order its schools stand', async t => {
    const schools = sampleSchools(301, 3)
    t.same(proposed(requestOf(schools)), proposed(requestOf(schools.toReversed())))
  })
})

t.test('few schools', async t => {
  const [a, b, c] = sampleSchools(3, 1)
  if (!a || !b || !c) return
  t.match(proposed(requestOf([])), { pairs: [], trio: null, total: 0, optimal: true })
  t.match(proposePairs(requestOf([a])), { kind: 'impossible', witness: { alone: 1 }, relaxation: null })
  t.match(proposed(requestOf([a, b])).pairs, [{ a: a.id, b: b.id }])
  const three = proposed(requestOf([a, b, c]))
  t.match(three, { pairs: [], trio: { members: [a.id, b.id, c.id] }, total: three.trio?.weight, optimal: true })
})

t.test('locks', async t => {
  const schools = sampleSchools(9, 2)
  const ids = schools.map(({ id }) => id)
  const same = schools.map(school => ({
    ...school,
    region: 'R',
    municipality: ids.indexOf(school.id) < 2 ? 'M' : school.id,
  }))
  const [one = '', two = '', three = '', four = '', five = ''] = ids

  await t.test('keep a pair of one municipality, and say which rule it breaks', async t => {
    const { pairs } = proposed(requestOf(same, { locks: [[two, one]] }))
    t.match(pairs[0], { a: one, b: two, locked: true, broken: ['sameMunicipality'] })
  })

  await t.test('a locked trio is the trio', async t => {
    const { trio, certificate } = proposed(requestOf(same, { locks: [[three, four, five]] }))
    t.match(trio, { members: [three, four, five], locked: true })
    t.equal(Object.keys(certificate.y).length, 6)
    t.same(certificate.trio, [three, four, five])
  })

  await t.test('everybody locked', async t => {
    const locks = [[one, two, three], [four, five], ids.slice(5, 7), ids.slice(7, 9)]
    t.match(proposed(requestOf(same, { locks })), { optimal: true, certificate: { y: {}, sets: [] } })
  })
})

t.test('a request with faults names them', async t => {
  const schools = sampleSchools(9, 2)
  const [a = '', b = '', c = '', d = '', e = '', f = ''] = schools.map(({ id }) => id)
  const faults = (more: Partial<PairingRequest>, count = 9) => {
    const outcome = proposePairs(requestOf(schools.slice(0, count), more))
    return outcome.kind === 'faulty'
      ? outcome.faults.map(({ list, index, words }) => `${list} ${index}: ${words.en}`)
      : []
  }
  t.same(faults({ bans: [[a, b]], locks: [[b, a]] }), [
    `locks 0: ${b} and ${a} are locked together, but the pair is banned; lift one of the two`,
  ])
  t.same(faults({ conflicts: [[a, b]], locks: [[a, b]] }), [
    `locks 0: ${a} and ${b} are locked together, but a conflict between them is declared`,
  ])
  t.same(
    faults({
      locks: [
        [a, b, c],
        [d, e, f],
      ],
    }),
    ['locks 1: a trio is locked already, and an odd number of schools has exactly one'],
  )
  t.same(faults({ locks: [[a, b, c]] }, 8), [
    'locks 0: three schools are locked together, but an even number of schools (8) has no trio',
  ])
  t.same(
    faults({
      locks: [
        [a, b],
        [b, c],
      ],
    }),
    [`locks 1: ${b} is in another lock already`],
  )
  t.same(faults({ earlier: [[a, 'nobody']] }), ['earlier 0: there is no school with the id nobody'])
  t.same(faults({ bans: [[a, a]] }), [`bans 0: ${a} stands beside itself`])
  const twice = proposePairs(requestOf([...schools, ...schools.slice(0, 1)]))
  t.match(twice, { kind: 'faulty', faults: [{ list: 'schools', index: 9 }] })
})

t.test('a run can be followed, and ended', async t => {
  const request = requestOf(sampleSchools(600, 1))
  const stages: string[] = []
  proposePairs(request, { onProgress: ({ stage }) => stages.push(stage) })
  t.same([...new Set(stages)], ['candidates', 'matching'])
  for (const after of [1, stages.length - 1]) {
    let asked = 0
    t.same(proposePairs(request, { isCancelled: () => ++asked >= after }), { kind: 'cancelled' })
  }
})
