import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { loadSeason } from '../../src/features/cycles/definition.ts'
import { addWorkingDays } from '../../workflows/calendar.ts'
import { clockStartDue, dueInstant, effectiveDate, localDate, sharedDueInstant } from '../../workflows/deadlines.ts'

const { calendar } = loadSeason(join(import.meta.dirname, '../../workflows/seasons/500plus-2022'))

/** The eleven zones of the country, from +02 to +12. */
const zones = [
  'Europe/Kaliningrad',
  'Europe/Moscow',
  'Europe/Samara',
  'Asia/Yekaterinburg',
  'Asia/Omsk',
  'Asia/Krasnoyarsk',
  'Asia/Irkutsk',
  'Asia/Yakutsk',
  'Asia/Vladivostok',
  'Asia/Magadan',
  'Asia/Kamchatka',
]

t.test('a deadline by 7 October ends at 00:00 of 8 October in the zone of the school that owes it', async t => {
  t.equal(dueInstant('2022-10-07', 'Asia/Yekaterinburg'), '2022-10-07T19:00:00.000Z', 'Tobolsk district')
  t.equal(dueInstant('2022-10-07', 'Europe/Moscow'), '2022-10-07T21:00:00.000Z', 'Smolensk')
  t.equal(dueInstant('2022-10-07', 'Asia/Kamchatka'), '2022-10-07T12:00:00.000Z')
  t.equal(dueInstant('2022-12-31', 'Europe/Kaliningrad'), '2022-12-31T22:00:00.000Z', 'over the end of a year')
})

t.test('a shared act is due at the latest instant over its seats', async t => {
  t.equal(sharedDueInstant('2022-10-21', ['Europe/Moscow', 'Asia/Yekaterinburg']), '2022-10-21T21:00:00.000Z')
  t.equal(sharedDueInstant('2022-10-21', zones), dueInstant('2022-10-21', 'Europe/Kaliningrad'))
  t.throws(() => sharedDueInstant('2022-10-21', []), RangeError)
})

t.test('where midnight does not exist, the day begins at its first instant', async t => {
  t.equal(
    dueInstant('2018-11-03', 'America/Sao_Paulo'),
    '2018-11-04T03:00:00.000Z',
    'the clock went from 00:00 to 01:00',
  )
  t.equal(dueInstant('2011-12-29', 'Pacific/Apia'), '2011-12-30T10:00:00.000Z', '30 December was skipped as a whole')
})

t.test('no such day, no such zone', async t => {
  t.throws(() => dueInstant('2022-02-29', 'Europe/Moscow'), RangeError)
  t.throws(() => dueInstant('2022-02-28', 'Europe/Smolensk'), RangeError)
})

t.test('the effective date is the later of the season’s and a personal extension', async t => {
  t.equal(effectiveDate('2022-10-07', null), '2022-10-07')
  t.equal(effectiveDate('2022-10-07', '2022-10-17'), '2022-10-17')
  t.equal(effectiveDate('2022-10-07', '2022-10-01'), '2022-10-07')
})

t.test('a package that comes on the last day gives its reviewer five working days', async t => {
  const held = {
    zone: 'Asia/Yekaterinburg',
    calendar,
    week: 5 as const,
    workingDays: 5,
    effectiveDate: '2022-10-21',
  }
  t.equal(clockStartDue({ ...held, arrivedAt: '2022-10-03T10:00:00.000Z' }), '2022-10-21', 'early: the season’s date')
  t.equal(clockStartDue({ ...held, arrivedAt: '2022-10-20T10:00:00.000Z' }), '2022-10-27')
  t.equal(clockStartDue({ ...held, arrivedAt: '2022-10-20T19:00:00.000Z' }), '2022-10-28', 'already Friday there')
  t.equal(clockStartDue({ ...held, week: 6, arrivedAt: '2022-10-20T10:00:00.000Z' }), '2022-10-26', 'Saturday counts')
  t.equal(clockStartDue({ ...held, arrivedAt: '2022-11-02T10:00:00.000Z' }), '2022-11-10', 'over 4 November')
})

t.test('the date of an instant is that of the zone', async t => {
  t.equal(localDate('2022-10-07T18:59:59.999Z', 'Asia/Yekaterinburg'), '2022-10-07')
  t.equal(localDate('2022-10-07T19:00:00.000Z', 'Asia/Yekaterinburg'), '2022-10-08')
})

const anyDate = fc
  .integer({ min: 0, max: 3650 })
  .map(n => Temporal.PlainDate.from('2020-01-01').add({ days: n }).toString())
const anyZone = fc.constantFrom(...zones, 'America/Sao_Paulo', 'Europe/Berlin', 'Pacific/Apia', 'UTC')

t.test('the due instant is the first that is no longer the deadline’s day', async () => {
  fc.assert(
    fc.property(anyDate, anyZone, (date, zone) => {
      const due = dueInstant(date, zone)
      const before = Temporal.Instant.from(due).subtract({ milliseconds: 1 }).toString()
      return localDate(before, zone) === date && localDate(due, zone) > date && due.length === 24
    }),
  )
})

t.test('due instants sort as text, as their dates do', async () => {
  fc.assert(
    fc.property(anyDate, anyDate, anyZone, (one, other, zone) =>
      one < other ? dueInstant(one, zone) < dueInstant(other, zone) : dueInstant(one, zone) >= dueInstant(other, zone),
    ),
  )
})

t.test('a held duty never gets less than its working days, nor less than its own date', async () => {
  fc.assert(
    fc.property(anyDate, anyDate, anyZone, fc.integer({ min: 1, max: 20 }), (arrived, date, zone, workingDays) => {
      const arrivedAt = `${arrived}T12:00:00.000Z`
      const due = clockStartDue({ arrivedAt, zone, calendar, week: 5, workingDays, effectiveDate: date })
      const atLeast = addWorkingDays(calendar, localDate(arrivedAt, zone), workingDays, 5)
      return due >= date && due >= atLeast && (due === date || due === atLeast)
    }),
  )
})

t.test('100,000 due instants over eleven zones take well under a second', async t => {
  const dates = ['2022-10-07', '2022-10-21', '2022-11-01', '2022-10-14', '2022-10-17']
  const start = performance.now()
  for (let n = 0; n < 100_000; n += 1) dueInstant(dates[n % dates.length] ?? '', zones[n % zones.length] ?? '')
  const took = performance.now() - start
  t.comment(`${Math.round(took)} ms`)
  t.ok(took < 1000)
})
