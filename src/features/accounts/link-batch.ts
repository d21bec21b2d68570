import { sql } from 'kysely'
import type { House } from '../house.ts'
import { newToken, tokenHash } from '../secret-tokens.ts'
import { urlOf } from './links.ts'
import { lifetimes } from './rules.ts'

/** A letter that wants a link for its reader; `next` is where the link leads. */
type Wanted = { readonly id: string; readonly person: string; readonly next: string }

const iso = (ms: number) => new Date(ms).toISOString()

/**
 * Makes the links of many letters in one statement, each good for as long as one in a reminder (rules 25). Answers the URLs by letter: they go into
 * the letters and nowhere else. `undo` takes those back that nobody got.
 */
export const makeLinks = async (
  { db, newId, publicUrl }: Pick<House, 'db' | 'newId' | 'publicUrl'>,
  wanted: readonly Wanted[],
  realMs: number,
): Promise<{ urls: ReadonlyMap<string, string>; undo: (letters: readonly string[]) => Promise<void> }> => {
  const links = wanted.map(({ id, person, next }) => {
    const token = newToken()
    return {
      letter: id,
      url: urlOf(publicUrl, token, next),
      row: { id: newId(), person, token_sha256: tokenHash(token) },
    }
  })
  if (links.length > 0)
    await sql`
      INSERT INTO link (id, token_sha256, person, purpose, made_at, expires_at)
      SELECT id, token_sha256, person, 'invitation', ${iso(realMs)}, ${iso(realMs + lifetimes.invitation)}
      FROM jsonb_to_recordset(${JSON.stringify(links.map(({ row }) => row))}::jsonb) AS l(id uuid, token_sha256 text, person uuid)
    `.execute(db)
  return {
    urls: new Map(links.map(({ letter, url }) => [letter, url])),
    async undo(letters) {
      const ids = links.filter(({ letter }) => letters.includes(letter)).map(({ row }) => row.id)
      if (ids.length > 0) await db.deleteFrom('link').where('id', 'in', ids).execute()
    },
  }
}
