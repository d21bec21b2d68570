import { sql } from 'kysely'
import type { Transaction } from '../../db/pool.ts'
import type { Place } from './place.ts'
import type { Version } from './queries.ts'

/** What a save came to: the version that now stands, or the one that somebody else saved meanwhile. */
export type Saved = { readonly saved: number } | { readonly stale: Version | null }

const newestOf = async (tx: Transaction, { kind, lang }: Place): Promise<Version | null> => {
  const newest = await tx
    .selectFrom('letter_template')
    .select(['version', 'subject', 'body', 'at'])
    .where('kind', '=', kind)
    .where('lang', '=', lang)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return newest ?? null
}

/**
 * Writes a text as a new version over the one that was seen (0: nobody had changed it yet); every earlier one stays. The caller has checked it.
 * An empty text brings the original back.
 */
export const saveTemplate = async (
  tx: Transaction,
  place: Place,
  text: { readonly subject: string; readonly body: string },
  { seen, person, at }: { seen: number; person: string; at: string },
): Promise<Saved> => {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`letter template ${place.kind} ${place.lang}`}, 1))`.execute(
    tx,
  )
  const newest = await newestOf(tx, place)
  if ((newest?.version ?? 0) !== seen) return { stale: newest }
  const { subject, body } = text
  const isSame = newest === null ? subject === '' : newest.subject === subject && newest.body === body
  if (isSame) return { saved: seen }
  await tx
    .insertInto('letter_template')
    .values({ ...place, subject, body, version: seen + 1, at, author: person })
    .execute()
  return { saved: seen + 1 }
}
