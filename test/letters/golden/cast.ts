import { loadSeason } from '../../../src/features/cycles/definition.ts'
import { seasonsFolder } from '../../../src/seasons.ts'
import type { WorkingWeek } from '../../../workflows/calendar.ts'
import type { Holder } from '../../../workflows/letters/entries.ts'
import type { PartnershipInput } from '../../../workflows/machines/partnership.ts'
import type { LetterRecipient } from '../../../workflows/season.ts'
import { pairInput } from '../../fixtures/partnership.ts'

export const season = loadSeason(`${seasonsFolder}/500plus-2022`)

/** The eleven zones of the country, as the table calls them. */
export const zones = {
  Kaliningrad: 'Europe/Kaliningrad',
  Moscow: 'Europe/Moscow',
  Samara: 'Europe/Samara',
  Yekaterinburg: 'Asia/Yekaterinburg',
  Omsk: 'Asia/Omsk',
  Krasnoyarsk: 'Asia/Krasnoyarsk',
  Irkutsk: 'Asia/Irkutsk',
  Yakutsk: 'Asia/Yakutsk',
  Vladivostok: 'Asia/Vladivostok',
  Magadan: 'Asia/Magadan',
  Kamchatka: 'Asia/Kamchatka',
} as const

export type Place = keyof typeof zones

/** A school of the table. `above`: where those who accompany it live, if not where it is; `without`: roles that nobody holds. */
export type School = {
  readonly place: Place
  readonly week: WorkingWeek
  readonly above?: Place
  readonly without?: readonly LetterRecipient[]
  /** Its curator is its municipal coordinator, too. */
  readonly oneForBoth?: true
  /** Its curator is of the staff of the other school. */
  readonly curatorBeside?: true
}

export type Table = readonly School[]

export const tables = {
  edges: [
    { place: 'Kaliningrad', week: 5, above: 'Kamchatka' },
    { place: 'Kamchatka', week: 6, above: 'Kaliningrad' },
  ],
  farEast: [
    { place: 'Moscow', week: 5, oneForBoth: true },
    { place: 'Magadan', week: 6 },
  ],
  volga: [
    { place: 'Samara', week: 6, without: ['curator'] },
    { place: 'Vladivostok', week: 5 },
  ],
  urals: [
    { place: 'Yekaterinburg', week: 5, curatorBeside: true },
    { place: 'Yakutsk', week: 6 },
  ],
  trio: [
    { place: 'Omsk', week: 6 },
    { place: 'Krasnoyarsk', week: 5 },
    { place: 'Irkutsk', week: 6, without: ['curator', 'municipalCoordinator'] },
  ],
} as const satisfies Record<string, Table>

const roles: readonly LetterRecipient[] = ['school', 'curator', 'municipalCoordinator', 'regionalCoordinator']

const holdersAt = (school: School, id: string, beside: readonly string[]): Holder[] =>
  roles
    .filter(role => !school.without?.includes(role))
    .map(role => ({
      school: id,
      role,
      person: `${school.place}, ${role === 'municipalCoordinator' && school.oneForBoth ? 'curator' : role}`,
      zone: zones[role === 'school' ? school.place : (school.above ?? school.place)],
      week: role === 'school' ? school.week : 5,
      region: null,
      worksAt: role === 'curator' && school.curatorBeside ? beside : [],
    }))

/** The partnership of these schools, and everybody whom it concerns. */
export const seatedAt = (table: Table, signInBy: string): { input: PartnershipInput; holders: readonly Holder[] } => {
  const next = (index: number) => ((index + 1) % table.length) + 1
  const bare = pairInput(
    table.map(({ place }) => zones[place]),
    table.map((_, index) => ({ reviewer: index + 1, reviewed: next(index) })),
  )
  const seats = bare.seats.map((record, index) => ({ ...record, week: table[index]?.week ?? 5 }))
  const input = { ...bare, seats, dates: { ...bare.dates, pairing: signInBy } }
  const ids = seats.map(({ school }) => school)
  return {
    input,
    holders: table.flatMap((school, index) =>
      holdersAt(
        school,
        ids[index] ?? '',
        ids.filter((_, other) => other !== index),
      ),
    ),
  }
}
