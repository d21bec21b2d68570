import type { Database, Transaction } from '../../db/pool.ts'
import type { Part } from './rules.ts'

/** Notes that a person leaves a wording of theirs that was not taken; doing it twice changes nothing. False where they have none such. */
export const settleWording = async (
  db: Database | Transaction,
  {
    item,
    part,
    version,
    person,
    at,
  }: {
    readonly item: string
    readonly part: Part
    readonly version: string
    readonly person: string
    readonly at: string
  },
): Promise<boolean> => {
  const row = await db
    .updateTable('recommendation_version')
    .set(({ fn, val }) => ({ settled_at: fn.coalesce('settled_at', val(at)) }))
    .where('id', '=', version)
    .where('recommendation', '=', item)
    .where('part', '=', part)
    .where('author', '=', person)
    .where('fate', '<>', 'kept')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
