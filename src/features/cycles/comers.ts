import { sql } from 'kysely'
import type { Comer } from '../../../workflows/machines/cycle.ts'
import type { Transaction } from '../../db/pool.ts'

const isComer = (value: unknown): value is Comer =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'school') === 'string'

/** The schools that an event puts together. Its shape was checked at the edge; what is no school is left out. */
export const comersIn = (value: unknown): Comer[] => (Array.isArray(value) ? value.filter(isComer) : [])

/** Where a school sits in a season: `left` when everybody else of a pair that goes on has withdrawn. */
type Sitting = { school: string; root: string; seat: number; left: boolean }

/** The seats that these schools hold in a season's partnerships which go on. A school that withdrew sits there no more. */
const sittings = async (tx: Transaction, cycle: string, schools: readonly string[]): Promise<Sitting[]> => {
  const { rows } = await sql<Sitting>`
    SELECT ss.school, ss.root, ss.seat, NOT EXISTS (
      SELECT FROM jsonb_array_elements(t.context->'seats') other
      WHERE (other->>'seat')::integer <> ss.seat AND other->>'standing' <> 'withdrawn'
    ) AS left
    FROM seat_school ss
    JOIN root r ON r.id = ss.root AND r.parent = ${cycle}::uuid
    JOIN thing t ON t.root = ss.root AND t.key = '' AND t.value = '"active"'
    WHERE ss.school = ANY(${schools}::uuid[]) AND EXISTS (
      SELECT FROM jsonb_array_elements(t.context->'seats') own
      WHERE (own->>'seat')::integer = ss.seat AND own->>'standing' <> 'withdrawn'
    )
  `.execute(tx)
  return rows
}

/**
 * Why schools can't be put together so, by code: `unknown/<school>`; `seated/<school>` for one that has partners already; `from/<school>`
 * for one said to come from where it does not sit.
 */
export const faultsOf = async (tx: Transaction, cycle: string, comers: readonly Comer[]): Promise<string[]> => {
  const schools = comers.map(({ school }) => school)
  const known = await tx.selectFrom('school').select('id').where('id', 'in', schools).execute()
  const held = await sittings(tx, cycle, schools)
  return comers.flatMap(({ school, from }) => {
    if (!known.some(({ id }) => id === school)) return [`unknown/${school}`]
    const sits = held.filter(sitting => sitting.school === school)
    const comesFrom = sits.find(({ root, seat }) => root === from?.root && seat === from.seat)
    if (from !== null && comesFrom === undefined) return [`from/${school}`]
    return sits.every(sitting => sitting === comesFrom && sitting.left) ? [] : [`seated/${school}`]
  })
}
