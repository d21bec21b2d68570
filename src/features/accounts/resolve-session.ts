import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import type { Schema } from '../../db/schema.ts'
import { shown } from '../../engine/clock.ts'
import type { Viewer } from '../../http/viewer.ts'
import type { Lang } from '../../words/index.ts'
import { type Held, heldRoles, namedBy, rolesOf } from '../access/held-roles.ts'
import { tokenHash } from '../secret-tokens.ts'
import { lifetimes } from './rules.ts'

/** `touched`: this is the session's first use in an hour, and that was written down. */
export type Resolved = { viewer: Viewer | null; at: string; touched: boolean }

type Row = Schema['clock'] & {
  person: string | null
  seen_at: string | null
  name: string | null
  lang: Lang
  zone: string
  held: Held[] | null
}

const iso = (ms: number) => new Date(ms).toISOString()

/**
 * Who comes with this cookie, in which roles, and what the program's clock shows: one query, asked for each request and never kept, so that
 * a sign-out, a removed member and a changed role hold for the very next one. Sessions live by the machine's clock (`realMs`); somebody
 * without any role is nobody here.
 */
export const resolveSession = async (db: Database, cookie: string | undefined, realMs: number): Promise<Resolved> => {
  const hash = cookie === undefined ? '' : tokenHash(cookie)
  const { rows } = await sql<Row>`
    SELECT c.mode, c.offset_ms, c.stepped_to, p.id AS person, s.seen_at, p.name, p.lang, p.zone,
      CASE WHEN p.id IS NOT NULL THEN ${heldRoles} END AS held
    FROM clock c
    LEFT JOIN session s ON s.id_sha256 = ${hash} AND s.expires_at > ${iso(realMs)}
    LEFT JOIN person p ON p.id = s.person AND p.erased_at IS NULL
  `.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('The clock has no row')
  const at = shown(clockOf(row), realMs)
  const { person, seen_at, name, lang, zone, held } = row
  if (person === null || seen_at === null || held === null) return { viewer: null, at, touched: false }
  const touched = realMs - Date.parse(seen_at) > lifetimes.sessionTouch && (await touch(db, hash, seen_at, realMs))
  const viewer = { personId: person, ...namedBy(lang, name, held), lang, zone, roles: rolesOf(held) }
  return { viewer: { ...viewer, via: 'session' }, at, touched }
}

const clockOf = ({ mode, offset_ms, stepped_to }: Schema['clock']) => {
  if (mode === 'stepped' && stepped_to !== null) return { mode, to: stepped_to }
  return mode === 'offset' ? { mode, offsetMs: offset_ms } : ({ mode: 'real' } as const)
}

/** Writes down that the session was used, and lets it live on as long as it may; of several requests at once one does. */
const touch = async (db: Database, hash: string, seenAt: string, realMs: number): Promise<boolean> => {
  const { idle, whole } = { idle: iso(realMs + lifetimes.sessionIdle), whole: lifetimes.sessionWhole / 1000 }
  const { numAffectedRows } = await sql`
    UPDATE session SET seen_at = ${iso(realMs)},
      expires_at = greatest(expires_at, least(${idle}::timestamptz, made_at + make_interval(secs => ${whole})))
    WHERE id_sha256 = ${hash} AND seen_at = ${seenAt}
  `.execute(db)
  return numAffectedRows === 1n
}
