import fc from 'fast-check'
import t from 'tap'
import { commonHours, edgesOfDay, type School } from '../../../src/features/meetings/common-hours.ts'
import { isWorkingDay } from '../../../workflows/calendar.ts'
import { plainCalendar } from '../../fixtures/partnership.ts'

/** From +2 to +12 in October, with and without clock changes. */
const zones = [
  'Europe/Kaliningrad',
  'Europe/Berlin',
  'Europe/Moscow',
  'Europe/Samara',
  'Asia/Yekaterinburg',
  'Asia/Omsk',
  'Asia/Krasnoyarsk',
  'Asia/Irkutsk',
  'Asia/Yakutsk',
  'Asia/Vladivostok',
  'Australia/Sydney',
  'Asia/Magadan',
  'Asia/Kamchatka',
]

const minutes = 60
const hour = 3_600_000
const at = (instant: string) => Temporal.Instant.from(instant)
const text = (milliseconds: number) =>
  Temporal.Instant.fromEpochMilliseconds(milliseconds).toString({ fractionalSecondDigits: 3 })

/** Whether a school is at work during the whole meeting, told apart from the code under test: minute by minute by its wall clock. */
const atWork = ({ zone, week }: School, begins: number): boolean =>
  [0, minutes - 1].every(more => {
    const local = Temporal.Instant.fromEpochMilliseconds(begins + more * 60_000).toZonedDateTimeISO(zone)
    return isWorkingDay(plainCalendar, local.toPlainDate().toString(), week) && local.hour >= 9 && local.hour < 18
  })

const schools = fc.array(
  fc.record({ zone: fc.constantFrom(...zones), week: fc.constantFrom(5 as const, 6 as const) }),
  {
    minLength: 2,
    maxLength: 3,
  },
)
// Around the days on which clocks change in Berlin, Sydney and not in Russia.
const starts = fc
  .integer({ min: 0, max: 60 * 24 })
  .map(n => text(at('2022-09-20T00:17:00.000Z').epochMilliseconds + n * hour))

t.test('a meeting lies in a common stretch exactly when everybody is at work', async () => {
  fc.assert(
    fc.property(schools, starts, fc.integer({ min: 0, max: 7 * 24 * 4 }), (them, from, quarter) => {
      const spans = commonHours(plainCalendar, them, { from, days: 8, minutes })
      const begins = at(from).epochMilliseconds + quarter * 900_000
      const inside = spans.some(span => text(begins) >= span.from && text(begins + minutes * 60_000) <= span.until)
      return inside === them.every(school => atWork(school, begins))
    }),
    { numRuns: 400 },
  )
})

t.test('the stretches are in order, apart, ahead, and long enough', async () => {
  fc.assert(
    fc.property(schools, starts, (them, from) => {
      const spans = commonHours(plainCalendar, them, { from, days: 8, minutes })
      return spans.every(
        (span, n) =>
          span.from >= from &&
          at(span.until).epochMilliseconds - at(span.from).epochMilliseconds >= minutes * 60_000 &&
          (n === 0 || (spans[n - 1]?.until ?? '') <= span.from),
      )
    }),
    { numRuns: 200 },
  )
})

/** How many minutes a meeting lies outside a school's working hours; null on a day off, or in the night. */
const cost = ({ zone, week }: School, begins: number): number | null => {
  const [start, end] = [begins, begins + minutes * 60_000].map(ms =>
    Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone),
  )
  if (start === undefined || end === undefined) return null
  const [from, until] = [start.hour * 60 + start.minute, start.hour * 60 + start.minute + minutes]
  if (!isWorkingDay(plainCalendar, start.toPlainDate().toString(), week) || from < 420 || until > 1320) return null
  return Math.max(0, 540 - from, until - 1080)
}

t.test(
  'the edges of the day take the least of whoever gives most, on a day on which all work, when all are awake',
  async () => {
    fc.assert(
      fc.property(schools, starts, (them, from) => {
        const search = { from, days: 5, minutes }
        const edges = edgesOfDay(plainCalendar, them, search)
        const dayOf = (instant: string) =>
          at(instant)
            .toZonedDateTimeISO(them[0]?.zone ?? '')
            .toPlainDate()
            .toString()
        const dearest = (begins: number) => {
          const costs = them.map(school => cost(school, begins))
          return costs.some(each => each === null) ? null : Math.max(...costs.map(Number))
        }
        const first = Math.ceil(at(from).epochMilliseconds / (hour / 2)) * (hour / 2)
        const all = Array.from({ length: 5 * 48 - 2 }, (_, n) => first + (n * hour) / 2)
        const best = new Map<string, number>()
        for (const begins of all) {
          const price = dearest(begins)
          const day = dayOf(text(begins))
          if (price !== null) best.set(day, Math.min(price, best.get(day) ?? Number.POSITIVE_INFINITY))
        }
        return (
          new Set(edges.map(dayOf)).size === edges.length &&
          edges.every(edge => dearest(at(edge).epochMilliseconds) === best.get(dayOf(edge)))
        )
      }),
      { numRuns: 150 },
    )
  },
)

t.test('Smolensk and Tobolsk share the hours from 9 to 16 by Moscow', async t => {
  const them = [
    { zone: 'Europe/Moscow', week: 5 },
    { zone: 'Asia/Yekaterinburg', week: 5 },
  ] as const
  t.strictSame(commonHours(plainCalendar, them, { from: '2022-10-07T10:00:00.000Z', days: 3, minutes }), [
    { from: '2022-10-07T10:00:00.000Z', until: '2022-10-07T13:00:00.000Z' },
    { from: '2022-10-10T06:00:00.000Z', until: '2022-10-10T10:00:00.000Z' },
  ])
})

t.test(
  'Kaliningrad and Kamchatka never work at once: the edge is eight in the morning there, six in the evening here',
  async t => {
    const them = [
      { zone: 'Europe/Kaliningrad', week: 5 },
      { zone: 'Asia/Kamchatka', week: 5 },
    ] as const
    const search = { from: '2022-10-10T03:00:00.000Z', days: 3, minutes }
    t.strictSame(commonHours(plainCalendar, them, search), [])
    t.strictSame(edgesOfDay(plainCalendar, them, search), [
      '2022-10-10T06:00:00.000Z',
      '2022-10-11T06:00:00.000Z',
      '2022-10-12T06:00:00.000Z',
    ])
  },
)

t.test('a school of six days and one of five meet on Saturdays neither in work nor at its edges', async t => {
  const them = [
    { zone: 'Asia/Omsk', week: 6 },
    { zone: 'Europe/Moscow', week: 5 },
  ] as const
  const search = { from: '2022-10-08T00:00:00.000Z', days: 2, minutes }
  t.strictSame(commonHours(plainCalendar, them, search), [])
  t.strictSame(edgesOfDay(plainCalendar, them, search), [])
})
