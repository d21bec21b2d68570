import { type RawBuilder, sql } from 'kysely'
import type { Database, Transaction } from '../../db/pool.ts'
import { problem, throwProblem } from '../../http/problems.ts'

/** What a person answers for: `everything`, or the territories of their offices, which queries look up by the person. */
export type Scope = { readonly person: string; readonly everything: boolean; readonly oneMunicipality: boolean }

/** The scope of a coordinator; ends the request of whoever holds no such office. One query. */
export const scopeOf = async (db: Database | Transaction, person: string): Promise<Scope> => {
  const offices = await db
    .selectFrom('coordinator')
    .select(['region', 'municipality'])
    .where('person', '=', person)
    .execute()
  if (offices.length === 0) return throwProblem(problem('forbidden'))
  return {
    person,
    everything: offices.some(({ region }) => region === null),
    oneMunicipality: offices.length === 1 && offices[0]?.municipality !== null,
  }
}

/** Whether the school `s` of the query around lies in the scope. Regions and municipalities are compared trimmed and folded (rules 23). */
export const covers = ({ person, everything }: Scope): RawBuilder<boolean> =>
  everything
    ? sql<boolean>`true`
    : sql<boolean>`EXISTS (
        SELECT FROM coordinator k WHERE k.person = ${person}::uuid
          AND (k.region IS NULL OR (lower(btrim(k.region)) = lower(btrim(s.region))
            AND (k.municipality IS NULL OR lower(btrim(k.municipality)) = lower(btrim(s.municipality))))))`

/** The schools of a scope, as the source `s` of a query: found by their territories, not by looking at every school there is. */
export const schoolsIn = ({ person, everything }: Scope): RawBuilder<unknown> =>
  everything
    ? sql`school s`
    : sql`(SELECT DISTINCT s.* FROM coordinator k
        JOIN school s ON k.region IS NULL OR (lower(btrim(s.region)) = lower(btrim(k.region))
          AND (k.municipality IS NULL OR lower(btrim(s.municipality)) = lower(btrim(k.municipality))))
        WHERE k.person = ${person}::uuid) s`

/** Text as a pattern that finds it anywhere. */
export const anywhere = (text: string): string => `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
