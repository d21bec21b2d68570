import type { Database, Transaction } from '../../db/pool.ts'
import { lineOf, type Save } from './answer.ts'

/** Notes that a person leaves a wording of theirs that was not taken. Null where they have no such wording; doing it twice changes nothing. */
export const settleWording = async (
  db: Database | Transaction,
  answer: Pick<Save, 'place' | 'form' | 'question'>,
  id: string,
  person: string,
  at: string,
): Promise<'settled' | null> => {
  const { root, assignment, form, question } = lineOf(answer)
  const row = await db
    .updateTable('answer_version')
    .set(({ fn, val }) => ({ settled_at: fn.coalesce('settled_at', val(at)) }))
    .where('id', '=', id)
    .where('root', '=', root)
    .where('assignment', '=', assignment)
    .where('form', '=', form)
    .where('question', '=', question)
    .where('author', '=', person)
    .where('fate', '<>', 'kept')
    .returning('id')
    .executeTakeFirst()
  return row === undefined ? null : 'settled'
}
