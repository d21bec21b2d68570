import { pino } from 'pino'
import t from 'tap'
import { createKeeper, longestUnkeptMs } from '../../../src/delivery/letters/keeper.ts'
import { createLeases } from '../../../src/delivery/letters/leases.ts'
import { createSlots } from '../../../src/delivery/letters/slots.ts'
import type { Outcome } from '../../../src/letters/types.ts'
import { until } from '../../fixtures/program.ts'
import { handingOf } from './fixtures.ts'

const log = pino({ level: 'silent' })
const sent = (letter: string): Outcome => ({ letter, attempt: 1, outcome: 'sent', code: null, answer: null })

t.test('while one group is written the next gathers; each outcome resolves with its own group', async t => {
  const groups: { letters: string[]; at: string; done: () => void }[] = []
  const keeper = createKeeper(
    (outcomes, at) =>
      new Promise<void>(done => groups.push({ letters: outcomes.map(({ letter }) => letter), at, done })),
    log,
  )
  const kept: string[] = []
  const keep = (letter: string, at: string) => keeper.keep(sent(letter), at).then(() => void kept.push(letter))
  const first = keep('a', '2022-10-01T00:00:00.000Z')
  await until(() => groups.length === 1 || undefined)
  const others = ['b', 'c', 'd'].map((letter, n) => keep(letter, `2022-10-0${3 - n}T00:00:00.000Z`))
  groups[0]?.done()
  await first
  t.same(kept, ['a'])
  await until(() => groups.length === 2 || undefined)
  t.same(groups[1]?.letters, ['b', 'c', 'd'])
  t.equal(groups[1]?.at, '2022-10-03T00:00:00.000Z', 'the latest instant')
  groups[1]?.done()
  await Promise.all(others)
  await keeper.idle()
  t.equal(groups.length, 2)
  t.ok(longestUnkeptMs < 30_000)
})

t.test('what cannot be written is written later, whatever comes meanwhile', async t => {
  let away = 3
  const written: string[][] = []
  const keeper = createKeeper(async outcomes => {
    away -= 1
    if (away > 0) throw new Error('away')
    written.push(outcomes.map(({ letter }) => letter))
  }, log)
  const at = '2022-10-01T00:00:00.000Z'
  await Promise.all([keeper.keep(sent('a'), at), keeper.keep(sent('b'), at)])
  t.same(written.flat().toSorted(), ['a', 'b'])
  await keeper.idle()
})

t.test('a letter is held until its lease ends; one that somebody else has is not', async t => {
  let now = Date.parse('2026-03-02T09:00:00.000Z')
  const leasedUntil = new Date(now + 15_000).toISOString()
  const leases = createLeases(async () => ({ held: [], until: leasedUntil }), { now: () => now, log })
  t.teardown(leases.close)
  const handing = handingOf({ leasedUntil })
  t.notOk(leases.isHeld(handing.id))
  leases.hold([handing])
  t.ok(leases.isHeld(handing.id))
  now += 11_000
  t.ok(leases.isHeld(handing.id))
  now += 2_000
  t.notOk(leases.isHeld(handing.id), 'too little of it is left to begin')
  now -= 13_000
  leases.drop(handing.id)
  t.notOk(leases.isHeld(handing.id))
})

t.test('letters in hand are renewed, and whoever lost one learns of it', async t => {
  let now = Date.parse('2026-03-02T09:00:00.000Z')
  const until15 = () => new Date(now + 15_000).toISOString()
  const [kept, lost] = [handingOf({ leasedUntil: until15() }), handingOf({ leasedUntil: until15() })]
  let asked = 0
  const leases = createLeases(
    async letters => {
      asked += 1
      if (asked === 2) throw new Error('away')
      t.same(
        letters.map(({ id, attempt }) => [id, attempt]).toSorted(),
        [
          [kept.id, 1],
          [lost.id, 1],
        ].toSorted(),
      )
      return { held: [kept.id], until: until15() }
    },
    { now: () => now, log, every: 5 },
  )
  t.teardown(leases.close)
  leases.hold([kept, lost])
  now += 14_000
  await until(() => asked > 3 || undefined)
  t.ok(leases.isHeld(kept.id), 'also after a try that failed')
  t.notOk(leases.isHeld(lost.id))
})

t.test('so many at a time, in their order', async t => {
  const slots = createSlots(2)
  const begun: number[] = []
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>())
  const all = gates.map(({ promise }, n) =>
    slots(async () => {
      begun.push(n)
      await promise
    }),
  )
  t.same(begun, [0, 1])
  gates[1]?.resolve()
  await all[1]
  t.same(begun, [0, 1, 2])
  for (const { resolve } of gates) resolve()
  await Promise.all(all)
  t.same(begun, [0, 1, 2, 3])
  await t.rejects(
    slots(async () => {
      throw new Error('no')
    }),
  )
  t.equal(await slots(async () => 'on'), 'on')
})
