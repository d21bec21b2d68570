import { sql } from 'kysely'
import { seatOfKey } from '../../../workflows/keys.ts'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { Role } from '../../../workflows/permissions.ts'
import type { Database } from '../../db/pool.ts'

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
  const { rows } = await sql<Omit<SeatSchool, 'contact'> & { contact: SeatSchool['contact'] }>`
    SELECT ss.seat, s.name, s.region, s.municipality, s.zone, (
      SELECT jsonb_build_object('name', p.name, 'role', m.role, 'email', p.email, 'phone', p.phone)
      FROM member m JOIN person p ON p.id = m.person WHERE m.school = s.id
      ORDER BY CASE m.role WHEN 'schoolCoordinator' THEN 1 WHEN 'head' THEN 2 ELSE 3 END, p.id LIMIT 1
    ) AS contact
    FROM seat_school ss JOIN school s ON s.id = ss.school WHERE ss.root = ${root}::uuid ORDER BY ss.seat
  `.execute(db)
  return rows
}

/** A partnership in a list: its schools, and whether one of them is the reader's own. */
export type Listed = { readonly root: string; readonly own: boolean; readonly schools: string[] }

/** How many partnerships a list shows; a territory's own page comes with filters and pages. */
const mostListed = 200

/** The partnerships in which a person has any standing, their own first. */
export const partnershipsOf = async (db: Database, person: string): Promise<Listed[]> => {
  const { rows } = await sql<Listed>`
    WITH mine AS (
      SELECT ss.root, true AS own FROM member m JOIN seat_school ss ON ss.school = m.school WHERE m.person = ${person}::uuid
      UNION
      SELECT ss.root, false FROM curator c JOIN seat_school ss ON ss.school = c.school WHERE c.person = ${person}::uuid
      UNION
      SELECT ss.root, false
      FROM coordinator k JOIN school s ON k.region IS NULL
        OR (lower(btrim(k.region)) = lower(btrim(s.region))
            AND (k.municipality IS NULL OR lower(btrim(k.municipality)) = lower(btrim(s.municipality))))
      JOIN seat_school ss ON ss.school = s.id
      WHERE k.person = ${person}::uuid
    ), once AS (
      SELECT root, bool_or(own) AS own FROM mine GROUP BY root ORDER BY bool_or(own) DESC, root LIMIT ${mostListed}
    )
    SELECT once.root, once.own, array_agg(s.name ORDER BY ss.seat) AS schools
    FROM once JOIN seat_school ss ON ss.root = once.root JOIN school s ON s.id = ss.school
    GROUP BY once.root, once.own ORDER BY once.own DESC, min(s.name COLLATE "ru-x-icu")
  `.execute(db)
  return rows
}

/** One line of a partnership's history that people read. */
export type Happening = {
  readonly n: number
  readonly at: string
  readonly type: string
  readonly seat: SeatNo | null
  readonly name: string | null
  readonly role: string
  readonly hash: string
  readonly key: string
}

/** What the neighbours told each other is no news to people. */
const inner = ['settle', 'migrated']

/** The acts and passed deadlines of a partnership, newest first, before row `before`. */
export const happenings = async (
  db: Database,
  root: string,
  { limit, before }: { limit: number; before?: number },
): Promise<Happening[]> => {
  const rows = await db
    .selectFrom('history')
    .leftJoin('person', join => join.on('person.id', '=', sql<string>`(history.actor->>'person')::uuid`))
    .select(['n', 'at', 'event', 'key', 'actor', 'hash', 'person.name'])
    .where('root', '=', root)
    .where(sql<string>`event->>'type'`, 'not in', inner)
    .$if(before !== undefined, query => query.where('n', '<', before ?? 0))
    .orderBy('n', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ n, at, event, key, actor, hash, name }) => ({
    n,
    at,
    type: event.type,
    seat: typeof event.seat === 'number' ? event.seat : seatOfKey(key),
    name,
    role: actor.role,
    hash,
    key,
  }))
}
