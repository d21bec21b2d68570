import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import { readClock, shown } from '../../engine/clock.ts'
import type { Arrival } from '../../http/frame.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import type { Viewer } from '../../http/viewer.ts'
import type { Lang } from '../../words/index.ts'
import { type Held, heldRoles, namedBy, rolesOf } from '../access/held-roles.ts'
import { tokenHash } from '../secret-tokens.ts'
import { bearerOf, useNoted } from './rules.ts'

/** Counts a wrong token as a wrong password is counted: seconds to wait once there were too many, else null. */
export type CountWrong = (
  wrong: { readonly tokenSha256: string; readonly ip: string },
  realMs: number,
) => Promise<number | null>

type Row = {
  id: string
  access: 'read' | 'write'
  partnership: string | null
  school: string | null
  used_at: string | null
  person: string
  name: string | null
  lang: Lang
  zone: string
  held: Held[] | null
}

const iso = (ms: number) => new Date(ms).toISOString()

/**
 * Who comes with an Authorization header: the token's person, in the roles that they have at this very request. A token opens the API
 * alone; on a page nobody is there. A wrong one ends the request. No cookie takes part.
 */
export const createArriveByToken =
  ({ db }: { readonly db: Database }, countWrong: CountWrong) =>
  async (request: FastifyRequest, realMs: number): Promise<Arrival> => {
    const at = shown(await readClock(db), realMs)
    if (!request.url.startsWith('/api/')) return { viewer: null, at }
    const token = bearerOf(request.headers.authorization)
    const viewer = token === null ? null : await viewerBy(db, token, realMs)
    if (viewer !== null) return { viewer, at }
    const tokenSha256 = tokenHash(request.headers.authorization ?? '')
    const wait = await countWrong({ tokenSha256, ip: request.ip }, realMs)
    return throwProblem(wait === null ? problem('bad-token') : problem('too-many', { retryAfterSeconds: wait }))
  }

/** Tokens live by the machine's clock; one of somebody without any role, or erased, is nobody's. */
const viewerBy = async (db: Database, token: string, realMs: number): Promise<Viewer | null> => {
  const { rows } = await sql<Row>`
    SELECT t.id, t.access, t.partnership, t.school, t.used_at, p.id AS person, p.name, p.lang, p.zone, ${heldRoles} AS held
    FROM program_token t JOIN person p ON p.id = t.person AND p.erased_at IS NULL
    WHERE t.token_sha256 = ${tokenHash(token)} AND t.expires_at > ${iso(realMs)}
  `.execute(db)
  const [row] = rows
  if (row === undefined || row.held === null) return null
  await noteUse(db, row, realMs)
  const { person, name, lang, zone, held } = row
  const grant = { access: row.access, only: onlyOf(row) }
  return { personId: person, ...namedBy(lang, name, held), lang, zone, roles: rolesOf(held), via: 'token', grant }
}

const onlyOf = ({ partnership, school }: Row) => {
  if (partnership !== null) return { kind: 'partnership', id: partnership } as const
  return school === null ? null : ({ kind: 'school', id: school } as const)
}

const noteUse = async (db: Database, { id, used_at }: Row, realMs: number): Promise<void> => {
  if (used_at !== null && realMs - Date.parse(used_at) < useNoted) return
  await db
    .updateTable('program_token')
    .set({ used_at: iso(realMs) })
    .where('id', '=', id)
    .execute()
}
