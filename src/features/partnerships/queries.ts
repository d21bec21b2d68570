import { sql } from 'kysely'
import { seatOfKey } from '../../../workflows/keys.ts'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { Database } from '../../db/pool.ts'

/** A partnership in a list: its schools, and whether one of them is the reader's own. */
export type Listed = { readonly root: string; readonly own: boolean; readonly schools: string[] }

/** How many partnerships a list shows; a territory's own page comes with filters and pages. */
const mostListed = 200

/** Roots and whether one of their schools is the person's own: each partnership in which they have any standing, perhaps twice. */
const standingsIn = (person: string) => sql`
  SELECT ss.root, true AS own FROM member m JOIN seat_school ss ON ss.school = m.school WHERE m.person = ${person}::uuid
  UNION
  SELECT ss.root, false FROM curator c JOIN seat_school ss ON ss.school = c.school WHERE c.person = ${person}::uuid
  UNION
  SELECT ss.root, false
  FROM coordinator k JOIN school s ON k.region IS NULL
    OR (lower(btrim(k.region)) = lower(btrim(s.region))
        AND (k.municipality IS NULL OR lower(btrim(k.municipality)) = lower(btrim(s.municipality))))
  JOIN seat_school ss ON ss.school = s.id
  WHERE k.person = ${person}::uuid`

/** The partnerships in which a person has any standing, their own first. */
export const partnershipsOf = async (db: Database, person: string): Promise<Listed[]> => {
  const { rows } = await sql<Listed>`
    WITH mine AS (${standingsIn(person)}), once AS (
      SELECT root, bool_or(own) AS own FROM mine GROUP BY root ORDER BY bool_or(own) DESC, root LIMIT ${mostListed}
    )
    SELECT once.root, once.own, array_agg(s.name ORDER BY ss.seat) AS schools
    FROM once JOIN seat_school ss ON ss.root = once.root JOIN school s ON s.id = ss.school
    GROUP BY once.root, once.own ORDER BY once.own DESC, min(s.name COLLATE "ru-x-icu")
  `.execute(db)
  return rows
}

/** A part of that list: after which line, how many, and of which partnership or school alone. */
export type ListPart = {
  readonly after: { readonly own: boolean; readonly root: string } | null
  readonly limit: number
  readonly partnership: string | null
  readonly school: string | null
}

/** The same list in parts, by own and root; nothing is left out of it in the end. */
export const partnershipsAfter = async (
  db: Database,
  person: string,
  { after, limit, partnership, school }: ListPart,
): Promise<Listed[]> => {
  const { rows } = await sql<Listed>`
    WITH mine AS (${standingsIn(person)}), once AS (
      SELECT root, bool_or(own) AS own FROM mine
      WHERE (${partnership}::uuid IS NULL OR root = ${partnership}::uuid)
        AND (${school}::uuid IS NULL OR EXISTS (
          SELECT 1 FROM seat_school own WHERE own.root = mine.root AND own.school = ${school}::uuid))
      GROUP BY root
    ), part AS (
      SELECT root, own FROM once
      WHERE ${after === null} OR (NOT own, root) > (${after?.own === false}, ${after?.root ?? null}::uuid)
      ORDER BY NOT own, root LIMIT ${limit}
    )
    SELECT part.root, part.own, array_agg(s.name ORDER BY ss.seat) AS schools
    FROM part JOIN seat_school ss ON ss.root = part.root JOIN school s ON s.id = ss.school
    GROUP BY part.root, part.own ORDER BY NOT part.own, part.root
  `.execute(db)
  return rows
}

/** One line of a partnership's history that people read. */
export type Happening = {
  readonly at: string
  readonly type: string
  readonly seat: SeatNo | null
  readonly name: string | null
}

/** What the neighbours told each other is no news to people. */
const inner = ['settle', 'migrated']

/** The last acts and passed deadlines of a partnership, newest first. */
export const happenings = async (
  db: Database,
  root: string,
  { limit }: { readonly limit: number },
): Promise<Happening[]> => {
  const rows = await db
    .selectFrom('history')
    .leftJoin('person', join => join.on('person.id', '=', sql<string>`(history.actor->>'person')::uuid`))
    .select(['at', 'event', 'key', 'person.name'])
    .where('root', '=', root)
    .where(sql<string>`event->>'type'`, 'not in', inner)
    .orderBy('n', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ at, event, key, name }) => ({
    at,
    type: event.type,
    seat: typeof event.seat === 'number' ? event.seat : seatOfKey(key),
    name,
  }))
}
