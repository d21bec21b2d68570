import type { SeasonDefinition } from '../../../workflows/season.ts'
import { type Lang, words } from '../../words/index.ts'
import type { Facts } from './facts.ts'

// Of nobody: ids that no row has, and sums of nothing.
export const zone = 'Europe/Moscow'
export const ids = { root: '00000000-0000-4000-8000-000000000001', reason: '00000000-0000-4000-8000-000000000002' }
export const schoolId = (n: number) => `00000000-0000-4000-8000-0000000001${String(n).padStart(2, '0')}`
export const person = '00000000-0000-4000-8000-000000000003'
export const sum = (digit: string) => digit.repeat(64)

/** What sample letters are written from: schools, texts and sums that nobody has. */
export const sampleFacts = (lang: Lang, season: SeasonDefinition): Facts => {
  const said = words(lang).letterTemplates.sample
  const schools = Array.from({ length: 24 }, (_, n) => ({
    id: schoolId(n + 1),
    name: said.school(n + 1),
    region: said.region,
    municipality: said.municipality((n % 3) + 1),
  }))
  const dates = Object.fromEntries(season.stages.map(({ id, deadline }) => [id, deadline]))
  const seat = (n: number) => ({ seat: n, school: schoolId(n), standing: 'seated' })
  const [slot] = season.package
  const proof = { root: ids.root, n: 12, hash: sum('a'), at: '2022-10-04T06:12:00.000Z' }
  const versions = slot === undefined ? [] : [{ slot: slot.id, version: 2, sha256: sum('b') }]
  return {
    tables: new Map([[ids.root, { root: ids.root, seats: [seat(1), seat(2)], dates, definition: season.id }]]),
    schools: new Map(schools.map(school => [school.id, school])),
    reasons: new Map([[ids.reason, said.reason]]),
    proofs: new Map([
      [`${ids.root} 12`, { ...proof, versions }],
      [`${ids.root} 13`, { ...proof, n: 13, versions: [] }],
    ]),
    programmes: new Map(),
    emails: new Map([[person, 'reader@example.org']]),
    seasons: new Map([[season.id, season]]),
  }
}
