import { sql } from 'kysely'
import type { Holder } from '../../workflows/letters/entries.ts'
import type { Transaction } from '../db/pool.ts'
import { anyOf } from '../db/prepared.ts'

/** Everybody who holds a role at these schools and has an address, in a fixed order. One query, however many schools. */
export const readHolders = async (tx: Transaction, schools: readonly string[]): Promise<Holder[]> => {
  const { rows } = await sql<Holder>`
    SELECT h.school, h.role, h.person, h.zone, h.week, h.region,
      CASE WHEN h.role = 'curator' THEN coalesce((
        SELECT array_agg(w.school) FROM (
          SELECT school FROM workplace WHERE person = h.person UNION SELECT school FROM member WHERE person = h.person
        ) w
      ), '{}') ELSE '{}' END AS "worksAt"
    FROM letter_holder h WHERE h.school = ${anyOf([...new Set(schools)], 'uuid')}
    ORDER BY h.school, h.role, h.person
  `.execute(tx)
  return rows
}
