import { rootKey } from '../../workflows/keys.ts'
import type { SeasonDefinition } from '../../workflows/season.ts'
import type { Database } from '../db/pool.ts'
import { foundRoots } from '../engine/found-roots.ts'
import { cycleInput } from '../features/cycles/publish.ts'
import type { House } from '../features/house.ts'

/** The demo's second season has so many schools; it is in the state of pairing, on which the table can be tried. */
const sampleCount = 60

const zones = [
  'Europe/Moscow',
  'Europe/Samara',
  'Asia/Yekaterinburg',
  'Asia/Omsk',
  'Asia/Krasnoyarsk',
  'Asia/Vladivostok',
]
const regionCount = 8
const levels = ['low', 'medium', 'high'] as const
const medians = { city: 620, town: 380, village: 120 } as const

/** A stream of numbers in [0, 1) that is the same in every run (mulberry32). */
const stream = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Sample schools, a few big regions and several small ones; risks come together, as a burden of each school. */
const sampleSchools = (count: number, newId: () => string) => {
  const random = stream(2022)
  return Array.from({ length: count }, (_, index) => {
    const region = Math.floor(regionCount * random() ** 1.6)
    const place = random()
    const locality = place < 0.3 ? 'city' : place < 0.55 ? 'town' : 'village'
    const burden = random()
    const level = () => levels[Math.min(2, Math.floor(3 * (0.55 * burden + 0.45 * random())))] ?? 'low'
    return {
      id: newId(),
      name: `Школа-образец ${index + 1}`,
      region: `Регион-образец ${region + 1}`,
      municipality: `Округ-образец ${Math.floor(4 * random()) + 1}`,
      zone: zones[(region * 5) % zones.length] ?? 'Europe/Moscow',
      locality,
      students: Math.max(12, Math.round(medians[locality] * (0.5 + 1.2 * random()))),
      week: random() < 0.7 ? 5 : 6,
      risk_profile: JSON.stringify(
        Object.fromEntries(Array.from({ length: 10 }, (__, factor) => [factor + 1, level()])),
      ),
    } as const
  })
}

/** Founds a season of sample schools in the state of pairing, all of them enrolled, by the federal coordinator `by`. Gives its id. */
export const seedSecondSeason = async (
  { db, workflow, dispatch, newId }: Pick<House, 'workflow' | 'dispatch' | 'newId'> & { db: Database },
  season: SeasonDefinition,
  { by, at, count = sampleCount }: { readonly by: string; readonly at: string; readonly count?: number },
): Promise<string> => {
  const cycle = newId()
  await db.transaction().execute(async tx => {
    const schools = sampleSchools(count, newId)
    for (let start = 0; start < schools.length; start += 1000)
      await tx
        .insertInto('school')
        .values(schools.slice(start, start + 1000))
        .execute()
    const own = { key: rootKey, machine: 'cycle', input: cycleInput(season, null) }
    const actor = { person: by, role: 'federalCoordinator' }
    await foundRoots(tx, workflow, [{ id: cycle, kind: 'cycle', parent: null, own, births: [] }], actor, at)
    for (let start = 0; start < schools.length; start += 1000)
      await tx
        .insertInto('enrolled_school')
        .values(schools.slice(start, start + 1000).map(({ id }) => ({ cycle, school: id, at, author: by })))
        .execute()
  })
  const outcome = await dispatch({ root: cycle, key: rootKey, event: { type: 'cycle.openPairing' }, person: by, at })
  if ('refusal' in outcome) throw new Error(`The second season refused to be paired: ${outcome.refusal.why}`)
  return cycle
}
