import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import type { Handing } from '../../letters/types.ts'
import type { LetterMetrics } from './metrics.ts'

/** Counts the letters whose last attempt came to no end that anybody wrote down: whoever had them is gone, and may have handed them over. */
export const countTakenOver = async (
  db: Database,
  handings: readonly Handing[],
  { perhapsTwice }: LetterMetrics,
): Promise<void> => {
  const again = handings.filter(({ attempt }) => attempt > 1).map(({ id, attempt }) => ({ id, before: attempt - 1 }))
  if (again.length === 0) return
  const { rows } = await sql<{ letters: number }>`
    SELECT count(*)::integer AS letters FROM jsonb_to_recordset(${JSON.stringify(again)}::jsonb) AS h(id uuid, before integer)
    WHERE NOT EXISTS (SELECT FROM letter_attempt a WHERE a.letter = h.id AND a.n = h.before)
  `.execute(db)
  perhapsTwice.inc({ because: 'gone' }, rows[0]?.letters ?? 0)
}
