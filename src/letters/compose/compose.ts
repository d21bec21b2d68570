import { sql } from 'kysely'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import { type Composed, type Draft, type Item, signInMark } from '../types.ts'

/** `from`: the sender's address, ORGANIZER of calendar files (engineering 23). */
export type ComposeDeps = {
  readonly publicUrl: string
  readonly from: string
  readonly seasons: ReadonlyMap<string, SeasonDefinition>
}

/**
 * Writes letters: subject, text and HTML of each draft by its id, as the facts are at the instant `at`. A fixed number of queries, however many
 * drafts; nothing is written.
 */
export const composeLetters = async (
  tx: Transaction | Database,
  deps: ComposeDeps,
  drafts: readonly Draft[],
  at: string,
): Promise<ReadonlyMap<string, Composed>> => {
  const schools = [...new Set(drafts.flatMap(({ items }) => items.flatMap(({ school }) => school ?? [])))]
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM school WHERE id = ANY(${schools}::uuid[])
  `.execute(tx)
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  const line = ({ kind, school, deadline, detail }: Item): string =>
    [names.get(school ?? '') ?? '', kind === 'rung' ? detail.act : kind, deadline ?? ''].join(' · ')
  return new Map(
    drafts.map(({ id, items }) => {
      const lines = items.map(line)
      const text = `${lines.join('\n')}\n\n${signInMark}\n\n${deps.publicUrl} ${at}\n`
      return [
        id,
        { subject: lines[0] ?? '', text, html: `<pre>${text}</pre>`, next: '/', calendar: null, thread: null },
      ]
    }),
  )
}
