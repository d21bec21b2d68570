import { join } from 'node:path'
import t from 'tap'
import { loadSeason } from '../../src/features/cycles/definition.ts'
import { letterRules } from '../../src/letters/rules-of.ts'
import { addWorkingDays, isWorkingDay, unknownYears } from '../../workflows/calendar.ts'
import { dueInstant } from '../../workflows/deadlines.ts'
import { rungInstant } from '../../workflows/letters/working-time.ts'
import { calendarsByRegion } from '../../workflows/regional-days.ts'

const season = loadSeason(join(import.meta.dirname, '../../workflows/seasons/500plus-2022'))
const { calendar } = season

const holidays = {
  enabled: true,
  ranges: [{ from: '2022-10-31', to: '2022-11-06' }],
  regions: { 'Омская область': [{ from: '2022-10-24', to: '2022-10-30' }] },
}
const sabantuy = { 'Республика Татарстан': ['2022-10-06', '2022-10-10'] }
const withRegions = { ...calendar, regions: sabantuy }
const withHolidays = { ...withRegions, schoolHolidays: holidays }

t.test('a region’s days off rest letters there, and nowhere else', async t => {
  const calendarOf = calendarsByRegion(withRegions)
  t.notOk(isWorkingDay(calendarOf('Республика Татарстан'), '2022-10-10', 6))
  for (const region of ['Омская область', null]) t.ok(isWorkingDay(calendarOf(region), '2022-10-10', 6), `${region}`)
})

t.test('regions are the same however they are written, and a calendar is one object each time', async t => {
  const calendarOf = calendarsByRegion(withRegions)
  t.equal(calendarOf('  республика ТАТАРСТАН '), calendarOf('Республика Татарстан'))
  t.equal(calendarOf('Омская область'), withRegions, 'where nothing is added, the country’s own')
  t.equal(calendarOf(null), withRegions)
})

t.test('school holidays count only where they are enabled; a region with its own has those alone', async t => {
  const off = calendarsByRegion({ ...withHolidays, schoolHolidays: { ...holidays, enabled: false } })
  t.ok(isWorkingDay(off('Смоленская область'), '2022-11-01', 5), 'off by default')
  const calendarOf = calendarsByRegion(withHolidays)
  t.notOk(isWorkingDay(calendarOf('Смоленская область'), '2022-11-01', 5))
  t.notOk(isWorkingDay(calendarOf('Республика Татарстан'), '2022-11-01', 5), 'beside its own days off')
  t.notOk(isWorkingDay(calendarOf('Республика Татарстан'), '2022-10-10', 5))
  t.ok(isWorkingDay(calendarOf('Омская область'), '2022-11-01', 5))
  t.notOk(isWorkingDay(calendarOf('омская область'), '2022-10-26', 5))
  t.ok(isWorkingDay(calendarOf(null), '2022-11-01', 5), 'the federal coordinator works')
})

t.test('letters go on the working days of the region, before and after the deadline, which does not move', async t => {
  const { letters, calendarOf } = letterRules({ ...season, calendar: withRegions })
  const dueAt = dueInstant('2022-10-07', 'Europe/Moscow')
  const on = (days: number, region: string) =>
    rungInstant(
      { date: '2022-10-07', dueAt },
      days,
      { zone: 'Europe/Moscow', week: 5, calendar: calendarOf(region) },
      letters,
    )
  t.equal(on(-1, 'Республика Татарстан'), '2022-10-05T06:00:00.000Z')
  t.equal(on(-1, 'Смоленская область'), '2022-10-06T06:00:00.000Z')
  t.equal(on(1, 'Республика Татарстан'), '2022-10-11T06:00:00.000Z')
  t.equal(on(1, 'Смоленская область'), '2022-10-10T06:00:00.000Z')
  t.equal(addWorkingDays(withRegions, '2022-10-05', 1, 5), '2022-10-06', 'deadlines count by the country’s days')
})

t.test('years without a decree are those that the calendar does not know', async t => {
  t.same(unknownYears(calendar, '2022-09-01', '2022-12-01'), [])
  t.same(unknownYears(calendar, '2026-09-01', '2028-02-01'), [2027, 2028])
})
