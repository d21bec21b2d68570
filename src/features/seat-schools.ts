import { sql } from 'kysely'
import type { SeatNo } from '../../workflows/machines/events.ts'
import type { Role } from '../../workflows/permissions.ts'
import type { Database } from '../db/pool.ts'

/** A school at a seat, as its partners and officers see it. */
export type SeatSchool = {
  readonly seat: SeatNo
  readonly name: string
  readonly region: string
  readonly municipality: string
  readonly zone: string
  /** The school's coordinator, or whoever of the school can be spoken to. */
  readonly contact: {
    readonly name: string | null
    readonly role: Role
    readonly email: string | null
    readonly phone: string | null
  } | null
}

/** The schools of a partnership with one contact each. One query. */
export const seatSchools = async (db: Database, root: string): Promise<SeatSchool[]> => {
  const { rows } = await sql<SeatSchool>`
    SELECT ss.seat, s.name, s.region, s.municipality, s.zone, (
      SELECT jsonb_build_object('name', p.name, 'role', m.role, 'email', p.email, 'phone', p.phone)
      FROM member m JOIN person p ON p.id = m.person WHERE m.school = s.id
      ORDER BY CASE m.role WHEN 'schoolCoordinator' THEN 1 WHEN 'head' THEN 2 ELSE 3 END, p.id LIMIT 1
    ) AS contact
    FROM seat_school ss JOIN school s ON s.id = ss.school WHERE ss.root = ${root}::uuid ORDER BY ss.seat
  `.execute(db)
  return rows
}
