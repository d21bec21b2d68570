import fc from 'fast-check'
import t from 'tap'
import { addWorkingDays, isWorkingDay } from '../../../workflows/calendar.ts'
import { localDate } from '../../../workflows/deadlines.ts'
import {
  morningAfter,
  nextMorning,
  nextOrdinary,
  nextUrgent,
  type Reader,
  rungInstant,
} from '../../../workflows/letters/working-time.ts'
import { anyDeadline, anyInstant, anyReader, clockAt, deadlineAt, season, zones } from './grounds.ts'

const { letters: hours, calendar } = season
const runs = { numRuns: 2000 }
const anyDays = fc.integer({ min: -30, max: 30 })

const isMorning = (instant: string, { zone, week }: Reader): boolean =>
  clockAt(instant, zone) === hours.sendAt && isWorkingDay(calendar, localDate(instant, zone), week)

const isQuiet = (instant: string, zone: string): boolean => {
  const clock = clockAt(instant, zone)
  return clock >= hours.quiet.from || clock < hours.quiet.to
}

const reader = (zone: string, week: 5 | 6 = 5): Reader => ({ zone, week, calendar })

t.test('every ordinary letter goes at 09:00 of the reader’s own working day', async t => {
  fc.assert(
    fc.property(anyDeadline, anyDays, anyReader, (deadline, days, who) => {
      const instant = rungInstant(deadline, days, who, hours)
      return instant === null ? days <= 0 : isMorning(instant, who)
    }),
    runs,
  )
  fc.assert(
    fc.property(anyInstant, anyReader, (from, who) => {
      const next = nextMorning(from, who, hours)
      return next >= from && isMorning(next, who) && isMorning(morningAfter(from, who, hours), who)
    }),
    runs,
  )
  t.pass(`${3 * runs.numRuns} letters`)
})

t.test('no working morning lies between an instant and the next one', async t => {
  fc.assert(
    fc.property(anyInstant, anyReader, (from, who) => {
      const next = nextMorning(from, who, hours)
      const before = addWorkingDays(calendar, localDate(next, who.zone), -1, who.week)
      const eve = Temporal.PlainDate.from(before).toZonedDateTime({ timeZone: who.zone, plainTime: hours.sendAt })
      return eve.toInstant().epochMilliseconds < Date.parse(from)
    }),
    runs,
  )
  fc.assert(
    fc.property(anyInstant, anyReader, (from, who) => {
      const [today, next] = [localDate(from, who.zone), localDate(morningAfter(from, who, hours), who.zone)]
      return next > today && addWorkingDays(calendar, next, -1, who.week) <= today
    }),
    runs,
  )
  t.pass('neither of the next one, nor of the day after')
})

t.test('a rung before a deadline never goes at or after it, one after it never before', async t => {
  fc.assert(
    fc.property(anyDeadline, anyDays, anyReader, (deadline, days, who) => {
      const instant = rungInstant(deadline, days, who, hours)
      if (days > 0) return instant !== null && instant >= deadline.dueAt
      return instant === null || instant < deadline.dueAt
    }),
    runs,
  )
  t.pass(`${runs.numRuns} rungs`)
})

t.test('a rung before goes not later than its day, one after on the first working morning that may be', async t => {
  fc.assert(
    fc.property(anyDeadline, anyDays, anyReader, (deadline, days, who) => {
      const instant = rungInstant(deadline, days, who, hours)
      if (instant === null) return true
      const wished = Temporal.PlainDate.from(deadline.date).add({ days }).toString()
      const day = localDate(instant, who.zone)
      if (days <= 0) return day <= wished && addWorkingDays(calendar, day, 1, who.week) > wished
      const before = addWorkingDays(calendar, day, -1, who.week)
      if (before < wished) return day >= wished
      const earlier = rungInstant({ ...deadline, dueAt: '' }, days, who, hours) ?? ''
      return localDate(earlier, who.zone) === before && earlier < deadline.dueAt
    }),
    runs,
  )
  t.pass(`${runs.numRuns} rungs`)
})

t.test('later rungs never go earlier', async t => {
  fc.assert(
    fc.property(anyDeadline, anyDays, fc.integer({ min: 0, max: 10 }), anyReader, (deadline, days, more, who) => {
      const [one, other] = [days, days + more].map(each => rungInstant(deadline, each, who, hours))
      return one == null || other == null || one <= other
    }),
    runs,
  )
  t.pass(`${runs.numRuns} pairs of rungs`)
})

t.test('what is late goes at once in the hours of letters, else on the next working morning', async t => {
  fc.assert(
    fc.property(anyInstant, anyReader, (from, who) => {
      const next = nextOrdinary(from, who, hours)
      if (next !== from) return next === nextMorning(from, who, hours)
      const today = localDate(from, who.zone)
      return (
        isWorkingDay(calendar, today, who.week) && !isQuiet(from, who.zone) && clockAt(from, who.zone) >= hours.sendAt
      )
    }),
    runs,
  )
  const late = (from: string, week: 5 | 6) => nextOrdinary(from, reader('Europe/Moscow', week), hours)
  t.equal(late('2022-10-07T15:00:00.000Z', 5), '2022-10-07T15:00:00.000Z', 'Friday at six in the evening')
  t.equal(late('2022-10-07T18:00:00.000Z', 5), '2022-10-10T06:00:00.000Z', 'at nine in the evening it is quiet')
  t.equal(late('2022-10-08T09:00:00.000Z', 5), '2022-10-10T06:00:00.000Z', 'Saturday noon, five days')
  t.equal(late('2022-10-08T09:00:00.000Z', 6), '2022-10-08T09:00:00.000Z', 'Saturday noon, six days')
  t.equal(late('2022-11-04T09:00:00.000Z', 6), '2022-11-05T06:00:00.000Z', 'the holiday, six days')
})

