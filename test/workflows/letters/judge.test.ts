import fc from 'fast-check'
import t from 'tap'
import { type DueEntry, type Judged, judge } from '../../../workflows/letters/judge.ts'

const dueAt = '2022-10-07T21:00:00.000Z'

const rung = (id: number, step: number, rest: Partial<DueEntry> = {}): DueEntry => ({
  ...{ id, kind: 'rung', root: 'r', key: 'duty/1/package', step, sendAt: '', day: '2022-10-07', duty: { dueAt } },
  ...{ spent: null, muted: false },
  ...rest,
})

const verdicts = (judged: readonly Judged[]) =>
  judged.map(each => (each.verdict === 'send' ? `${each.id}` : `${each.id} ${each.reason}`))

const [before, after] = ['2022-10-07T06:00:00.000Z', '2022-10-10T06:00:00.000Z']

t.test('of two rungs that meet on one day the later one speaks', async t => {
  t.same(verdicts(judge([rung(1, -1), rung(2, 0)], before)), ['1 folded', '2'])
  t.same(verdicts(judge([rung(2, 0), rung(1, -1)], before)), ['2', '1 folded'], 'in whatever order they come')
})

t.test('a rung before the deadline that waited over a day is stale beside the next one', async t => {
  t.same(verdicts(judge([rung(1, -1, { day: '2022-10-06' }), rung(2, 0)], before)), ['1 stale', '2'])
  t.same(verdicts(judge([rung(1, -1, { day: '2022-10-06' })], before)), ['1'], 'alone it still goes')
})

t.test('after the deadline what was to be said before it is stale, from the very instant on', async t => {
  t.same(verdicts(judge([rung(1, 0)], dueAt)), ['1 stale'])
  t.same(verdicts(judge([rung(1, 0)], '2022-10-07T20:59:59.999Z')), ['1'])
  t.same(verdicts(judge([rung(1, 1)], dueAt)), ['1'])
})

t.test('of several missed rungs after the deadline the latest goes, the others are folded into it', async t => {
  const missed = [
    rung(1, 0, { day: '2022-10-07' }),
    rung(2, 1, { day: '2022-10-10' }),
    rung(3, 3, { day: '2022-10-12' }),
  ]
  t.same(verdicts(judge(missed, '2022-10-14T06:00:00.000Z')), ['1 stale', '2 folded', '3'])
})

t.test('a rung after a deadline that lies ahead again is not said', async t => {
  t.same(verdicts(judge([rung(1, 1, { duty: { dueAt: '2022-10-17T21:00:00.000Z' } })], after)), ['1 extended'])
})

t.test('what is owed no more is not said, with its reason', async t => {
  const over = (['done', 'held', 'waived', 'withdrawn', 'moved'] as const).map((reason, id) =>
    rung(id, 1, { duty: { over: reason } }),
  )
  t.same(verdicts(judge(over, after)), ['0 done', '1 held', '2 waived', '3 withdrawn', '4 moved'])
  t.same(verdicts(judge([rung(1, 1, { duty: null })], after)), ['1 done'], 'of a duty that is no more')
})

t.test(
  'one duty is said once to a person, whatever roles it comes by; other duties and partnerships have their own',
  async t => {
    const entries = [
      rung(1, 1),
      rung(2, 3),
      rung(3, 1, { key: 'duty/2/package' }),
      rung(4, 1, { root: 'another' }),
      rung(5, 3),
    ]
    t.same(verdicts(judge(entries, after)), ['1 folded', '2 folded', '3', '4', '5'])
  },
)

t.test('events are told each by itself, unless muted or spent', async t => {
  const event = (id: number, rest: Partial<DueEntry> = {}) => rung(id, 7, { kind: 'revealed', duty: null, ...rest })
  const told = judge([event(1), event(2), event(3, { muted: true }), event(4, { spent: 'stale' }), rung(5, 1)], after)
  t.same(verdicts(told), ['1', '2', '3 muted', '4 stale', '5'])
})

const anyDay = fc.integer({ min: 1, max: 28 }).map(day => `2022-10-${String(day).padStart(2, '0')}`)
const anyDuty = fc.oneof(
  anyDay.map(day => ({ dueAt: `${day}T21:00:00.000Z` })),
  fc.constantFrom<DueEntry['duty']>(null, { over: 'done' }, { over: 'held' }),
)
const anyEntry = fc.record({
  step: fc.constantFrom(-7, -3, -1, 0, 1, 3, 7),
  duty: fc.constantFrom('a', 'b'),
  day: anyDay,
  kind: fc.constantFrom<DueEntry['kind']>('rung', 'rung', 'rung', 'revealed'),
  muted: fc.boolean(),
})
const anyEntries = fc.record({
  a: anyDuty,
  b: anyDuty,
  list: fc.array(anyEntry, { maxLength: 12 }),
  at: anyDay.map(day => `${day}T06:00:00.000Z`),
})

t.test(
  'whatever comes due: an answer each, one letter a duty at most, nothing to the done, and never silence about what is overdue',
  async t => {
    const runs = { numRuns: 3000 }
    fc.assert(
      fc.property(anyEntries, ({ list, at, ...duties }) => {
        const entries = list.map((each, index) =>
          rung(index, each.step, {
            ...each,
            key: each.duty,
            duty: each.kind === 'rung' ? duties[each.duty as 'a' | 'b'] : null,
            muted: each.kind !== 'rung' && each.muted,
          }),
        )
        const judged = judge(entries, at)
        if (judged.some(({ id }, index) => id !== index) || judged.length !== entries.length) return false
        const said = entries.filter((_, index) => judged[index]?.verdict === 'send' && entries[index]?.kind === 'rung')
        for (const key of ['a', 'b'] as const) {
          const duty = duties[key]
          const own = said.filter(each => each.key === key)
          if (own.length > 1) return false
          if (duty === null || 'over' in duty) {
            if (own.length > 0) return false
            continue
          }
          const overdue = duty.dueAt <= at
          if (own.some(({ step }) => step > 0 !== overdue)) return false
          const useful = entries.filter(each => each.kind === 'rung' && each.key === key && each.step > 0 === overdue)
          if (useful.length > 0 && own[0]?.step !== Math.max(...useful.map(({ step }) => step))) return false
        }
        return true
      }),
      runs,
    )
    t.pass(`${runs.numRuns} mornings`)
  },
)
