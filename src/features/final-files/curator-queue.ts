import { sql } from 'kysely'
import type { FilePart } from '../../../workflows/machines/seat.ts'
import type { Database } from '../../db/pool.ts'

export const queueLists = ['waiting', 'returned', 'confirmed'] as const

/** Which files of the desk are shown. */
export type QueueList = (typeof queueLists)[number]

/** A file on somebody's desk. `at`: when it came to stand so. `deputy`: the person decides because no curator can (rules 11). */
export type QueueRow = {
  readonly root: string
  readonly seat: number
  readonly school: string
  readonly municipality: string
  readonly partners: readonly string[]
  readonly at: string
  readonly part: FilePart | null
  readonly deputy: boolean
}

/** Where a page of the list ends: the last row's instant and place. */
export type QueueCursor = { readonly at: string; readonly root: string; readonly seat: number }

export const cursorText = ({ at, root, seat }: QueueCursor): string => `${at}_${root}_${seat}`

export type Queue = {
  readonly counts: Readonly<Record<QueueList, number>>
  readonly rows: readonly QueueRow[]
  readonly next: QueueCursor | null
}

/** Staff of a seated school never act as curator in that partnership: `c` is a curator, `ss` a seat of it (rules 11). */
const worksThere = sql`EXISTS (
  SELECT 1 FROM seat_school o WHERE o.root = ss.root AND (
    EXISTS (SELECT 1 FROM workplace w WHERE w.person = c.person AND w.school = o.school)
    OR EXISTS (SELECT 1 FROM member m WHERE m.person = c.person AND m.school = o.school)))`

/**
 * The seats whose files are this person's to judge: as the school's curator, unless one works at a seated school; where a school has no
 * such curator, as the municipal coordinator, and where there is none either, as the regional, then the federal one (rules 11). What
 * waits for a verdict waits only while the partnership is open.
 */
const desk = (person: string) => sql`
  mine AS (
    SELECT ss.root, ss.seat, ss.school, false AS deputy
    FROM curator c JOIN seat_school ss ON ss.school = c.school
    WHERE c.person = ${person}::uuid AND NOT ${worksThere}
    UNION
    SELECT ss.root, ss.seat, ss.school, true
    FROM coordinator k
    JOIN school s ON k.region IS NULL
      OR (lower(btrim(k.region)) = lower(btrim(s.region))
          AND (k.municipality IS NULL OR lower(btrim(k.municipality)) = lower(btrim(s.municipality))))
    JOIN seat_school ss ON ss.school = s.id
    WHERE k.person = ${person}::uuid
      AND NOT EXISTS (SELECT 1 FROM curator c WHERE c.school = ss.school AND NOT ${worksThere})
      AND NOT EXISTS (
        SELECT 1 FROM coordinator nearer
        WHERE nearer.region IS NOT NULL AND lower(btrim(nearer.region)) = lower(btrim(s.region))
          AND ((nearer.level = 'municipal' AND k.level <> 'municipal'
                AND lower(btrim(nearer.municipality)) = lower(btrim(s.municipality)))
            OR (nearer.level = 'regional' AND k.level = 'federal')))
  ), files AS (
    SELECT mine.*, t.context,
      CASE t.value->>'file' WHEN 'uploaded' THEN 'waiting' ELSE t.value->>'file' END AS list,
      CASE t.value->>'file'
        WHEN 'uploaded' THEN t.context->>'lastUploadedAt'
        WHEN 'confirmed' THEN t.context->>'confirmedAt'
        ELSE t.context->'fileReturn'->>'at'
      END AS at
    FROM mine
    JOIN thing t ON t.root = mine.root AND t.key = 'seat/' || mine.seat
    JOIN thing p ON p.root = mine.root AND p.key = ''
    WHERE t.value->>'file' IN ('confirmed', 'returned') OR (t.value->>'file' = 'uploaded' AND p.value = '"active"')
  )`

/** One page of somebody's desk, the oldest first, with the counts of all three lists: one query, however much lies there. */
export const readQueue = async (
  db: Database,
  person: string,
  { list, after, limit }: { readonly list: QueueList; readonly after: QueueCursor | null; readonly limit: number },
): Promise<Queue> => {
  const {
    rows: [read],
  } = await sql<{ counts: Partial<Record<QueueList, number>> | null; rows: QueueRow[] }>`
    WITH ${desk(person)}, page AS (
      SELECT f.root, f.seat, s.name AS school, s.municipality, f.at, f.context->'fileReturn'->>'part' AS part, f.deputy,
        coalesce((
          SELECT array_agg(o.name ORDER BY other.seat) FROM seat_school other JOIN school o ON o.id = other.school
          WHERE other.root = f.root AND other.seat <> f.seat
        ), '{}') AS partners
      FROM files f JOIN school s ON s.id = f.school
      WHERE f.list = ${list} AND ${
        after === null ? sql`true` : sql`(f.at, f.root, f.seat) > (${after.at}, ${after.root}::uuid, ${after.seat})`
      }
      ORDER BY f.at, f.root, f.seat LIMIT ${limit + 1}
    )
    SELECT (SELECT jsonb_object_agg(list, n) FROM (SELECT list, count(*) AS n FROM files GROUP BY list) c) AS counts,
      (SELECT coalesce(jsonb_agg(page ORDER BY at, root, seat), '[]') FROM page) AS rows
  `.execute(db)
  const rows = read?.rows ?? []
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  const countOf = (name: QueueList) => read?.counts?.[name] ?? 0
  return {
    counts: { waiting: countOf('waiting'), returned: countOf('returned'), confirmed: countOf('confirmed') },
    rows: shown,
    next: last === undefined ? null : { at: last.at, root: last.root, seat: last.seat },
  }
}
