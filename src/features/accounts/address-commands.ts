import { sql } from 'kysely'
import type { Transaction } from '../../db/pool.ts'
import { trustAddress } from '../../letters/address-faults.ts'
import { type Asking, knownBy, memberIn, type PeopleOutcome, refused } from './people-commands.ts'

/**
 * Gives a member another e-mail: links that went to the former one end, and letters go to the new one. Not where the person has a role elsewhere,
 * too: whoever has the address can come in by it.
 */
export const changeAddress = async (
  tx: Transaction,
  asking: Asking,
  person: string,
  email: string,
): Promise<PeopleOutcome> => {
  const found = await memberIn(tx, asking, person)
  if ('refused' in found) return found
  if (found.member.email?.toLowerCase() === email.toLowerCase()) return refused('sameAddress')
  if (await hasOtherRoles(tx, asking.school, person)) return refused('otherRoles')
  if ((await knownBy(tx, email)) !== undefined) return refused('taken')
  await tx.updateTable('person').set({ email }).where('id', '=', person).execute()
  await tx.deleteFrom('link').where('person', '=', person).execute()
  await trustAddress(tx, person, asking.at)
  return { done: { person } }
}

const hasOtherRoles = async (tx: Transaction, school: string, person: string): Promise<boolean> => {
  const { rows } = await sql`
    SELECT FROM member WHERE person = ${person} AND school <> ${school}
    UNION ALL SELECT FROM curator WHERE person = ${person}
    UNION ALL SELECT FROM coordinator WHERE person = ${person} LIMIT 1
  `.execute(tx)
  return rows.length > 0
}

/** Somebody says that letters reach a member again. */
export const sayAddressWorks = async (tx: Transaction, asking: Asking, person: string): Promise<PeopleOutcome> => {
  const found = await memberIn(tx, asking, person)
  if ('refused' in found) return found
  await trustAddress(tx, person, asking.at)
  return { done: { person } }
}
