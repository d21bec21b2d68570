import type { Database } from '../db/pool.ts'

/** Of days that nobody sealed for longer than this, the oldest stay without a seal: the next one covers them. */
const mostAtOnce = 366

/** Days (YYYY-MM-DD) that ended without a seal, in order, and the instant at which the next one is due: of the first of them, or of today. */
export type OwedSeals = { readonly days: readonly string[]; readonly since: string }

const dayAfter = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString()

const endOf = (day: string, zone: string): string =>
  Temporal.PlainDate.from(day)
    .add({ days: 1 })
    .toZonedDateTime(zone)
    .toInstant()
    .toString({ fractionalSecondDigits: 3 })

const dayOf = (at: string, zone: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString()

/** The days from `first` on that have ended in `zone` at `at`: a day ends at 00:00 of the next one. */
export const endedDays = (first: string, at: string, zone: string): string[] => {
  const today = Temporal.PlainDate.from(dayOf(at, zone))
  const length = Math.min(mostAtOnce, Math.max(0, Temporal.PlainDate.from(first).until(today).days))
  return Array.from({ length }, (_, index) => today.subtract({ days: length - index }).toString())
}

const firstUnsealed = async (db: Database, zone: string): Promise<string | null> => {
  const { last } = await db
    .selectFrom('seal')
    .select(({ fn }) => fn.max('day').as('last'))
    .executeTakeFirstOrThrow()
  if (last !== null) return dayAfter(last)
  // Seasons, which are few, are there before what they hold.
  const { began } = await db
    .selectFrom('root')
    .innerJoin('history', join => join.onRef('history.root', '=', 'root.id').on('history.n', '=', 1))
    .select(({ fn }) => fn.min('history.at').as('began'))
    .where('root.parent', 'is', null)
    .executeTakeFirstOrThrow()
  return began === null ? null : dayOf(began, zone)
}

/** Which seals are owed at `at` (program's clock) by the operator's zone; null where there is nothing to be sealed yet. */
export const owedSeals = async (db: Database, zone: string, at: string): Promise<OwedSeals | null> => {
  const first = await firstUnsealed(db, zone)
  if (first === null) return null
  const days = endedDays(first, at, zone)
  const next = dayOf(at, zone)
  return { days, since: endOf(days[0] ?? (first > next ? first : next), zone) }
}
