import { type LetterKind, letterKinds } from '../../../workflows/letters/kinds.ts'
import type { Database, Transaction } from '../../db/pool.ts'

const isInformative = (kind: LetterKind) => letterKinds[kind].informative

/** Kinds of letters in which nothing is expected of the reader: these alone one may do without (engineering 21). */
export const muteable: readonly LetterKind[] = (Object.keys(letterKinds) as LetterKind[]).filter(isInformative)

/** Those of them that somebody may ever get: the daily seal goes to the federal coordinators alone. */
export const muteableFor = (federal: boolean): readonly LetterKind[] =>
  muteable.filter(kind => federal || kind !== 'seal')

/** The kinds that somebody does without. */
export const mutedBy = async (db: Database | Transaction, person: string): Promise<ReadonlySet<string>> => {
  const rows = await db.selectFrom('letter_mute').select('kind').where('person', '=', person).execute()
  return new Set(rows.map(({ kind }) => kind))
}

/** From now on somebody does without these kinds and no others. */
export const setMuted = async (
  tx: Transaction,
  person: string,
  kinds: readonly string[],
  at: string,
): Promise<void> => {
  const wanted = muteable.filter(kind => kinds.includes(kind))
  await tx
    .deleteFrom('letter_mute')
    .where('person', '=', person)
    .$if(wanted.length > 0, query => query.where('kind', 'not in', wanted))
    .execute()
  if (wanted.length === 0) return
  await tx
    .insertInto('letter_mute')
    .values(wanted.map(kind => ({ person, kind, at })))
    .onConflict(conflict => conflict.doNothing())
    .execute()
}
