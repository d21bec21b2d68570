import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import type { Lang } from '../../words/index.ts'
import { type Held, heldRoles } from '../access/held-roles.ts'
import { tokenHash } from '../secret-tokens.ts'
import { type AddressFault, faultOf } from './address-fault.ts'
import { lifetimes } from './rules.ts'
import { type OpenSession, sessionsOf } from './sessions.ts'

/** A person's own page. `fresh`: they signed in here lately enough to set a password without knowing the old one. */
export type Me = {
  person: string
  name: string | null
  email: string | null
  phone: string | null
  lang: Lang
  zone: string
  held: readonly Held[]
  passwordHash: string | null
  passwordSetAt: string | null
  fresh: boolean
  sessions: readonly OpenSession[]
  /** Letters do not arrive. */
  addressFault: AddressFault | null
}

type Row = Omit<Me, 'fresh' | 'sessions' | 'held' | 'addressFault'> & {
  held: Held[] | null
  made_at: string | null
} & Parameters<typeof faultOf>[0]

/** Everything a person sees of themselves, in the session with this id. */
export const readMe = async (db: Database, person: string, session: string, realMs: number): Promise<Me> => {
  const { rows } = await sql<Row>`
    SELECT p.id AS person, p.name, p.email, p.phone, p.lang, p.zone, ${heldRoles} AS held,
      w.hash AS "passwordHash", w.changed_at AS "passwordSetAt", s.made_at,
      f.since AS "failsSince", f.status AS "failsStatus", f.says AS "failsSays"
    FROM person p
    LEFT JOIN password w ON w.person = p.id
    LEFT JOIN address_fault f ON f.person = p.id
    LEFT JOIN session s ON s.person = p.id AND s.id_sha256 = ${tokenHash(session)}
    WHERE p.id = ${person}
  `.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('Somebody is signed in whom there is not')
  const { made_at, held, failsSince, failsStatus, failsSays, ...me } = row
  return {
    ...me,
    held: held ?? [],
    addressFault: faultOf({ failsSince, failsStatus, failsSays }),
    fresh: made_at !== null && realMs - Date.parse(made_at) <= lifetimes.sessionFresh,
    sessions: await sessionsOf(db, person, session, realMs),
  }
}
