import { sql } from 'kysely'
import type { Database, Transaction } from '../../db/pool.ts'
import { forgetReader } from '../../letters/retell.ts'
import type { House } from '../house.ts'
import { countedAs } from '../secret-tokens.ts'
import { type Trace, tracesOf } from './traces.ts'

/** Somebody as the page of their erasure shows them. */
export type KnownPerson = {
  readonly id: string
  readonly name: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly erasedAt: string | null
  readonly askedAt: string | null
  readonly roles: readonly { readonly role: string; readonly school: string | null }[]
}

type Reader = Database | Transaction

type Whom =
  | { readonly id: string }
  | { readonly email: string }
  | { readonly askedAfter: string | null; readonly limit: number }

/** People by id, by their exact e-mail, or those who asked to be erased, in the order of their ids. */
export const knownPeople = async (db: Reader, whom: Whom): Promise<KnownPerson[]> => {
  const asked = 'limit' in whom
  const whose = asked
    ? sql`q.at IS NOT NULL AND (${whom.askedAfter}::uuid IS NULL OR p.id > ${whom.askedAfter}::uuid)`
    : 'id' in whom
      ? sql`p.id = ${whom.id}::uuid`
      : sql`lower(p.email) = lower(${whom.email})`
  const { rows } = await sql<KnownPerson>`
    SELECT p.id, p.name, p.email, p.phone, p.erased_at AS "erasedAt", q.at AS "askedAt", (
      SELECT coalesce(jsonb_agg(jsonb_build_object('role', held.role, 'school', s.name)), '[]') FROM (
        SELECT role, school FROM member WHERE person = p.id
        UNION ALL SELECT 'curator', school FROM curator WHERE person = p.id
        UNION ALL SELECT level || 'Coordinator', NULL FROM coordinator WHERE person = p.id
      ) held LEFT JOIN school s ON s.id = held.school
    ) AS roles
    FROM person p LEFT JOIN erasure_request q ON q.person = p.id WHERE ${whose} ORDER BY p.id LIMIT ${asked ? whom.limit : 1}
  `.execute(db)
  return rows
}

/** Where a person is still named when their own row is gone: texts that others wrote, to be blanked one by one. */
export const mentionsOf = (db: Reader, { id, name, email, phone }: KnownPerson): Promise<Trace[]> =>
  tracesOf(
    db,
    [name, email, phone].filter(each => each !== null),
    id,
  )

/** Whether somebody wishes their own data to be erased. */
export const wishErasure = async (tx: Transaction, person: string, wish: 'ask' | 'withdraw', at: string) => {
  if (wish === 'withdraw') await tx.deleteFrom('erasure_request').where('person', '=', person).execute()
  else
    await tx
      .insertInto('erasure_request')
      .values({ person, at })
      .onConflict(conflict => conflict.doNothing())
      .execute()
}

/** Rows that are about a person and nothing else: they go with them. */
const ownTables = [
  'member',
  'curator',
  'workplace',
  'coordinator',
  'session',
  'link',
  'password',
  'program_token',
  'first_answer',
  'erasure_request',
  'letter_mute',
  'address_fault',
] as const

export type ErasureOutcome = 'erased' | 'absent' | 'lastFederal'

const isLastFederal = async (tx: Transaction, person: string): Promise<boolean> => {
  const federals = await tx
    .selectFrom('coordinator')
    .select('person')
    .where('level', '=', 'federal')
    .forUpdate()
    .execute()
  return federals.length > 0 && federals.every(each => each.person === person)
}

/**
 * Erases a person: name, address, phone, roles, sessions, links, password, tokens, and what counted their attempts to sign in. What they did
 * stays under their id, which says nothing any more. `forgetLetters` removes the letters of a demo that were laid into a folder: before the
 * commit, for afterwards nobody knows what to look for.
 */
export const erasePerson = async (
  tx: Transaction,
  secret: House['secret'],
  forgetLetters: (needles: readonly string[]) => Promise<void>,
  { person, author, at }: { readonly person: string; readonly author: string; readonly at: string },
): Promise<ErasureOutcome> => {
  const [known] = await knownPeople(tx, { id: person })
  if (known === undefined) return 'absent'
  if (known.erasedAt !== null) return 'erased'
  if (await isLastFederal(tx, person)) return 'lastFederal'
  await forgetReader(tx, person, at)
  for (const table of ownTables) await sql`DELETE FROM ${sql.table(table)} WHERE person = ${person}::uuid`.execute(tx)
  const { email, name, phone } = known
  if (email !== null) {
    const account = countedAs(secret, 'account', email.trim().toLowerCase())
    await tx.deleteFrom('sign_in_attempt').where('account_sha256', '=', account).execute()
  }
  await tx
    .updateTable('person')
    .set({ name: null, email: null, phone: null, erased_at: at })
    .where('id', '=', person)
    .execute()
  await tx.insertInto('person_erasure').values({ person, at, author }).execute()
  await forgetLetters([email, name, phone].filter(needle => needle !== null))
  return 'erased'
}
