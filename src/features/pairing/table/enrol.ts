import { sql } from 'kysely'
import { factorCount } from '../schools.ts'
import { faultsOfSettings, type PairingSettings } from '../weights.ts'
import { changeTable } from './open-table.ts'
import { settingsOf } from './request-query.ts'
import type { TableAct } from './table-acts.ts'

/** These schools; or all whose profile is complete, of one region or of every one. */
type Comers = { readonly schools?: readonly string[]; readonly region?: string }

const complete = sql`(SELECT count(*) FROM jsonb_object_keys(coalesce(s.risk_profile, '{}'))) = ${factorCount}`

/** Enrols schools in a season. Only those whose risk profile is complete can be weighed. */
export const enrol: TableAct<Comers> = async (tx, { table, person, at }, { schools, region }) => {
  const which =
    schools !== undefined
      ? sql`s.id = ANY (${schools}::uuid[])`
      : region === undefined || region.trim() === ''
        ? sql`true`
        : sql`lower(btrim(s.region)) = lower(btrim(${region}))`
  if (schools !== undefined) {
    const { rows } = await sql<{ id: string }>`SELECT s.id FROM school s WHERE ${which} AND ${complete}`.execute(tx)
    const ready = new Set(rows.map(({ id }) => id))
    const missing = schools.filter(id => !ready.has(id)).map(id => `unready/${id}`)
    if (missing.length > 0) return { missing }
  }
  const { numAffectedRows } = await sql`
    INSERT INTO enrolled_school (cycle, school, at, author)
    SELECT ${table.cycle}::uuid, s.id, ${at}, ${person}::uuid FROM school s WHERE ${which} AND ${complete}
    ON CONFLICT DO NOTHING
  `.execute(tx)
  if (numAffectedRows === 0n) return { missing: ['nobody'] }
  await changeTable(tx, table, false)
  return { done: true }
}

/** Takes a school out of a season that is not published yet. Wishes about it end with it. */
export const remove: TableAct<{ readonly school: string }> = async (tx, { table, person, at }, { school }) => {
  const { cycle } = table
  const { numDeletedRows } = await tx
    .deleteFrom('enrolled_school')
    .where('cycle', '=', cycle)
    .where('school', '=', school)
    .executeTakeFirst()
  if (numDeletedRows === 0n) return { missing: [`notEnrolled/${school}`] }
  await sql`
    UPDATE pairing_wish SET lifted_at = ${at}, lifted_by = ${person}::uuid
    WHERE cycle = ${cycle}::uuid AND lifted_at IS NULL AND ${school}::uuid IN (a, b, c)
  `.execute(tx)
  await changeTable(tx, table, false)
  return { done: true }
}

/** Changes what the season weighs. */
export const weigh: TableAct<{ readonly settings: Partial<PairingSettings> }> = async (tx, { table }, { settings }) => {
  const whole = { ...settingsOf(table.settings), ...settings }
  const { schools } = await tx
    .selectFrom('enrolled_school')
    .select(({ fn }) => fn.countAll<number>().as('schools'))
    .where('cycle', '=', table.cycle)
    .executeTakeFirstOrThrow()
  if (faultsOfSettings(whole, schools).length > 0) return { missing: ['settings'] }
  await tx
    .updateTable('pairing_table')
    .set({ settings: JSON.stringify(whole) })
    .where('cycle', '=', table.cycle)
    .execute()
  await changeTable(tx, table, false)
  return { done: true }
}
