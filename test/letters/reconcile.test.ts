import fc from 'fast-check'
import t from 'tap'
import { differenceOf, type Past } from '../../src/letters/reconcile.ts'
import type { Owed, Wanted } from '../../src/letters/wanted.ts'

const root = '00000000-0000-4000-8000-000000000001'
const key = 'duty/1/package'
const person = '00000000-0000-4000-8000-00000000000a'

type Shape = Wanted['shapes'][number]

const rung = (step: number, deadline: string, ahead: boolean): Shape => ({
  key,
  kind: 'rung',
  step,
  role: 'school',
  seat: 1,
  class: 'ordinary',
  deadline,
  openedAt: deadline,
  sendAt: `${deadline} ${step}`,
  detail: {},
  state: ahead ? 'due' : 'skipped',
  reason: ahead ? null : 'moved',
})

const wantedOf = (shapes: Shape[]): Wanted => ({
  shapes,
  shape: shapes.map((_, index) => index),
  root: shapes.map(() => root),
  school: shapes.map(() => root),
  person: shapes.map(() => person),
})

const duty = (owed: boolean): Owed => ({ root, key, why: 'done', owed, at: 'now' })

const past = (id: number, step: number, deadline: string, rest: Partial<Past> = {}): Past => ({
  id,
  root,
  key,
  step,
  role: 'school',
  seat: 1,
  person,
  generation: 1,
  deadline,
  sendAt: `${deadline} ${step}`,
  state: 'due',
  inHand: false,
  ...rest,
})

t.test('a deadline that moves past a rung that went opens its next generation; an open one moves along', async t => {
  const wanted = wantedOf([rung(-7, 'later', true), rung(-3, 'later', true)])
  t.same(differenceOf([duty(true)], wanted, [past(1, -7, 'sooner', { state: 'sent' }), past(2, -3, 'sooner')]), {
    moved: [{ id: 2, shape: 1 }],
    ended: [],
    fresh: [{ place: 0, generation: 2 }],
  })
})

t.test('what went, failed or was cancelled for a deadline is not opened for it again; what was skipped is', async t => {
  for (const [state, fresh] of [
    ['sent', []],
    ['failed', []],
    ['cancelled', []],
    ['skipped', [{ place: 0, generation: 2 }]],
  ] as const)
    t.same(
      differenceOf([duty(true)], wantedOf([rung(0, 'same', true)]), [past(1, 0, 'same', { state })]).fresh,
      fresh,
      state,
    )
})

t.test('one whose letter is on its way is left; it gets a successor only where the deadline moved', async t => {
  const inHand = past(1, 0, 'sooner', { inHand: true })
  t.same(differenceOf([duty(false)], wantedOf([]), [inHand]), { moved: [], ended: [], fresh: [] })
  t.same(differenceOf([duty(true)], wantedOf([rung(0, 'sooner', true)]), [inHand]).fresh, [])
  t.same(differenceOf([duty(true)], wantedOf([rung(0, 'later', true)]), [inHand]).fresh, [{ place: 0, generation: 2 }])
})

t.test('what is owed no more ends with the reason; who no longer answers for it is replaced', async t => {
  t.same(differenceOf([duty(false)], wantedOf([]), [past(1, 0, 'same')]).ended, [{ id: 1, reason: 'done', at: 'now' }])
  t.same(differenceOf([duty(true)], wantedOf([]), [past(1, 0, 'same')]).ended, [
    { id: 1, reason: 'replaced', at: 'now' },
  ])
})

/** Writes a difference as the database would. */
const apply = (known: readonly Past[], wanted: Wanted, difference: ReturnType<typeof differenceOf>): Past[] => {
  const moved = new Map(difference.moved.map(({ id, shape }) => [id, wanted.shapes[shape]]))
  const ended = new Set(difference.ended.map(({ id }) => id))
  const kept = known.map((entry): Past => {
    const to = moved.get(entry.id)
    if (ended.has(entry.id)) return { ...entry, state: 'skipped' }
    return to === undefined ? entry : { ...entry, deadline: to.deadline ?? '', sendAt: to.sendAt }
  })
  const fresh = difference.fresh.map(({ place, generation }, index): Past => {
    const shape = wanted.shapes[place]
    if (shape === undefined) throw new Error('there is no such shape')
    return past(known.length + index + 1, shape.step, shape.deadline ?? '', {
      generation,
      sendAt: shape.sendAt,
      state: shape.state,
    })
  })
  return [...kept, ...fresh]
}

t.test(
  'whatever happens, one generation of a rung is open, it is the newest, and telling it twice changes nothing',
  async t => {
    const steps = [-7, -3, -1, 0, 1]
    const happening = fc.oneof(
      fc.record({
        what: fc.constant('owed' as const),
        deadline: fc.constantFrom('1', '2', '3'),
        passed: fc.integer({ min: 0, max: 5 }),
      }),
      fc.record({ what: fc.constant('over' as const) }),
      fc.record({ what: fc.constant('sent' as const), step: fc.constantFrom(...steps) }),
    )
    const property = fc.property(fc.array(happening, { maxLength: 12 }), happenings => {
      let entries: Past[] = []
      for (const one of happenings) {
        if (one.what === 'sent')
          entries = entries.map(entry =>
            entry.step === one.step && entry.state === 'due' ? { ...entry, state: 'sent' } : entry,
          )
        else {
          const wanted = wantedOf(
            one.what === 'owed' ? steps.map((step, index) => rung(step, one.deadline, index >= one.passed)) : [],
          )
          const duties = [duty(one.what === 'owed')]
          entries = apply(entries, wanted, differenceOf(duties, wanted, entries))
          const again = differenceOf(duties, wanted, entries)
          if (again.ended.length + again.fresh.length + again.moved.length > 0) return false
        }
        for (const own of Map.groupBy(entries, ({ step }) => step).values()) {
          const open = own.filter(({ state }) => state === 'due')
          const newest = Math.max(...own.map(({ generation }) => generation))
          if (open.length > 1 || open.some(({ generation }) => generation !== newest)) return false
          if (new Set(own.map(({ generation }) => generation)).size !== own.length) return false
        }
      }
      return true
    })
    fc.assert(property, { numRuns: 2000 })
    t.pass('2,000 histories of up to 12 happenings')
  },
)
