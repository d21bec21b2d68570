import t from 'tap'
import { sampleSchools } from '../../../bench/pairing-schools.ts'
import { checkedSchools } from '../../../src/features/pairing/check-weight.ts'
import { partsOf, tableOf, weightOf } from '../../../src/features/pairing/school-table.ts'
import type { School } from '../../../src/features/pairing/schools.ts'
import { defaultSettings, faultsOfSettings, largestWeight } from '../../../src/features/pairing/weights.ts'
import { day, requestOf } from './fixtures/random-request.ts'

const school = (id: string, more: Partial<School>): School => ({
  id,
  name: id,
  region: 'R',
  municipality: id,
  timezone: 'Europe/Moscow',
  locality: 'city',
  students: 100,
  risks: Array.from({ length: 10 }, () => 'low'),
  ...more,
})

const parts = (a: Partial<School>, b: Partial<School>, on = day) =>
  partsOf(tableOf([school('a', a), school('b', b)], on, defaultSettings), 0, 1)

t.test('risk profiles: 50 for each affinity, factor by factor', async t => {
  t.equal(parts({}, {}).risk, 3500)
  const high = Array.from({ length: 10 }, () => 'high' as const)
  t.equal(parts({ risks: high }, { risks: high }).risk, 5000)
  t.equal(parts({ risks: high }, {}).risk, 0)
  const some = ['high', 'medium', 'low', 'low', 'medium', 'high', 'low', 'low', 'low', 'medium'] as const
  t.equal(parts({ risks: some }, { risks: high }).risk, 50 * (10 + 4 + 0 + 0 + 4 + 10 + 0 + 0 + 0 + 4))
  t.equal(parts({ risks: some }, {}).risk, 50 * (0 + 3 + 7 + 7 + 3 + 0 + 7 + 7 + 7 + 3))
})

t.test('size: by the logarithm, at most 200 steps apart', async t => {
  t.equal(parts({ students: 350 }, { students: 350 }).size, 2000)
  t.equal(parts({ students: 100 }, { students: 200 }).size, 2000 - 10 * (530 - 461))
  t.equal(parts({ students: 1 }, { students: 3000 }).size, 0)
})

t.test('locality and clock', async t => {
  t.equal(parts({}, { locality: 'town' }).place, 2400)
  t.equal(parts({}, { locality: 'village' }).place, 1500)
  t.equal(parts({}, { timezone: 'Europe/Samara' }).place, 2900, 'one hour')
  t.equal(parts({}, { timezone: 'Asia/Yekaterinburg' }).place, 2800, 'two hours')
  t.equal(parts({}, { timezone: 'Asia/Omsk' }).place, 3000 - 450, 'three hours')
  t.equal(parts({}, { timezone: 'Asia/Kamchatka', locality: 'village' }).place, 0, 'nine hours are no worse than eight')
  t.equal(
    parts({ timezone: 'Asia/Kathmandu' }, { timezone: 'Asia/Yekaterinburg' }).place,
    3000 - 75,
    'a quarter of an hour',
  )
  const winter = Temporal.PlainDate.from('2022-12-01')
  t.equal(parts({}, { timezone: 'Europe/Kyiv' }).place, 3000, 'in October both clocks show the same')
  t.equal(parts({}, { timezone: 'Europe/Kyiv' }, winter).place, 2900, 'in December they do not')
})

t.test('the same region costs 500; names are compared trimmed and folded', async t => {
  t.equal(parts({ region: ' Омская область ' }, { region: 'ОМСКАЯ ОБЛАСТЬ' }).region, -500)
  t.equal(parts({}, { region: 'S' }).region, 0)
})

t.test('the parts add up to the weight, and the checker reckons the same', async t => {
  const schools = sampleSchools(60, 11)
  const table = tableOf(schools, day, defaultSettings)
  const checked = checkedSchools(requestOf(schools))
  for (let u = 0; u < 60; u++)
    for (let v = 0; v < 60; v++) {
      const { risk, size, place, region } = partsOf(table, u, v)
      const weight = weightOf(table, u, v)
      if (weight !== risk + size + place + region || weight !== checked.weight(v, u)) t.fail(`schools ${u} and ${v}`)
      if (Math.abs(weight) > largestWeight(defaultSettings)) t.fail('beyond the largest weight')
    }
  t.pass('3,600 pairs')
})

t.test('settings that cannot be used', async t => {
  const faults = (more: Partial<typeof defaultSettings>, count = 100) =>
    faultsOfSettings({ ...defaultSettings, ...more }, count).map(({ en }) => en)
  t.same(faults({}, 40_000), [])
  t.same(faults({ sizeStep: 2.5 }), ['the amounts of the pairing settings must be whole and not below 0'])
  t.same(faults({ sameRegionLoss: 0.5 }), ['the affinities and the loss of a common region must be whole'])
  t.match(
    faults({
      affinity: [
        [7, 3, 0],
        [3, 8, 4],
        [1, 4, 10],
      ],
    }),
    [/must be symmetric/],
  )
  t.match(faults({ sizeBest: 1_000_000_000 }, 40_000), [/too large to be added up exactly for 40000 schools/])
  t.match(faults({ riskStep: 10_000_000 }, 4), [/too large to be added up exactly for 4 schools/])
  t.same(faults({ riskStep: 2_000_000 }, 4), [])
})
