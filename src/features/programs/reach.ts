import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import type { FrameDeps } from '../../http/frame.ts'
import { isUuid } from './rules.ts'

/**
 * Whether a route's object belongs to what a token was made for. A partnership: it alone. A school: its record, its people, and the
 * partnerships in which it has a seat. Everything else, and what there is not, does not.
 */
export const createReach =
  (db: Database): FrameDeps['reaches'] =>
  async (only, url, { root, school }) => {
    if (/^\/api\/schools\/:school(\/|$)/.test(url)) return only.kind === 'school' && school?.toLowerCase() === only.id
    if (!/^\/api\/partnerships\/:root(\/|$)/.test(url) || !isUuid(root)) return false
    return only.kind === 'partnership' ? root.toLowerCase() === only.id : hasSeat(db, root, only.id)
  }

const hasSeat = async (db: Database, root: string, school: string): Promise<boolean> => {
  const { rows } = await sql<{ sits: boolean }>`
    SELECT EXISTS (SELECT 1 FROM seat_school WHERE root = ${root}::uuid AND school = ${school}::uuid) AS sits
  `.execute(db)
  return rows[0]?.sits === true
}