t.test('an urgent letter goes at once, in quiet hours when they end, unless it starts before noon', async t => {
  const anyStart = fc.option(anyInstant)
  fc.assert(
    fc.property(anyInstant, anyReader, anyStart, fc.integer({ min: 0, max: 2880 }), (from, who, far, near) => {
      const soon = new Date(Date.parse(from) + near * 60_000).toISOString()
      for (const startsAt of [far, soon]) {
        const next = nextUrgent(from, who, hours, startsAt)
        if (!isQuiet(from, who.zone) && next !== from) return false
        if (next === from && isQuiet(from, who.zone)) {
          const waited = nextUrgent(from, who, hours, null)
          const noon = Temporal.PlainDate.from(localDate(waited, who.zone)).toZonedDateTime({
            timeZone: who.zone,
            plainTime: '12:00',
          })
          if (startsAt === null || Date.parse(startsAt) >= noon.toInstant().epochMilliseconds) return false
        }
        if (next !== from && (next < from || clockAt(next, who.zone) !== hours.quiet.to)) return false
        if (Date.parse(next) - Date.parse(from) > 12 * 3_600_000) return false
      }
      return true
    }),
    runs,
  )
  const moscow = reader('Europe/Moscow')
  const at = (from: string, startsAt: string | null) => nextUrgent(from, moscow, hours, startsAt)
  t.equal(at('2022-10-12T18:00:00.000Z', null), '2022-10-13T05:00:00.000Z', '21:00 is quiet')
  t.equal(at('2022-10-12T17:59:00.000Z', null), '2022-10-12T17:59:00.000Z', '20:59 is not')
  t.equal(at('2022-10-13T05:00:00.000Z', null), '2022-10-13T05:00:00.000Z', '08:00 is not')
  t.equal(at('2022-10-13T01:00:00.000Z', '2022-10-13T08:59:00.000Z'), '2022-10-13T01:00:00.000Z', 'before noon')
  t.equal(at('2022-10-13T01:00:00.000Z', '2022-10-13T09:00:00.000Z'), '2022-10-13T05:00:00.000Z', 'at noon')
  t.equal(at('2022-10-14T20:00:00.000Z', '2022-10-15T06:00:00.000Z'), '2022-10-14T20:00:00.000Z', 'on the morrow')
  t.equal(at('2022-10-15T09:00:00.000Z', null), '2022-10-15T09:00:00.000Z', 'days off do not hold it back')
})

t.test(
  'a shared deadline of Friday: the coordinator in Kamchatka hears of the Kaliningrad school a day later',
  async t => {
    const deadline = deadlineAt('2022-11-01', 'Europe/Kaliningrad')
    const after = (zone: string) => rungInstant(deadline, 1, reader(zone), hours)
    t.equal(after('Europe/Kaliningrad'), '2022-11-02T07:00:00.000Z', '2 November')
    t.equal(after('Asia/Magadan'), '2022-11-01T22:00:00.000Z', '2 November, at the very instant at which it passes')
    t.equal(
      after('Asia/Kamchatka'),
      '2022-11-02T21:00:00.000Z',
      '3 November: at 09:00 of the second it had an hour left',
    )
  },
)

t.test('weekends, the holiday of 4 November and a sixth working day', async t => {
  const moscow = 'Europe/Moscow'
  const on = (date: string, days: number, week: 5 | 6) => {
    const instant = rungInstant(deadlineAt(date, moscow), days, reader(moscow, week), hours)
    return instant === null ? null : localDate(instant, moscow)
  }
  t.equal(on('2022-10-07', 1, 5), '2022-10-10', 'over the weekend of 8 and 9 October')
  t.equal(on('2022-10-07', 1, 6), '2022-10-08')
  t.equal(on('2022-11-01', -3, 5), '2022-10-28', 'before the weekend')
  t.equal(on('2022-11-01', -3, 6), '2022-10-29')
  t.equal(on('2022-11-01', 3, 5), '2022-11-07', 'over the holiday and the weekend')
  t.equal(on('2022-11-01', 3, 6), '2022-11-05', 'over the holiday alone')
  t.equal(on('2022-10-16', -1, 5), '2022-10-14', 'a deadline on a Sunday: both on Friday')
  t.equal(on('2022-10-16', 0, 5), '2022-10-14')
  t.equal(on('2022-10-16', 0, 6), '2022-10-15')
  t.equal(on('2023-01-09', -1, 5), '2022-12-30', 'over the first days of January')
})

t.test('the zones of these tests are known here', async t => {
  for (const zone of zones) t.doesNotThrow(() => localDate('2022-10-07T00:00:00.000Z', zone), zone)
})
