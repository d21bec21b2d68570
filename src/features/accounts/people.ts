import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import type { Lang } from '../../words/index.ts'
import { type Held, heldRoles } from '../access/held-roles.ts'

/** Somebody who may sign in. */
export type Account = { person: string; email: string; lang: Lang; passwordHash: string | null; held: Held[] }

/** Whose e-mail this is, in any case of letters; null for nobody, and for somebody who has no role here (any more). */
export const accountOf = (db: Database, email: string): Promise<Account | null> =>
  account(db, sql`lower(p.email) = lower(${email})`)

export const accountOfPerson = (db: Database, person: string): Promise<Account | null> =>
  account(db, sql`p.id = ${person}`)

const account = async (db: Database, whose: ReturnType<typeof sql>): Promise<Account | null> => {
  const { rows } = await sql<Omit<Account, 'held'> & { held: Held[] | null }>`
    SELECT p.id AS person, p.email, p.lang, w.hash AS "passwordHash", ${heldRoles} AS held
    FROM person p LEFT JOIN password w ON w.person = p.id
    WHERE ${whose} AND p.email IS NOT NULL AND p.erased_at IS NULL
  `.execute(db)
  const [row] = rows
  return row === undefined || row.held === null ? null : { ...row, held: row.held }
}
