import { type RawBuilder, sql } from 'kysely'
import type { Database, Transaction } from '../../db/pool.ts'
import { problem, throwProblem } from '../../http/problems.ts'

/** A region, or one municipality in it. */
type Office = { readonly region: string; readonly municipality: string | null }

/** What a person answers for: `everything`, or the territories of their offices. */
export type Scope = { readonly everything: boolean; readonly offices: readonly Office[] }

/** The scope of a coordinator; ends the request of whoever holds no such office. One query. */
export const scopeOf = async (db: Database | Transaction, person: string): Promise<Scope> => {
  const held = await db
    .selectFrom('coordinator')
    .select(['region', 'municipality'])
    .where('person', '=', person)
    .execute()
  if (held.length === 0) return throwProblem(problem('forbidden'))
  return {
    everything: held.some(({ region }) => region === null),
    offices: held.flatMap(({ region, municipality }) => (region === null ? [] : [{ region, municipality }])),
  }
}

const sameText = (column: string, text: string) => sql`lower(btrim(${sql.ref(column)})) = lower(btrim(${text}))`

/**
 * Whether the school `alias` of the query around lies in the scope. Regions and municipalities are compared trimmed and folded (rules 23), in
 * the words of the index on them.
 */
export const covers = ({ everything, offices }: Scope, alias = 's'): RawBuilder<boolean> => {
  if (everything) return sql<boolean>`true`
  const each = offices.map(({ region, municipality }) =>
    municipality === null
      ? sql`(${sameText(`${alias}.region`, region)})`
      : sql`(${sameText(`${alias}.region`, region)} AND ${sameText(`${alias}.municipality`, municipality)})`,
  )
  return sql<boolean>`(${sql.join(each, sql` OR `)})`
}

/** Text as a pattern that finds it anywhere. */
export const anywhere = (text: string): string => `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
