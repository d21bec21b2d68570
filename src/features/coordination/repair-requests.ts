import type { Database, Transaction } from '../../db/pool.ts'
import type { House } from '../house.ts'
import { keepText } from '../keep-text.ts'

/** What a coordinator who covers one school asked of whoever covers all of them (rules 10). `at`: an instant in UTC. */
export type RepairRequest = {
  readonly id: string
  readonly at: string
  readonly name: string | null
  readonly reason: string | null
}

type Asked = { readonly root: string; readonly person: string; readonly at: string; readonly reason: string }

/** The request that nobody has answered yet. One query. */
export const openRequest = async (db: Database | Transaction, root: string): Promise<RepairRequest | null> =>
  (await db
    .selectFrom('repair_request')
    .innerJoin('reason', 'reason.id', 'repair_request.reason')
    .innerJoin('person', 'person.id', 'repair_request.author')
    .select(['repair_request.id', 'repair_request.at', 'person.name', 'reason.body as reason'])
    .where('repair_request.root', '=', root)
    .where('settled_at', 'is', null)
    .executeTakeFirst()) ?? null

/** Asks for new partners; false where somebody has asked already. */
export const askAnew = async (
  tx: Transaction,
  house: Pick<House, 'newId' | 'newSalt'>,
  { root, person, at, reason }: Asked,
): Promise<boolean> => {
  if ((await openRequest(tx, root)) !== null) return false
  const kept = await keepText(tx, house, { root, person, at }, reason)
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('repair_request')
    .values({ id: house.newId(), root, at, author: person, reason: kept })
    .onConflict(oc => oc.column('root').where('settled_at', 'is', null).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Sets the open request aside, with a reason; false where there is none. */
export const setAside = async (
  tx: Transaction,
  house: Pick<House, 'newId' | 'newSalt'>,
  { root, person, at, reason }: Asked,
): Promise<boolean> => {
  if ((await openRequest(tx, root)) === null) return false
  const answer = await keepText(tx, house, { root, person, at }, reason)
  const { numUpdatedRows } = await tx
    .updateTable('repair_request')
    .set({ settled_at: at, settled_by: person, answer })
    .where('root', '=', root)
    .where('settled_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
