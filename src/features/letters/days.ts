import { sql } from 'kysely'
import { localDate } from '../../../workflows/deadlines.ts'
import { nextOrdinary } from '../../../workflows/letters/working-time.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Database } from '../../db/pool.ts'

/** The zones in which people read letters. One query, which leaps from zone to zone. */
export const zonesOfReaders = async (db: Database): Promise<string[]> => {
  const { rows } = await sql<{ zone: string }>`
    WITH RECURSIVE zones AS (
      SELECT min(zone) AS zone FROM person
      UNION ALL SELECT (SELECT min(zone) FROM person WHERE zone > zones.zone) FROM zones WHERE zones.zone IS NOT NULL
    ) SELECT zone FROM zones WHERE zone IS NOT NULL
  `.execute(db)
  return rows.map(({ zone }) => zone)
}

/**
 * On which day of its reader's (`YYYY-MM-DD`) something goes that is due at an instant; what is due already goes at the next permitted hour. The
 * days off of all are counted here, those of one region are not.
 */
export type Days = {
  readonly zones: readonly string[]
  readonly in: (zone: string, sendAt: string) => string
  /** The day that it is for every reader, wherever they live; null where that differs. */
  readonly everywhere: (sendAt: string) => string | null
}

/** More than any clock is moved in a year: whoever lives farthest west today does so, give or take that, at any time. */
const slack = { hours: 2 }

export const daysFrom = (
  at: string,
  zones: readonly string[],
  { calendar, letters }: Pick<SeasonDefinition, 'calendar' | 'letters'>,
): Days => {
  const offset = (zone: string) => Temporal.Instant.from(at).toZonedDateTimeISO(zone).offsetNanoseconds
  const eastward = zones.toSorted((one, other) => offset(one) - offset(other))
  const [west = 'UTC', east = 'UTC'] = [eastward[0], eastward.at(-1)]
  const passed = new Map(
    zones.map(zone => [zone, localDate(nextOrdinary(at, { zone, week: 5, calendar }, letters), zone)]),
  )
  return {
    zones,
    in: (zone, sendAt) => (sendAt <= at ? (passed.get(zone) ?? localDate(at, zone)) : localDate(sendAt, zone)),
    everywhere: sendAt => {
      if (sendAt <= at) return null
      const instant = Temporal.Instant.from(sendAt)
      const first = localDate(instant.subtract(slack).toString(), west)
      return first === localDate(instant.add(slack).toString(), east) ? first : null
    },
  }
}

/** In one zone, the instants between which something is due that goes on this day. */
export type Span = { readonly zone: string; readonly from: string; readonly to: string }

const always = '0001-01-01T00:00:00.000Z'

const midnight = (date: Temporal.PlainDate, zone: string): string =>
  date.toZonedDateTime(zone).toInstant().toString({ fractionalSecondDigits: 3 })

/** The same day in every zone; nothing where what is due then has moved on to a later day. */
export const spansOf = (days: Days, date: string, at: string): Span[] => {
  const day = Temporal.PlainDate.from(date)
  return days.zones.flatMap(zone => {
    const [from, to] = [midnight(day, zone), midnight(day.add({ days: 1 }), zone)]
    if (days.in(zone, at) === date) return [{ zone, from: always, to: to > at ? to : at }]
    return to > at ? [{ zone, from: from > at ? from : at, to }] : []
  })
}
