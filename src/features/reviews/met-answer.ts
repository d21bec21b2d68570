import type { Transaction } from '../../db/pool.ts'
import type { House } from '../house.ts'
import { type KeptAnswer, lineOf, type Rejected, type Save } from './answer.ts'
import { type Wording, wordingSha256 } from './wording.ts'

type First = KeptAnswer & { readonly id: string; readonly fate: 'kept' | 'outrun' | 'late' }

/** What stands in a save's way. `first`: what the same client id wrote before; `base`: what the writer had seen. */
export type Met = {
  readonly now: KeptAnswer | null
  readonly first: First | 'elsewhere' | null
  readonly base: Wording | null
  readonly programme: 'there' | 'removed' | 'unknown'
}

const nowOf = async (tx: Transaction, save: Save): Promise<KeptAnswer | null> => {
  const { root, assignment, form, question } = lineOf(save)
  const row = await tx
    .selectFrom('answer')
    .innerJoin('person', 'person.id', 'answer.author')
    .leftJoin('document', 'document.id', 'answer.scored_document')
    .select(['answer.version', 'score', 'body', 'answer.at', 'answer.author', 'name'])
    .select('document.version as scoredVersion')
    .where('answer.root', '=', root)
    .where('assignment', '=', assignment)
    .where('form', '=', form)
    .where('question', '=', question)
    .executeTakeFirst()
  if (row === undefined) return null
  const { name, ...answer } = row
  return { ...answer, authorName: row.author === save.person ? null : name }
}

const firstOf = async (tx: Transaction, save: Save): Promise<Met['first']> => {
  if (save.client === null) return null
  const row = await tx
    .selectFrom('answer_version as it')
    .leftJoin('document', 'document.id', 'it.scored_document')
    .select(['it.id', 'fate', 'it.version', 'score', 'body', 'it.at', 'it.author'])
    .select(['document.version as scoredVersion', 'it.root', 'assignment', 'form', 'question'])
    .where('it.author', '=', save.person)
    .where('client', '=', save.client)
    .executeTakeFirst()
  if (row === undefined) return null
  const { root, assignment, form, question, ...version } = row
  if ([root, assignment, form, question].join() !== Object.values(lineOf(save)).join()) return 'elsewhere'
  return { ...version, body: version.body ?? '', authorName: null }
}

const keptAt = async (tx: Transaction, save: Save): Promise<Wording | null> => {
  const { root, assignment, form, question } = lineOf(save)
  const row = await tx
    .selectFrom('answer_version')
    .select(['score', 'body'])
    .where('root', '=', root)
    .where('assignment', '=', assignment)
    .where('form', '=', form)
    .where('question', '=', question)
    .where('version', '=', save.base)
    .where('fate', '=', 'kept')
    .executeTakeFirst()
  return row === undefined ? null : { score: row.score, body: row.body ?? '' }
}

const programmeOf = async (tx: Transaction, { place }: Save, id: string | null): Promise<Met['programme']> => {
  if (id === null) return 'there'
  const row = await tx
    .selectFrom('programme')
    .select('removed_at')
    .where('id', '=', id)
    .where('root', '=', place.root)
    .where('seat', '=', place.reviewed)
    .executeTakeFirst()
  if (row === undefined) return 'unknown'
  return row.removed_at === null ? 'there' : 'removed'
}

/** `programme`: the one that the form is about, if it is a repeated form. */
export const readMet = async (tx: Transaction, save: Save, programme: string | null): Promise<Met> => ({
  programme: await programmeOf(tx, save, programme),
  first: await firstOf(tx, save),
  now: await nowOf(tx, save),
  base: await keptAt(tx, save),
})

/** One that its author already has there, not yet settled, is not kept twice. */
const twinOf = async (tx: Transaction, save: Save, fate: 'outrun' | 'late') => {
  const { root, assignment, form, question } = lineOf(save)
  return tx
    .selectFrom('answer_version')
    .select(['id', 'at'])
    .where('root', '=', root)
    .where('assignment', '=', assignment)
    .where('form', '=', form)
    .where('question', '=', question)
    .where('author', '=', save.person)
    .where('fate', '=', fate)
    .where('version', '=', save.base + 1)
    .where('settled_at', 'is', null)
    .where('body', '=', save.wording.body)
    .where('score', 'is not distinct from', save.wording.score)
    .executeTakeFirst()
}

/** Keeps a wording that was not taken. Null where the same write arrived twice at once and the other one was faster. */
export const keepRejected = async (
  tx: Transaction,
  { newId, newSalt }: Pick<House, 'newId' | 'newSalt'>,
  save: Save,
  fate: 'outrun' | 'late',
): Promise<Rejected | null> => {
  const { wording, person: author, at, client } = save
  const twin = await twinOf(tx, save, fate)
  if (twin !== undefined) return { ...wording, ...twin }
  const [id, salt] = [newId(), newSalt()]
  const sha256 = wordingSha256(salt, wording)
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('answer_version')
    .values({ id, ...lineOf(save), ...wording, version: save.base + 1, fate, salt, sha256, at, author, client })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 0n ? null : { ...wording, id, at }
}
