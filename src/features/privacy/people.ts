import { sql } from 'kysely'
import type { Database, Transaction } from '../../db/pool.ts'
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

/** People by id, by their exact e-mail, or all who asked to be erased, the first to ask first. */
export const knownPeople = async (
  db: Reader,
  by: { readonly id: string } | { readonly email: string } | 'asked',
): Promise<KnownPerson[]> => {
  const whose =
    by === 'asked'
      ? sql`q.at IS NOT NULL`
      : 'id' in by
        ? sql`p.id = ${by.id}::uuid`
        : sql`lower(p.email) = lower(${by.email})`
  const { rows } = await sql<KnownPerson>`
    SELECT p.id, p.name, p.email, p.phone, p.erased_at AS "erasedAt", q.at AS "askedAt", (
      SELECT coalesce(jsonb_agg(jsonb_build_object('role', held.role, 'school', s.name)), '[]') FROM (
        SELECT role, school FROM member WHERE person = p.id
        UNION ALL SELECT 'curator', school FROM curator WHERE person = p.id
        UNION ALL SELECT level || 'Coordinator', NULL FROM coordinator WHERE person = p.id
      ) held LEFT JOIN school s ON s.id = held.school
    ) AS roles
    FROM person p LEFT JOIN erasure_request q ON q.person = p.id WHERE ${whose} ORDER BY q.at, p.id LIMIT 200
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

export const askErasure = async (db: Database, person: string, at: string): Promise<void> => {
  await db
    .insertInto('erasure_request')
    .values({ person, at })
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

export const withdrawRequest = async (db: Database, person: string): Promise<void> => {
  await db.deleteFrom('erasure_request').where('person', '=', person).execute()
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
 * stays under their id, which says nothing any more. `forgetLetters` removes the letters of a demo that were laid into a folder.
 */
export const erasePerson = async (
  { db, secret }: Pick<House, 'db' | 'secret'>,
  forgetLetters: (needles: readonly string[]) => Promise<void>,
  { person, author, at }: { readonly person: string; readonly author: string; readonly at: string },
): Promise<ErasureOutcome> => {
  const [known] = await knownPeople(db, { id: person })
  if (known === undefined) return 'absent'
  if (known.erasedAt !== null) return 'erased'
  // Before the row goes: afterwards nobody knows what to look for.
  const needles = [known.email, known.name, known.phone].filter(needle => needle !== null)
  const outcome = await db.transaction().execute(async (tx): Promise<ErasureOutcome> => {
    if (await isLastFederal(tx, person)) return 'lastFederal'
    for (const table of ownTables) await sql`DELETE FROM ${sql.table(table)} WHERE person = ${person}::uuid`.execute(tx)
    if (known.email !== null)
      await tx
        .deleteFrom('sign_in_attempt')
        .where('account_sha256', '=', countedAs(secret, 'account', known.email.trim().toLowerCase()))
        .execute()
    await tx
      .updateTable('person')
      .set({ name: null, email: null, phone: null, erased_at: at })
      .where('id', '=', person)
      .execute()
    await tx
      .insertInto('person_erasure')
      .values({ person, at, author })
      .onConflict(conflict => conflict.doNothing())
      .execute()
    await forgetLetters(needles)
    return 'erased'
  })
  return outcome
}
