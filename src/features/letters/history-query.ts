import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { isCoordinator, openSchool } from '../access/school.ts'
import { covers, scopeOf } from '../access/scope.ts'
import { entryColumns, entryJoins, type ShownEntry } from './entry.ts'
import { ofSchools } from './forecast-filter.ts'

/** An entry's place among all of somebody's, the latest first. */
export type HistoryCursor = { readonly sendAt: string; readonly id: number }

export type Wanted = { readonly after: HistoryCursor | null; readonly limit: number }

/** A part of the entries of a person or a school. */
export type LetterHistory = { readonly entries: readonly ShownEntry[]; readonly next: HistoryCursor | null }

const entriesOf = async (
  db: Database,
  which: RawBuilder<boolean>,
  { after, limit }: Wanted,
): Promise<LetterHistory> => {
  const { rows } = await sql<ShownEntry>`
    SELECT ${entryColumns} FROM letter_entry e ${entryJoins}
    WHERE ${which} ${after === null ? sql`` : sql`AND (e.send_at, e.id) < (${after.sendAt}::timestamptz, ${after.id}::bigint)`}
    ORDER BY e.send_at DESC, e.id DESC LIMIT ${limit + 1}
  `.execute(db)
  const entries = rows.slice(0, limit)
  const last = rows.length > limit ? entries.at(-1) : undefined
  return { entries, next: last === undefined ? null : { sendAt: last.sendAt, id: last.id } }
}

/** All of one's own. */
export const ownLetters = (db: Database, person: string, wanted: Wanted): Promise<LetterHistory> =>
  entriesOf(db, sql<boolean>`e.person = ${person}::uuid`, wanted)

/** Somebody's letters about the schools that the asking coordinator answers for. */
export type PersonLetters = LetterHistory & { readonly person: string; readonly name: string | null }

const wholeScope = { region: null, municipality: null, school: null }

/**
 * The letters of a person of a coordinator's territory: of its schools and their curators, and of whoever was written to about them. A foreign
 * person is as if there were none. Three queries.
 */
export const lettersOfPerson = async (
  db: Database,
  asking: string,
  person: string,
  wanted: Wanted,
): Promise<PersonLetters> => {
  const scope = await scopeOf(db, asking)
  const which = sql<boolean>`e.person = ${person}::uuid AND ${ofSchools(scope, wholeScope)}`
  const { rows } = await sql<{ name: string | null }>`
    SELECT p.name FROM person p WHERE p.id = ${person}::uuid AND (
      ${scope.everything ? sql`true` : sql`false`}
      OR EXISTS (
        SELECT FROM (SELECT school FROM member WHERE person = p.id UNION ALL SELECT school FROM curator WHERE person = p.id) held
        JOIN school s ON s.id = held.school WHERE ${covers(scope)})
      OR EXISTS (SELECT FROM letter_entry e WHERE ${which})
    )
  `.execute(db)
  const [found] = rows
  if (found === undefined) return throwProblem(problem('not-found'))
  return { person, name: found.name, ...(await entriesOf(db, which, wanted)) }
}

/** `own`: the reader is of the school, and sees what its people were written, not its officers. */
export type SchoolLetters = LetterHistory & { readonly school: string; readonly name: string; readonly own: boolean }

/** The letters about a school. Three queries. */
export const lettersOfSchool = async (
  db: Database,
  asking: string,
  school: string,
  wanted: Wanted,
): Promise<SchoolLetters> => {
  const { may } = await openSchool(db, asking, school, 'letters.readSchool')
  const role = may('letters.readSchool')
  const own = role === null || !isCoordinator(role)
  const { name } = await db.selectFrom('school').select('name').where('id', '=', school).executeTakeFirstOrThrow()
  const which = own
    ? sql<boolean>`e.school = ${school}::uuid AND e.role IN ('school', 'actor')`
    : sql<boolean>`e.school = ${school}::uuid`
  return { school, name, own, ...(await entriesOf(db, which, wanted)) }
}
