import fc from 'fast-check'
import t from 'tap'
import { asInstant, readSlots, stateOf } from '../../../src/features/meetings/rules.ts'

const now = '2022-03-20T00:00:00.000Z'
const row = (date: string, time: string, minutes = '60') => ({ date, time, minutes })
const faultsOf = (rows: readonly ReturnType<typeof row>[], zone = 'Europe/Berlin') => {
  const read = readSlots(rows, zone, now)
  return 'faults' in read ? [...read.faults] : []
}

t.test('times are read by the clock of the zone, winter and summer', async t => {
  t.strictSame(
    readSlots([row('2022-03-26', '10:00'), row('', ''), row('2022-03-28', '10:00', '45')], 'Europe/Berlin', now),
    {
      slots: [
        { at: '2022-03-26T09:00:00.000Z', minutes: 60 },
        { at: '2022-03-28T08:00:00.000Z', minutes: 45 },
      ],
    },
  )
})

t.test('a time that the clocks skip is none, one that they repeat is the first of the two', async t => {
  t.strictSame(faultsOf([row('2022-03-27', '02:30')]), [[0, 'noSuchTime']])
  t.strictSame(readSlots([row('2022-10-30', '02:30')], 'Europe/Berlin', now), {
    slots: [{ at: '2022-10-30T00:30:00.000Z', minutes: 60 }],
  })
})

t.test('what is wrong is said of its own row', async t => {
  t.strictSame(
    faultsOf([
      row('2022-03-19', '10:00'),
      row('', '10:00'),
      row('2022-04-01', ''),
      row('2022-02-30', '10:00'),
      row('2022-04-01', '10:00', '9'),
    ]),
    [
      [0, 'past'],
      [1, 'date'],
      [2, 'time'],
      [3, 'noSuchTime'],
      [4, 'length'],
    ],
  )
  t.strictSame(faultsOf([row('2022-04-01', '10:00'), row('2022-04-01', '10:00', '30')]), [[1, 'twice']])
  t.strictSame(faultsOf([row('', ''), row(' ', '')]), [[0, 'none']])
})

t.test('whatever is typed, a slot is ahead, whole, and what was typed by that clock', async () => {
  const zones = ['Europe/Kaliningrad', 'Europe/Berlin', 'Asia/Omsk', 'Asia/Kamchatka', 'America/New_York']
  const digits = (n: number) => String(n).padStart(2, '0')
  const typed = fc
    .tuple(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 31 }),
      fc.integer({ min: 0, max: 24 }),
      fc.integer({ min: 0, max: 600 }),
    )
    .map(([month, day, hour, minutes]) =>
      row(`2022-${digits(month)}-${digits(day)}`, `${digits(hour)}:30`, String(minutes)),
    )
  fc.assert(
    fc.property(fc.array(typed, { maxLength: 5 }), fc.constantFrom(...zones), (rows, zone) => {
      const read = readSlots(rows, zone, now)
      if ('faults' in read) return [...read.faults.keys()].every(n => n < Math.max(1, rows.length))
      return read.slots.every(({ at, minutes }, n) => {
        const local = Temporal.Instant.from(at)
          .toZonedDateTimeISO(zone)
          .toPlainDateTime()
          .toString({ smallestUnit: 'minute' })
        return at > now && minutes >= 10 && minutes <= 480 && local === `${rows[n]?.date}T${rows[n]?.time}`
      })
    }),
    { numRuns: 500 },
  )
})

t.test('an instant is written as the machines compare it, and a state as one word', async t => {
  t.equal(asInstant('2022-10-17T08:00Z'), '2022-10-17T08:00:00.000Z')
  t.equal(stateOf({ held: 'counted' }), 'counted')
  t.equal(stateOf('notHeld'), 'notHeld')
})
