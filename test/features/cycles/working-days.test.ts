import { join } from 'node:path'
import t from 'tap'
import { checkDefinitionCommand } from '../../../src/features/cycles/check-definition.ts'
import { demoSeason, loadSeasons } from '../../../src/seasons.ts'
import { isWorkingDay } from '../../../workflows/calendar.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { runProgram } from '../../fixtures/program.ts'

t.setTimeout(120_000)

const file = 'working-days.yaml'

const calendarIn = (folder: string) => {
  const season = loadSeasons(folder).get(demoSeason)
  if (season === undefined) throw new Error('no season')
  return season.calendar
}

const own = `kind: workingDays
calendar: ru
years:
  2027: { decree: "№ 1, 01.10.2026", moved: [{ from: 2027-01-02, to: 2027-12-31 }], extraDaysOff: [] }
  2022: { decree: "№ 2, 01.10.2021", moved: [], extraDaysOff: [{ from: 2022-10-10, to: 2022-10-11 }] }
regions:
  Республика Татарстан: [2022-08-30]
schoolHolidays: { enabled: true, ranges: [{ from: 2022-10-31, to: 2022-11-06 }] }
`

t.test('an operator adds years, replaces others, and gives regions their days off', async t => {
  const calendar = calendarIn(t.testdir({ [file]: own }))
  t.same(calendar.knownYears, [2021, 2022, 2023, 2024, 2025, 2026, 2027])
  t.notOk(isWorkingDay(calendar, '2027-12-31', 5), 'the new year’s decree')
  t.notOk(isWorkingDay(calendar, '2022-10-10', 5), 'the replaced year’s day off')
  t.ok(isWorkingDay(calendar, '2022-03-07', 5), 'what the replaced year had moved is worked again')
  t.notOk(isWorkingDay(calendar, '2025-05-02', 5), 'other years stay')
  t.same(calendar.regions, { 'Республика Татарстан': ['2022-08-30'] })
  t.ok(calendar.schoolHolidays.enabled)
  t.ok(Object.isFrozen(calendar.regions))
})

t.test('without the file the calendar is the program’s own', async t => {
  t.same(calendarIn(t.testdir({})), loadSeasons().get(demoSeason)?.calendar)
  t.same(calendarIn(t.testdir({ [file]: 'kind: workingDays\ncalendar: ru\n' })).knownYears, [
    ...[2021, 2022, 2023, 2024, 2025, 2026],
  ])
})

const faulty = `kind: workingDays
calendar: by
years:
  2027: { decree: null, moved: [{ from: 2028-01-01, to: 2027-12-31 }], extraDaysOff: [{ from: 2027-05-05, to: 2027-05-01 }] }
regions:
  Республика Татарстан: [2022-02-30]
  " республика татарстан": []
schoolHolidays: { enabled: true, ranges: [], regions: { Омская область: [{ from: 2022-11-06, to: 2022-10-31 }] } }
`

t.test('every fault of the file is told by line, and ends the start', async t => {
  const folder = t.testdir({ [file]: faulty })
  const { url } = await testDatabase(t)
  for (const command of ['work', 'serve', 'migrate']) {
    const { code, output } = await runProgram(t, { args: [command], env: { DATABASE_URL: url, VZAIMO_DATA: folder } })
    t.equal(code, 1, command)
    const lines = output.split('\n').filter(line => line.includes(`${file}:`) && !line.includes('cannot be used'))
    t.same(
      lines.map(line => line.replace(/^.*working-days\.yaml:(\d+):\d+ /, '$1 ')),
      [
        '2 There is no calendar “by”: name one of ru',
        '4 The move from 2028-01-01 stands under the year 2027: put it under its own',
        '4 The first day 2027-05-05 is after the last 2027-05-01: swap them',
        '6 There is no day 2022-02-30: correct the date',
        '7 The region “ республика татарстан” stands above already: put its days into one line',
        '8 The first day 2022-11-06 is after the last 2022-10-31: swap them',
      ],
    )
  }
})

t.test('the check of definitions takes the file, in both languages', async t => {
  const folder = t.testdir({ 'good.yaml': own, 'bad.yaml': faulty })
  const check = async (name: string, lang: 'ru' | 'en') => {
    const lines: string[] = []
    return { code: await checkDefinitionCommand(join(folder, name), line => lines.push(line), lang), lines }
  }
  t.same(await check('good.yaml', 'en'), { code: 0, lines: ['good.yaml: all is well'] })
  const { code, lines } = await check('bad.yaml', 'ru')
  t.equal(code, 2)
  t.equal(lines.length, 5, 'all but the calendar, of which it does not know')
  t.match(lines.join('\n'), /bad\.yaml:7:\d+ Регион « республика татарстан» уже есть выше/)
})
