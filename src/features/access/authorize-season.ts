import { sql } from 'kysely'
import { mayAct, type Standing } from '../../../workflows/permissions.ts'
import type { Act } from '../../../workflows/stale-after.ts'
import type { Transaction } from '../../db/pool.ts'
import type { Command, Verdict } from '../../engine/dispatch.ts'

/** A season lies on one seat of its own, which the federal coordinator alone covers. */
const season = { seats: [1], assignments: [] }

/**
 * Who may act on a season: its own acts are the federal coordinator's; schools are put together by whoever covers every one of them
 * (rules 10).
 */
export const authorizeOnSeason = async (
  tx: Transaction,
  { person, event }: Pick<Command, 'person' | 'event'>,
  act: Act,
): Promise<Verdict> => {
  const schools = await schoolsIn(tx, event)
  const standings = await officesOf(tx, person, schools)
  const table = schools.length === 0 ? season : { seats: schools.map((_, index) => index + 1), assignments: [] }
  const verdict = mayAct(act, standings, table, null)
  return typeof verdict === 'string' ? { no: 'forbidden' } : { yes: { person, role: verdict.as } }
}

/** The schools that are to be put together, and those that sit where one of them is to join. */
const schoolsIn = async (tx: Transaction, event: Command['event']): Promise<string[]> => {
  const comers = [event.schools ?? [], event.school ?? []].flat().flatMap(comer => {
    const school: unknown = typeof comer === 'object' && comer !== null ? Reflect.get(comer, 'school') : undefined
    return typeof school === 'string' ? [school] : []
  })
  if (event.type !== 'cycle.join') return event.type === 'cycle.pair' ? comers : []
  const seated = await tx.selectFrom('seat_school').select('school').where('root', '=', String(event.root)).execute()
  return [...comers, ...seated.map(({ school }) => school)]
}

/** A person's offices, each with which of these schools lie in its territory, by their places in the list from 1. */
const officesOf = async (tx: Transaction, person: string, schools: readonly string[]): Promise<Standing[]> => {
  const { rows } = await sql<Standing>`
    SELECT k.level || 'Coordinator' AS role,
      coalesce(array_agg(DISTINCT asked.seat::integer ORDER BY asked.seat::integer) FILTER (WHERE s.id IS NOT NULL), '{}') AS seats
    FROM coordinator k
    LEFT JOIN unnest(${schools}::uuid[]) WITH ORDINALITY AS asked(school, seat) ON true
    LEFT JOIN school s ON s.id = asked.school AND (k.region IS NULL
      OR (lower(btrim(k.region)) = lower(btrim(s.region))
          AND (k.municipality IS NULL OR lower(btrim(k.municipality)) = lower(btrim(s.municipality)))))
    WHERE k.person = ${person}::uuid GROUP BY k.level
  `.execute(tx)
  if (schools.length > 0) return rows
  return rows.map(office => ({ ...office, seats: office.role === 'federalCoordinator' ? season.seats : [] }))
}
