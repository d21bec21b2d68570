import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { loadSeason } from '../../src/features/cycles/definition.ts'
import {
  addWorkingDays,
  isWorkingDay,
  lastWorkingDayNotAfter,
  nextWorkingDayNotBefore,
  type WorkingCalendar,
} from '../../workflows/calendar.ts'

const { calendar } = loadSeason(join(import.meta.dirname, '../../workflows/seasons/500plus-2022'))

/** Days off of the five-day week as the government or the press stated them. */
const statedDaysOff = {
  2022: [
    '2021-12-31/2022-01-09',
    '2022-02-23',
    '2022-03-06/2022-03-08',
    '2022-04-30/2022-05-03',
    '2022-05-07/2022-05-10',
    '2022-06-11/2022-06-13',
    '2022-11-04/2022-11-06',
  ],
  2023: [
    '2023-02-23/2023-02-26',
    '2023-03-08',
    '2023-04-29/2023-05-01',
    '2023-05-06/2023-05-09',
    '2023-06-10/2023-06-12',
    '2023-11-04/2023-11-06',
  ],
  2024: [
    '2023-12-30/2024-01-08',
    '2024-02-23/2024-02-25',
    '2024-03-08/2024-03-10',
    '2024-04-28/2024-05-01',
    '2024-05-09/2024-05-12',
    '2024-06-12',
    '2024-11-03/2024-11-04',
  ],
  2025: [
    '2024-12-29/2025-01-08',
    '2025-02-22/2025-02-23',
    '2025-03-08/2025-03-09',
    '2025-05-01/2025-05-04',
    '2025-05-08/2025-05-11',
    '2025-06-12/2025-06-15',
    '2025-11-02/2025-11-04',
  ],
  2026: [
    '2025-12-31/2026-01-11',
    '2026-02-21/2026-02-23',
    '2026-03-07/2026-03-09',
    '2026-05-01/2026-05-03',
    '2026-05-09/2026-05-11',
    '2026-06-12/2026-06-14',
    '2026-11-04',
  ],
}

/** The moves that article 112 makes by itself, as the yearly decrees left them. */
const movedByArticle112: [string, string][] = [
  ['2021-05-01', '2021-05-03'],
  ['2021-05-09', '2021-05-10'],
  ['2021-06-12', '2021-06-14'],
  ['2022-05-01', '2022-05-02'],
  ['2022-06-12', '2022-06-13'],
  ['2023-11-04', '2023-11-06'],
  ['2026-03-08', '2026-03-09'],
  ['2026-05-09', '2026-05-11'],
]

t.test('the stated days off are off, and the days around each of them are worked', async t => {
  for (const ranges of Object.values(statedDaysOff)) {
    for (const range of ranges) {
      const [from = '', to = from] = range.split('/')
      for (let day = from; day <= to; day = plus(day, 1)) t.notOk(isWorkingDay(calendar, day, 5), `${day} is off`)
      t.ok(isWorkingDay(calendar, plus(from, -1), 5), `${range} begins there`)
      t.ok(isWorkingDay(calendar, plus(to, 1), 5), `${range} ends there`)
    }
  }
})

t.test('what article 112 moves by itself is computed', async t => {
  for (const [holiday, dayOff] of movedByArticle112) {
    const sunday = weekday(holiday) === 7
    t.notOk(isWorkingDay(calendar, dayOff, 5), `${holiday} → ${dayOff}`)
    t.equal(
      isWorkingDay(calendar, dayOff, 6),
      !sunday,
      `in a six-day week ${sunday ? 'too' : 'Saturday moves nothing'}`,
    )
  }
})

t.test('the year 2022 has 247 working days in a five-day week, 2023 has 247, 2024 has 248, 2025 has 247', async t => {
  const counts = [2022, 2023, 2024, 2025].map(
    year => allDays(year).filter(day => isWorkingDay(calendar, day, 5)).length,
  )
  t.same(counts, [247, 247, 248, 247])
})

t.test('a Saturday that gave its day off away is worked, and its Monday is off', async t => {
  for (const [saturday, dayOff] of [
    ['2022-03-05', '2022-03-07'],
    ['2024-04-27', '2024-04-29'],
    ['2024-11-02', '2024-04-30'],
    ['2024-12-28', '2024-12-30'],
    ['2025-11-01', '2025-11-03'],
  ] as const) {
    t.ok(isWorkingDay(calendar, saturday, 5), saturday)
    t.notOk(isWorkingDay(calendar, dayOff, 5), dayOff)
    t.ok(isWorkingDay(calendar, saturday, 6), `${saturday}, six days`)
    t.ok(isWorkingDay(calendar, dayOff, 6), `${dayOff} is worked where Saturday never was a day off`)
  }
})

