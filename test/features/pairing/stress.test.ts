import t from 'tap'
import { sampleSchools } from '../../../bench/pairing-schools.ts'
import { checkCertificate } from '../../../src/features/pairing/check-certificate.ts'
import { proposePairs } from '../../../src/features/pairing/propose.ts'
import { defaultSettings } from '../../../src/features/pairing/weights.ts'
import { requestOf } from './fixtures/random-request.ts'

const settings = { ...defaultSettings, differentRegion: true }

for (const [share, count] of [
  [0.3, 600],
  [0.45, 600],
  [0.49, 600],
  [0.5, 600],
  [0.4, 601],
  [0.49, 601],
] as const)
  t.test(`${count} schools, ${share * 100} % of them in one region, and pairs must cross regions`, async t => {
    const request = requestOf(sampleSchools(count, 4, { bigRegion: share }), { settings })
    const outcome = proposePairs(request)
    if (outcome.kind !== 'proposed') return t.fail(outcome.kind)
    t.ok(outcome.proposal.optimal)
    t.same(checkCertificate(request, outcome.proposal).faults, [])
  })

t.test('600 schools, 53 % of them in one region: 36 stay without a partner', async t => {
  const request = requestOf(sampleSchools(600, 4, { bigRegion: 0.53 }), { settings })
  const outcome = proposePairs(request, { incomplete: true })
  if (outcome.kind !== 'impossible') return t.fail(outcome.kind)
  const { witness, relaxation, incomplete } = outcome
  t.match(witness, { kind: 'barrier', alone: 36 })
  t.equal(witness.removed.length, 282, 'all schools of other regions')
  t.equal(witness.groups.length, 318, 'each school of the region stands for itself')
  t.match(witness.words.en, /318 schools of region Регион 1 may only be paired with 282 others/)
  t.same(relaxation?.rules, ['sameRegion'])
  t.match(relaxation, { fewest: true })
  t.equal(relaxation?.exceptions.length, 18)
  t.equal(incomplete?.alone.length, 36)
  t.equal(incomplete?.pairs.length, 282)
  t.ok(incomplete?.optimal)
})

t.test('601 schools, 53 % of them in one region', async t => {
  const request = requestOf(sampleSchools(601, 4, { bigRegion: 0.53 }), { settings })
  const outcome = proposePairs(request)
  if (outcome.kind !== 'impossible') return t.fail(outcome.kind)
  t.match(outcome.witness, { kind: 'barrier', alone: 319 - 282 - 3 })
  t.same(outcome.relaxation?.rules, ['sameRegion'])
})

for (const [kind, equals, count] of [
  ['hundreds of schools that are as near to each other as can be', 300, 900],
  ['odd clumps of schools that have each only its own among the nearest', 13, 780],
] as const)
  t.test(`${kind}: no few of them are everybody's candidates, and no search goes on for ever`, async t => {
    const sample = sampleSchools(count, 6)
    const schools = sample.map(({ id, region, municipality }, i) => ({
      ...(sample[Math.floor(i / equals)] ?? sample[0]),
      ...{ id, region, municipality },
    }))
    const request = requestOf(schools as typeof sample)
    const outcome = proposePairs(request)
    if (outcome.kind !== 'proposed') return t.fail(outcome.kind)
    t.ok(outcome.proposal.optimal)
    t.ok(outcome.proposal.rounds < 100, `${outcome.proposal.rounds} rounds`)
    t.same(checkCertificate(request, outcome.proposal).faults, [])
  })

t.test('schools of one municipality alone', async t => {
  const schools = sampleSchools(12, 1).map(school => ({ ...school, region: ' Регион 1', municipality: 'ОКРУГ 1 ' }))
  const outcome = proposePairs(requestOf(schools), { incomplete: true })
  if (outcome.kind !== 'impossible') return t.fail(outcome.kind)
  t.match(outcome.witness.words, {
    ru: 'Школы муниципалитета «ОКРУГ 1» (Регион 1) (12) не имеют ни одного допустимого партнёра. Без партнёра остаётся школ: 12.',
  })
  t.same(outcome.relaxation?.rules, ['sameMunicipality'])
  t.equal(outcome.relaxation?.exceptions.length, 6)
  t.equal(outcome.incomplete?.alone.length, 12)
})

t.test('two regions and an odd number: there is no trio whose schools lie in three regions', async t => {
  const schools = sampleSchools(21, 1).map((school, i) => ({ ...school, region: `Регион ${i % 2}` }))
  const outcome = proposePairs(requestOf(schools, { settings }), { incomplete: true })
  if (outcome.kind !== 'impossible') return t.fail(outcome.kind)
  t.match(outcome.witness, { kind: 'no trio', alone: 1 })
  t.equal(outcome.incomplete?.alone.length, 1)
  t.equal(outcome.incomplete?.pairs.length, 10)
})
