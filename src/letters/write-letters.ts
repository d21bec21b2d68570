import type { Transaction } from '../db/pool.ts'
import type { Composed, Draft } from './types.ts'

/** Writes letters; see `compose/`. */
export type Compose = (tx: Transaction, drafts: readonly Draft[], at: string) => Promise<ReadonlyMap<string, Composed>>

/** Letters as they were written; `failed`: those that could not be, with why. */
export type Written = { composed: ReadonlyMap<string, Composed>; failed: ReadonlyMap<string, unknown> }

const one = async (tx: Transaction, compose: Compose, draft: Draft, at: string): Promise<Composed> => {
  const text = (await compose(tx, [draft], at)).get(draft.id)
  if (text === undefined) throw new Error('The letter was not written')
  return text
}

/**
 * Writes all letters at once; where one of them can't be written, each by itself, so that it alone fails and nobody else waits for it. A database
 * that refuses is thrown: then no letter is at fault.
 */
export const writeLetters = async (
  tx: Transaction,
  compose: Compose,
  drafts: readonly Draft[],
  at: string,
): Promise<Written> => {
  const failed = new Map<string, unknown>()
  try {
    const composed = await compose(tx, drafts, at)
    if (drafts.every(({ id }) => composed.has(id))) return { composed, failed }
  } catch (error) {
    if (error instanceof Error && 'severity' in error) throw error
  }
  const composed = new Map<string, Composed>()
  for (const draft of drafts)
    try {
      composed.set(draft.id, await one(tx, compose, draft, at))
    } catch (error) {
      if (error instanceof Error && 'severity' in error) throw error
      failed.set(draft.id, error)
    }
  return { composed, failed }
}
