import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import { type Place, slotOfForm } from './place.ts'
import { answersFrom, answersQuery, choicesFrom, choicesQuery } from './read-answers.ts'
import { documentQuery, type PackageSeat, programmesQuery, schoolQuery } from './read-package.ts'

type RowsOf<Query> = Query extends RawBuilder<infer Row> ? Row[] : never

/** A query as one column: its rows as JSON. */
const list = (query: RawBuilder<unknown>) => sql`(SELECT coalesce(json_agg(row), '[]') FROM (${query}) row)`

/** Everything that a form's page shows, in one question to the database: the page is opened more often than any other. */
export const readForm = async (db: Database, place: Place, seat: PackageSeat, form: string, reader: string) => {
  const { rows } = await sql<{
    answers: RowsOf<ReturnType<typeof answersQuery>>
    choices: RowsOf<ReturnType<typeof choicesQuery>>
    programmes: RowsOf<ReturnType<typeof programmesQuery>>
    documents: RowsOf<ReturnType<typeof documentQuery>>
    schools: RowsOf<ReturnType<typeof schoolQuery>>
  }>`
    SELECT ${list(answersQuery(place))} AS answers, ${list(choicesQuery(place, reader))} AS choices,
      ${list(programmesQuery(seat))} AS programmes, ${list(documentQuery(seat, slotOfForm(form)))} AS documents,
      ${list(schoolQuery(seat))} AS schools
  `.execute(db)
  const [row] = rows
  const [school] = row?.schools ?? []
  if (row === undefined || school === undefined) throw new Error('A seat under review has no school')
  const [document = null] = row.documents
  return {
    answers: answersFrom(row.answers, reader),
    choices: choicesFrom(row.choices),
    programmes: row.programmes,
    document: document && { ...document, at: new Date(document.at).toISOString() },
    school,
  }
}
