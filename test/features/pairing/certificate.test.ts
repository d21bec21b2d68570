import t from 'tap'
import { sampleSchools } from '../../../bench/pairing-schools.ts'
import { type Claim, checkCertificate } from '../../../src/features/pairing/check-certificate.ts'
import { proposePairs } from '../../../src/features/pairing/propose.ts'
import type { PairingRequest } from '../../../src/features/pairing/request.ts'
import { requestOf } from './fixtures/random-request.ts'

const claimFor = (request: PairingRequest): Claim => {
  const outcome = proposePairs(request)
  if (outcome.kind !== 'proposed') throw new Error(outcome.kind)
  return outcome.proposal
}

const faultsOf = (request: PairingRequest, claim: Claim): string => checkCertificate(request, claim).faults.join('; ')

t.test('a certificate of pairs holds over all pairs, and adds up', async t => {
  const schools = sampleSchools(200, 6)
  const [a = '', b = '', c = ''] = schools.map(({ id }) => id)
  const request = requestOf(schools, { locks: [[a, c]], bans: [[b, c]] })
  const claim = claimFor(request)
  const { certificate } = claim
  t.same(checkCertificate(request, claim), { faults: [], pairsLookedAt: (198 * 197) / 2 })
  t.equal(Object.keys(certificate.y).length, 198, 'the locked schools are not in it')
  t.ok(certificate.sets.length > 0)
  for (const { members, z } of certificate.sets) t.ok(members.length % 2 === 1 && 2 * members.length <= 198 && z > 0)
  const y = Object.values(certificate.y).reduce((sum, value) => sum + value, 0)
  const sets = certificate.sets.reduce((sum, { z, members }) => sum + (z * (members.length - 1)) / 2, 0)
  const unlocked = claim.pairs.filter(pair => pair.a !== a && pair.b !== c).reduce((sum, { weight }) => sum + weight, 0)
  t.equal(y + sets, certificate.scale * unlocked)
  t.same(JSON.parse(JSON.stringify(certificate)), certificate, 'it is plain JSON')
})

t.test('the checker finds what was tampered with', async t => {
  const request = requestOf(sampleSchools(60, 6))
  const claim = claimFor(request)
  const { certificate, pairs } = claim
  const [first, second, ...others] = pairs
  if (!first || !second) return
  const ids = Object.keys(certificate.y)
  const withY = (change: (id: string, y: number) => number): Claim => ({
    ...claim,
    certificate: { ...certificate, y: Object.fromEntries(ids.map(id => [id, change(id, certificate.y[id] ?? 0)])) },
  })
  const swapped = [{ ...first, b: second.b }, { ...second, b: first.b }, ...others]
  t.match(
    faultsOf(
      request,
      withY((_, y) => y - 4),
    ),
    /outweighs its dual values/,
    'values that are too low',
  )
  t.match(
    faultsOf(
      request,
      withY((_, y) => y + 4),
    ),
    /does not add up/,
    'values that are too high',
  )
  t.match(
    faultsOf(
      request,
      withY((id, y) => y + (id === ids[0] ? 0.5 : 0)),
    ),
    /no whole value/,
  )
  t.match(faultsOf(request, { ...claim, pairs: swapped }), /weigh/, 'other pairs with the old weights')
  t.match(faultsOf(request, { ...claim, pairs: others }), /exactly one place/)
  t.match(faultsOf(request, { ...claim, total: claim.total + 2 }), /the total is/)
  t.match(faultsOf(request, { ...claim, optimal: false }), /may be called optimal/)
  t.match(faultsOf(request, { ...claim, certificate: { ...certificate, bound: 1 } }), /another bound/)
  t.match(faultsOf({ ...request, bans: [[first.b, first.a]] }, claim), /may not be proposed/)
  t.match(faultsOf({ ...request, locks: [[first.a, second.a]] }, claim), /is not kept/)
  const even = { ...certificate, sets: [{ z: 4, members: ids.slice(0, 4) }] }
  t.match(faultsOf(request, { ...claim, certificate: even }), /not an odd set/)
  const negative = { ...certificate, sets: [{ z: -4, members: ids.slice(0, 3) }] }
  t.match(faultsOf(request, { ...claim, certificate: negative }), /at least 0/)
})

t.test('an odd number: every trio is bounded', async t => {
  const request = requestOf(sampleSchools(101, 4))
  const claim = claimFor(request)
  const { certificate, trio } = claim
  t.same(checkCertificate(request, claim).faults, [])
  t.same(certificate.trio, trio?.members)
  t.equal(Object.keys(certificate.y).length, 98, 'the trio is not in it')
  t.ok(certificate.trioBounds.every(({ y }) => Object.keys(y).length === 101))
  t.match(faultsOf(request, { ...claim, certificate: { ...certificate, trioBounds: [] } }), /does not bound the trios/)
  t.match(faultsOf(request, { ...claim, certificate: { ...certificate, trio: [] } }), /another trio/)
  const raised = certificate.trioBounds.map(({ y, sets }) => ({
    sets,
    y: Object.fromEntries(Object.entries(y).map(([id, value]) => [id, value + 400])),
  }))
  t.match(faultsOf(request, { ...claim, certificate: { ...certificate, trioBounds: raised } }), /is not bounded/)
})

t.test('a second best pairing cannot be passed off as the best', async t => {
  const request = requestOf(sampleSchools(40, 9))
  const best = claimFor(request)
  const [first] = best.pairs
  const worse = claimFor({ ...request, bans: [[first?.a ?? '', first?.b ?? '']] })
  t.ok(worse.total < best.total)
  t.match(faultsOf(request, worse), /outweighs its dual values/)
  t.match(faultsOf(request, { ...worse, certificate: best.certificate }), /does not add up/)
})
