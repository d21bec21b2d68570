import { sql } from 'kysely'
import type { Database, Transaction } from '../../db/pool.ts'
import type { Schema } from '../../db/schema.ts'
import { type Held, heldRoles } from '../access/held-roles.ts'
import type { House } from '../house.ts'
import { newToken, tokenHash } from '../secret-tokens.ts'
import { lifetimes } from './rules.ts'

export type Purpose = Schema['link']['purpose']

const iso = (ms: number) => new Date(ms).toISOString()

/** Where a link leads; `next` is the path that the person wanted, on this server. */
export const urlOf = (publicUrl: string, token: string, next: string) =>
  `${publicUrl}/sign-in/link/${token}${next === '/' ? '' : `?next=${encodeURIComponent(next)}`}`

/**
 * Makes a link for signing in and returns its URL. Call it at the moment of handing it over, and put the URL nowhere but there: only the
 * token's hash is stored (engineering 22). `undo` takes the link back where nobody got it. Whose expired a month ago is cleared away.
 */
export const makeLink = async (
  { db, newId, publicUrl }: Pick<House, 'db' | 'newId' | 'publicUrl'>,
  { person, purpose, next = '/' }: { person: string; purpose: Purpose; next?: string },
  realMs: number,
): Promise<{ url: string; undo: () => Promise<void> }> => {
  const token = newToken()
  const id = newId()
  const stale = iso(realMs - 30 * 24 * 3_600_000)
  await db.deleteFrom('link').where('person', '=', person).where('expires_at', '<', stale).execute()
  await db
    .insertInto('link')
    .values({
      id,
      token_sha256: tokenHash(token),
      person,
      purpose,
      made_at: iso(realMs),
      expires_at: iso(realMs + lifetimes[purpose]),
    })
    .execute()
  const undo = async () => {
    await db.deleteFrom('link').where('id', '=', id).execute()
  }
  return { url: urlOf(publicUrl, token, next), undo }
}

/** What a link is, to somebody who holds it. `held` is null where its person has no role any more. */
export type FoundLink = {
  person: string
  name: string | null
  email: string | null
  state: 'open' | 'used' | 'expired'
  held: Held[] | null
}

/** The link of this token, or null. Nothing is changed: mail scanners open links too. */
export const findLink = async (db: Database, token: string, realMs: number): Promise<FoundLink | null> => {
  const { rows } = await sql<Omit<FoundLink, 'state'> & { used: boolean; expired: boolean }>`
    SELECT p.id AS person, p.name, p.email, l.used_at IS NOT NULL AS used, l.expires_at <= ${iso(realMs)} AS expired,
      ${heldRoles} AS held
    FROM link l JOIN person p ON p.id = l.person
    WHERE l.token_sha256 = ${tokenHash(token)} AND p.erased_at IS NULL
  `.execute(db)
  const [row] = rows
  if (row === undefined) return null
  const { used, expired, ...link } = row
  return { ...link, state: used ? 'used' : expired ? 'expired' : 'open' }
}

/** Uses the link up and returns whose it is; null where it is not open any more. Of two who come at once one gets it. */
export const useLink = async (tx: Transaction, token: string, realMs: number): Promise<string | null> => {
  const used = await tx
    .updateTable('link')
    .set({ used_at: iso(realMs) })
    .where('token_sha256', '=', tokenHash(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', iso(realMs))
    .returning('person')
    .executeTakeFirst()
  return used?.person ?? null
}
