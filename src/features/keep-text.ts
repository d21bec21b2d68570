import { createHash } from 'node:crypto'
import type { Transaction } from '../db/pool.ts'
import type { House } from './house.ts'

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Stores a text that explains a write, as the engine stores those of acts: salted and hashed, to be blanked one day. Gives its id. */
export const keepText = async (
  tx: Transaction,
  { newId, newSalt }: Pick<House, 'newId' | 'newSalt'>,
  { root, person, at }: { readonly root: string; readonly person: string; readonly at: string },
  body: string,
): Promise<string> => {
  const [id, salt] = [newId(), newSalt()]
  await tx
    .insertInto('reason')
    .values({ id, root, author: person, at, salt, body, sha256: sha256(salt + body) })
    .execute()
  return id
}
