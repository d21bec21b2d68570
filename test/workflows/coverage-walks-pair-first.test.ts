import t from 'tap'
import { pairOf } from '../fixtures/partnership.ts'
import { takeWalks } from '../fixtures/take-walks.ts'

t.setTimeout(280_000)

t.test('500 random walks of 200 events over a pair: the invariants hold at each step', async t =>
  takeWalks(t, pairOf, { from: 1, count: 500 }),
)