t.test(
  'a six-day week works on Saturdays, rests on Sundays and holidays, and follows what was moved from a Sunday',
  async t => {
    t.ok(isWorkingDay(calendar, '2022-10-08', 6))
    t.notOk(isWorkingDay(calendar, '2022-10-09', 6))
    t.notOk(isWorkingDay(calendar, '2023-11-04', 6), 'a holiday on a Saturday')
    t.ok(isWorkingDay(calendar, '2023-11-06', 6), 'moves nothing')
    t.notOk(isWorkingDay(calendar, '2024-12-31', 6), 'moved from Sunday, 7 January')
    t.ok(isWorkingDay(calendar, '2024-05-10', 6), 'moved from Saturday, 6 January: not for six days')
    t.notOk(isWorkingDay(calendar, '2025-05-08', 6), 'the decree moved Sunday, 23 February')
    t.ok(isWorkingDay(calendar, '2025-02-24', 6), 'so article 112 does not move it again')
  },
)

t.test('days off that the president declared are off in every week', async t => {
  for (const day of ['2021-05-04', '2021-05-07', '2021-10-30', '2021-11-03', '2021-11-06']) {
    t.notOk(isWorkingDay(calendar, day, 5), day)
    t.notOk(isWorkingDay(calendar, day, 6), `${day}, six days`)
  }
})

t.test('a year without a decree follows article 112 alone', async t => {
  t.notOk(calendar.knownYears.includes(2027))
  t.notOk(isWorkingDay(calendar, '2027-05-03', 5), 'moved from Saturday, 1 May')
  t.notOk(isWorkingDay(calendar, '2027-05-10', 5), 'moved from Sunday, 9 May')
  t.notOk(isWorkingDay(calendar, '2027-06-14', 5), 'moved from Saturday, 12 June')
  t.ok(isWorkingDay(calendar, '2027-01-11', 5), 'the days off of 1–8 January are moved by decree only')
  t.notOk(isWorkingDay(calendar, '2030-02-25', 5), 'a year nobody listed: moved from Saturday, 23 February')
})

t.test('a day off of 31 December goes over into the next year', async t => {
  const other: WorkingCalendar = {
    holidays: ['01-01', '12-31'],
    moveHolidaysOnDayOff: true,
    notMovedByRule: [],
    moved: [],
    extraDaysOff: [],
    knownYears: [],
  }
  t.notOk(isWorkingDay(other, '2024-01-02', 5), '31 December 2023 was a Sunday')
  t.ok(isWorkingDay(other, '2024-01-03', 5))
})

t.test('no such day is refused', async t => {
  t.throws(() => isWorkingDay(calendar, '2022-02-30', 5), RangeError)
  t.throws(() => addWorkingDays(calendar, 'tomorrow', 1, 5), RangeError)
  t.throws(() => addWorkingDays(calendar, '2022-10-07', 1.5, 5), RangeError)
})

const anyDate = fc.integer({ min: 0, max: 3650 }).map(n => plus('2020-01-01', n))
const anyWeek = fc.constantFrom(5 as const, 6 as const)
const anyCount = fc.integer({ min: 1, max: 400 })

t.test('n working days later, exactly n days were worked', async () => {
  fc.assert(
    fc.property(anyDate, anyCount, anyWeek, (date, n, week) => {
      const end = addWorkingDays(calendar, date, n, week)
      return isWorkingDay(calendar, end, week) && worked(plus(date, 1), end, week) === n
    }),
    { numRuns: 300 },
  )
})

t.test('adding goes back the way it came, in one leap or in two', async () => {
  fc.assert(
    fc.property(anyDate, anyCount, anyCount, anyWeek, (date, n, m, week) => {
      const start = nextWorkingDayNotBefore(calendar, date, week)
      const end = addWorkingDays(calendar, start, n, week)
      return (
        addWorkingDays(calendar, end, -n, week) === start &&
        addWorkingDays(calendar, end, m, week) === addWorkingDays(calendar, start, n + m, week)
      )
    }),
  )
})

t.test('the working days next to a date leave no working day between', async () => {
  fc.assert(
    fc.property(anyDate, anyWeek, (date, week) => {
      const last = lastWorkingDayNotAfter(calendar, date, week)
      const next = nextWorkingDayNotBefore(calendar, date, week)
      return isWorkingDay(calendar, date, week)
        ? last === date && next === date
        : last < date && date < next && worked(plus(last, 1), plus(next, -1), week) === 0
    }),
  )
})

function worked(from: string, to: string, week: 5 | 6): number {
  let count = 0
  for (let day = from; day <= to; day = plus(day, 1)) if (isWorkingDay(calendar, day, week)) count += 1
  return count
}

function allDays(year: number): string[] {
  const days: string[] = []
  for (let day = `${year}-01-01`; day.startsWith(`${year}`); day = plus(day, 1)) days.push(day)
  return days
}

function plus(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}

function weekday(date: string): number {
  return Temporal.PlainDate.from(date).dayOfWeek
}
