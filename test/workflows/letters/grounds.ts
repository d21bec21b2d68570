import fc from 'fast-check'
import { loadSeason } from '../../../src/features/cycles/definition.ts'
import { seasonsFolder } from '../../../src/seasons.ts'
import { dueInstant, localDate, sharedDueInstant } from '../../../workflows/deadlines.ts'
import type { Reader } from '../../../workflows/letters/working-time.ts'

/** The season whose rules hold in these tests. */
export const season = loadSeason(`${seasonsFolder}/500plus-2022`)

/** All zones of the country, and some that change their clocks, lie beyond it, or are not whole hours away. */
export const zones = [
  ...['Europe/Kaliningrad', 'Europe/Moscow', 'Europe/Samara', 'Asia/Yekaterinburg', 'Asia/Omsk', 'Asia/Krasnoyarsk'],
  ...['Asia/Irkutsk', 'Asia/Yakutsk', 'Asia/Vladivostok', 'Asia/Magadan', 'Asia/Kamchatka'],
  ...['Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'],
]

const first = Date.UTC(2021, 0, 1)
const minutes = (Date.UTC(2027, 0, 1) - first) / 60_000

/** Any minute of the years whose decrees are known. */
export const anyInstant = fc.integer({ min: 0, max: minutes }).map(n => new Date(first + n * 60_000).toISOString())

export const anyDate = anyInstant.map(instant => instant.slice(0, 10))

export const anyZone = fc.constantFrom(...zones)

export const anyReader: fc.Arbitrary<Reader> = fc.record({
  zone: anyZone,
  week: fc.constantFrom(5, 6),
  calendar: fc.constant(season.calendar),
})

/** A deadline as letters know it: of one school, or of an act that schools in several zones share. */
export const anyDeadline = fc
  .record({ date: anyDate, owers: fc.array(anyZone, { minLength: 1, maxLength: 3 }) })
  .map(({ date, owers }) => {
    const dueAt = sharedDueInstant(date, owers)
    const eve = new Date(Date.parse(dueAt) - 1).toISOString()
    return { date: owers.map(zone => localDate(eve, zone)).sort()[0] ?? date, dueAt }
  })

/** The deadline of one school. */
export const deadlineAt = (date: string, zone: string) => ({ date, dueAt: dueInstant(date, zone) })

/** `HH:MM` on the clocks of a zone. */
export const clockAt = (instant: string, zone: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' })
