import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import type { Composed, Draft } from '../types.ts'
import { readFacts } from './facts.ts'
import { readTemplates } from './templates.ts'
import { writeLetter } from './write.ts'

/** `from`: the sender's address, ORGANIZER of calendar files (engineering 23). */
export type ComposeDeps = {
  readonly publicUrl: string
  readonly from: string
  readonly seasons: ReadonlyMap<string, SeasonDefinition>
}

/**
 * Writes letters: subject, text and HTML of each draft by its id, as the facts are at the instant `at`. Seven queries, however many drafts;
 * nothing is written. Sealed content is never read (rules 16).
 */
export const composeLetters = async (
  db: Transaction | Database,
  { publicUrl, from, seasons }: ComposeDeps,
  drafts: readonly Draft[],
  at: string,
): Promise<ReadonlyMap<string, Composed>> => {
  if (drafts.length === 0) return new Map()
  const facts = await readFacts(db, seasons, drafts)
  const templates = await readTemplates(db)
  return new Map(drafts.map(draft => [draft.id, writeLetter({ publicUrl, from, facts, templates, at }, draft)]))
}
