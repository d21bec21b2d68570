import type { Database } from '../../db/pool.ts'
import type { Seal } from '../../engine/seal-hash.ts'

/** Some seals, the newest first, from the one before `after` (a day) on; `next` leads on, null at the end. */
export type SealsPart = { readonly seals: readonly Seal[]; readonly next: string | null }

/** One query. */
export const sealsBefore = async (
  db: Database,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<SealsPart> => {
  let query = db.selectFrom('seal').select(['day', 'at', 'roots', 'merkle', 'prev', 'hash'])
  if (after !== null) query = query.where('day', '<', after)
  const rows = await query
    .orderBy('day', 'desc')
    .limit(limit + 1)
    .execute()
  const seals = rows.slice(0, limit)
  return { seals, next: rows.length > limit ? (seals.at(-1)?.day ?? null) : null }
}
