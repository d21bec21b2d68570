import t from 'tap'
import { sampleSchools } from '../../../../bench/pairing-schools.ts'
import { proposePairs } from '../../../../src/features/pairing/propose.ts'
import type { PairingRequest } from '../../../../src/features/pairing/request.ts'
import { boardOf, brokenOn } from '../../../../src/features/pairing/table/board.ts'
import { alternativesOf, exchangeOf, leastLoss } from '../../../../src/features/pairing/table/what-if.ts'
import { defaultSettings } from '../../../../src/features/pairing/weights.ts'

const requestOf = (count: number, locks: readonly (readonly string[])[] = []): PairingRequest => ({
  ...{ schools: sampleSchools(count, 7), on: Temporal.PlainDate.from('2022-10-07'), settings: defaultSettings },
  ...{ earlier: [], bans: [], conflicts: [], locks },
})

const proposed = (request: PairingRequest) => {
  const outcome = proposePairs(request)
  if (outcome.kind !== 'proposed') throw new Error(outcome.kind)
  const { pairs, trio, certificate, total, bound } = outcome.proposal
  const groups = [...pairs.map(({ a, b }) => [a, b]), ...(trio === null ? [] : [[...trio.members]])]
  return { total, board: boardOf(request, groups, certificate, { total, bound }) }
}

for (const count of [40, 41])
  t.test(`what a pair costs is never said to be more than it does, ${count} schools`, async t => {
    const { board, total } = proposed(requestOf(count))
    let [asked, tight] = [0, 0]
    for (let u = 0; u < 6; u++)
      for (let v = u + 1; v < count; v += 3) {
        if (brokenOn(board, u, v) !== 0) continue
        const [a = '', b = ''] = [u, v].map(row => board.problem.schools[row]?.id)
        const exact = proposePairs(requestOf(count, [[a, b]]))
        if (exact.kind !== 'proposed') continue
        const least = leastLoss(board, u, v) ?? Number.NaN
        const loss = total - exact.proposal.total
        t.ok(least >= 0 && least <= loss, `${a} and ${b}: ${least} ≤ ${loss}`)
        asked += 1
        if (least === loss) tight += 1
      }
    t.comment(`${asked} pairs, the bound is exact for ${tight}`)
  })

t.test('an exchange loses exactly what it says, and never less than the bound', async t => {
  const { board } = proposed(requestOf(40))
  for (let row = 0; row < 10; row++)
    for (const { school, leastLoss: least, exchange } of alternativesOf(board, row, 5)) {
      t.ok(exchange !== null && exchange.loss >= (least ?? 0), `${school}: ${least} ≤ ${exchange?.loss}`)
      t.equal(new Set(exchange?.groups.flat()).size, 4)
    }
  const [first = []] = board.groups
  t.equal(exchangeOf(board, first[0] ?? -1, first[1] ?? -1), null, 'they sit together')
})

t.test('whom a lock holds has no alternatives and is nobody’s', async t => {
  const [a, b] = sampleSchools(40, 7)
  const { board } = proposed(requestOf(40, [[a?.id ?? '', b?.id ?? '']]))
  const row = board.rowOf.get(a?.id ?? '') ?? -1
  t.same(alternativesOf(board, row, 5), [])
  for (let other = 2; other < 12; other++)
    t.notOk(alternativesOf(board, other, 40).some(({ school }) => school === a?.id || school === b?.id))
})
