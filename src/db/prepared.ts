import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { ClientBase, QueryConfig, QueryResult } from 'pg'

/** Longer texts are batches whose length varies. */
const LONGEST = 8_000
/** So many statements are prepared, and no more: each takes memory of the server, for each connection. */
const MOST = 400

const eachTime = '/* planned each time */'

/**
 * Stands in a query that the server plans each time, by its values: what asks for all that is past an instant reads next to nothing, and planned
 * for any instant, as a prepared one comes to be, it would read the whole table.
 */
export const plannedEachTime: RawBuilder<unknown> = sql.raw(eachTime)

/** A list of more is a long one. */
const few = 20

/**
 * `ANY` of a list, for a query that comes often. By a short list it is planned once for all: to plan it for each length takes longer than to run
 * it. With a long list it is planned each time: by a plan for a few rows, thousands would be compared each with each.
 */
export const anyOf = (values: readonly (string | number)[], type: 'uuid' | 'text' | 'bigint'): RawBuilder<unknown> =>
  values.length <= few
    ? sql`ANY(ARRAY(SELECT unnest(${values}::${sql.raw(type)}[])))`
    : sql`ANY(${values}::${sql.raw(type)}[]) ${plannedEachTime}`

const names = new Map<string, string>()
/** Statements that came once: most of those never come again. */
const cameOnce = new Set<string>()

const nameOf = (text: string): string | undefined => {
  const known = names.get(text)
  if (text.includes(eachTime)) return undefined
  if (known !== undefined || text.length > LONGEST || names.size >= MOST) return known
  if (!cameOnce.delete(text)) {
    if (cameOnce.size >= MOST) cameOnce.clear()
    cameOnce.add(text)
    return undefined
  }
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 24)
  names.set(text, name)
  return name
}

/**
 * Lets the server parse and plan a statement once for each connection, and not each time it runs: for ours, which are short, that is half of
 * all its work. Statements without parameters, BEGIN and COMMIT among them, go as plain text.
 */
export const prepareStatements = (client: ClientBase): void => {
  const query = client.query.bind(client) as (config: QueryConfig) => Promise<QueryResult>
  const run = (text: string, values: unknown[] = []): Promise<QueryResult> => {
    if (values.length === 0) return query({ text })
    const name = nameOf(text)
    return query(name === undefined ? { text, values } : { name, text, values })
  }
  client.query = run as typeof client.query
}
