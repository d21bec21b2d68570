import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import type { Schema } from '../../db/schema.ts'
import { trustAddress } from '../../letters/address-faults.ts'
import { retellPerson } from '../../letters/retell.ts'
import type { House } from '../house.ts'
import { endSessions } from './sessions.ts'

export type About = Pick<Schema['person'], 'name' | 'phone' | 'zone'> & { lang: 'ru' | 'en' }

/**
 * Writes what a person says of themselves. `email` is the first one of somebody who has none yet (the first federal coordinator); false
 * where it is another's. Letters follow the person's clock from now on. A known address is changed by whoever answers for the school, not here.
 */
export const saveAbout = (
  { db, workflow }: Pick<House, 'db' | 'workflow'>,
  person: string,
  about: About,
  email: string | null,
  at: string,
): Promise<boolean> =>
  db.transaction().execute(async tx => {
    await tx.updateTable('person').set(about).where('id', '=', person).execute()
    await retellPerson(tx, workflow, person, at)
    if (email === null) return true
    const { numAffectedRows } = await sql`
      UPDATE person SET email = ${email} WHERE id = ${person} AND email IS NULL
        AND NOT EXISTS (SELECT 1 FROM person other WHERE lower(other.email) = lower(${email}))
    `.execute(tx)
    return numAffectedRows === 1n
  })

/** Sets a password, or removes it (null), and ends the person's sessions everywhere but here. */
export const setPassword = (
  db: Database,
  person: string,
  hash: string | null,
  session: string,
  realMs: number,
): Promise<void> =>
  db.transaction().execute(async tx => {
    const set = { hash, changed_at: new Date(realMs).toISOString() }
    if (hash === null) await tx.deleteFrom('password').where('person', '=', person).execute()
    else
      await tx
        .insertInto('password')
        .values({ person, ...set, hash })
        .onConflict(known => known.column('person').doUpdateSet({ ...set, hash }))
        .execute()
    await endSessions(tx, person, session)
  })

/** The person says that letters reach them again. */
export const sayOwnAddressWorks = async (db: Database, person: string, at: string): Promise<void> => {
  await db.transaction().execute(tx => trustAddress(tx, person, at))
}
