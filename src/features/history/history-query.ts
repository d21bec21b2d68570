import { sql } from 'kysely'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { Database } from '../../db/pool.ts'
import type { Opened } from '../access/open.ts'
import { aboutOf, isConcerned, type Kind, kinds, proofs } from './rules.ts'

/** Why something was done: the words, or that they were blanked. */
export type Why = { readonly text: string | null }

/** One line of a partnership's history as its reader may know it. Instants are ISO 8601, UTC; dates YYYY-MM-DD. */
export type Entry = {
  readonly n: number
  readonly at: string
  readonly type: string
  readonly key: string
  readonly hash: string
  readonly role: string
  readonly name: string | null
  readonly person: boolean
  readonly seat: SeatNo | null
  readonly about: SeatNo | null
  /** The duty that a deadline is of. */
  readonly act: string | null
  readonly date: string | null
  readonly part: string | null
  readonly slots: readonly string[]
  readonly reason: Why | null
  readonly behalf: Why | null
  /** The proof of a sending: which one by count, and over which content; the latter for the school's own people. */
  readonly proof: { readonly version: number; readonly sha256: string | null } | null
}

type Row = Pick<Entry, 'n' | 'at' | 'type' | 'key' | 'hash' | 'role' | 'name' | 'person' | 'seat' | 'date' | 'part'> & {
  readonly slots: string[] | null
  readonly sha256: string | null
  readonly version: number
  readonly hasReason: boolean
  readonly reason: string | null
  readonly hasBehalf: boolean
  readonly behalf: string | null
}

export type Asked = {
  readonly limit: number
  readonly before: number | null
  readonly seat: SeatNo | null
  readonly kind: Kind | null
}

/** What the neighbours told each other is no news to people. */
const inner = ['settle', 'migrated']

const entryOf = (opened: Opened, own: ReadonlySet<SeatNo>, row: Row): Entry => {
  const { slots, sha256, version, hasReason, reason, hasBehalf, behalf, ...entry } = row
  const { act, about } = aboutOf(row.key)
  const concerned = isConcerned(opened, row)
  // Who answers recommendations is the school that they are for.
  const school = row.type === 'recommendations.answer' ? about : row.seat
  return {
    ...entry,
    act,
    about,
    slots: slots ?? [],
    reason: hasReason && concerned ? { text: reason } : null,
    behalf: hasBehalf && concerned ? { text: behalf } : null,
    proof: proofs.includes(row.type) ? { version, sha256: school !== null && own.has(school) ? sha256 : null } : null,
  }
}

const ownSeats = ({ standings }: Opened): Set<SeatNo> =>
  new Set(
    standings
      .filter(({ role }) => role === 'head' || role === 'schoolCoordinator' || role === 'helper')
      .flatMap(({ seats }) => seats),
  )

/** A part of a partnership's history, the newest first. No content is read but the reasons that went with acts. */
export const entriesOf = async (db: Database, opened: Opened, asked: Asked): Promise<Entry[]> => {
  const patterns = asked.kind === null ? ['%'] : [...kinds[asked.kind]]
  const { rows } = await sql<Row>`
    WITH shown AS (
      SELECT h.*, h.event->>'type' AS type,
        CASE WHEN jsonb_typeof(h.event->'seat') = 'number' THEN (h.event->>'seat')::integer
          WHEN jsonb_typeof(h.event#>'{seat,seat}') = 'number' THEN (h.event#>>'{seat,seat}')::integer
          ELSE substring(h.key FROM '^(?:seat|assignment|duty)/([0-9]+)')::integer END AS seat
      FROM history h WHERE h.root = ${opened.id}::uuid
    )
    SELECT s.n, s.at, s.type, s.key, s.hash, s.actor->>'role' AS role, p.name, s.actor->>'person' IS NOT NULL AS person, s.seat,
      coalesce(s.event->>'heldOn', s.event->>'date') AS date, s.event->>'part' AS part,
      CASE WHEN jsonb_typeof(s.event->'slots') = 'array' AND s.type = 'package.return' THEN s.event->'slots' END AS slots,
      s.event->'facts'->>'sha256' AS sha256,
      (SELECT count(*)::integer FROM history e
        WHERE e.root = s.root AND e.key = s.key AND e.event->>'type' = s.type AND e.n <= s.n AND s.type = ANY(${[...proofs]}::text[])) AS version,
      s.event->'reason' IS NOT NULL AS "hasReason", r.body AS reason, s.event->'behalf' IS NOT NULL AS "hasBehalf", b.body AS behalf
    FROM shown s LEFT JOIN person p ON p.id = (s.actor->>'person')::uuid
    LEFT JOIN reason r ON r.id = (s.event->'reason'->>'id')::uuid
    LEFT JOIN reason b ON b.id = (s.event->'behalf'->>'id')::uuid
    WHERE s.type <> ALL(${inner}::text[]) AND s.type LIKE ANY(${patterns}::text[])
      AND (${asked.before}::integer IS NULL OR s.n < ${asked.before}::integer)
      AND (${asked.seat}::integer IS NULL OR s.seat = ${asked.seat}::integer)
    ORDER BY s.n DESC LIMIT ${asked.limit}
  `.execute(db)
  const own = ownSeats(opened)
  return rows.map(row => entryOf(opened, own, row))
}

/** The titles of the antirisk programmes that returned slots name. */
export const programmeTitles = async (db: Database, root: string, entries: readonly Entry[]) => {
  const ids = entries.flatMap(({ slots }) => slots.flatMap(slot => slot.split('/')[1] ?? []))
  if (ids.length === 0) return new Map<string, string>()
  const rows = await db
    .selectFrom('programme')
    .select(['id', 'title'])
    .where('root', '=', root)
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map(({ id, title }) => [id, title]))
}
