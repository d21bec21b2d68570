import { sql } from 'kysely'
import type { Grant, GrantedThing } from '../../http/viewer.ts'
import { rolesAtSchool } from '../access/school.ts'
import { standingsOf } from '../access/standings.ts'
import type { House } from '../house.ts'
import { newToken, tokenHash } from '../secret-tokens.ts'
import { mostTokens, tokenPrefix } from './rules.ts'

/** What a new token is to be; instants in milliseconds of the machine's clock. */
export type Wish = Grant & {
  readonly person: string
  readonly name: string
  readonly formKey: string
  readonly expiresMs: number
}

/** The token, which is shown once and stored nowhere; or why there is none. `again`: this very form has made one before. */
export type Made = { readonly token: string } | { readonly refused: 'tooMany' | 'again' }

/** Makes a token. Wishes of one person come one after the other, so that their number holds. */
export const makeToken = async (
  { db, newId }: Pick<House, 'db' | 'newId'>,
  wish: Wish,
  realMs: number,
): Promise<Made> => {
  const { person, name, access, only, formKey, expiresMs } = wish
  return db.transaction().execute(async tx => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`tokens of ${person}`}, 2))`.execute(tx)
    const own = await tx.selectFrom('program_token').select('form_key').where('person', '=', person).execute()
    if (own.some(({ form_key }) => form_key === formKey)) return { refused: 'again' as const }
    if (own.length >= mostTokens) return { refused: 'tooMany' as const }
    const token = `${tokenPrefix}${newToken()}`
    await tx
      .insertInto('program_token')
      .values({
        id: newId(),
        person,
        name,
        token_sha256: tokenHash(token),
        access,
        partnership: only?.kind === 'partnership' ? only.id : null,
        school: only?.kind === 'school' ? only.id : null,
        form_key: formKey,
        made_at: new Date(realMs).toISOString(),
        expires_at: new Date(expiresMs).toISOString(),
      })
      .execute()
    return { token }
  })
}

/** Ends a token of this person at once, in every process; false where they have none such. */
export const endToken = async ({ db }: Pick<House, 'db'>, person: string, id: string): Promise<boolean> => {
  const { numDeletedRows } = await db
    .deleteFrom('program_token')
    .where('id', '=', id)
    .where('person', '=', person)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/** Whether the person has anything to do with the thing; a foreign one and one that does not exist are alike. */
export const isTheirs = async (
  { db }: Pick<House, 'db'>,
  person: string,
  { kind, id }: GrantedThing,
): Promise<boolean> => {
  if (kind === 'partnership') return (await standingsOf(db, person, id)).length > 0
  return (await rolesAtSchool(db, person, id)).length > 0
}
