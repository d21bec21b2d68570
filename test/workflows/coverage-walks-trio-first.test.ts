import t from 'tap'
import { trioOf } from '../fixtures/partnership.ts'
import { takeWalks } from '../fixtures/take-walks.ts'

t.setTimeout(280_000)

t.test('500 random walks of 200 events over a trio: the invariants hold at each step', async t =>
  takeWalks(t, trioOf, { from: 1001, count: 500 }),
)
