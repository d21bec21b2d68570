import { sql } from 'kysely'
import type { CriteriaSet } from '../../../workflows/season.ts'
import type { Database } from '../../db/pool.ts'
import { keyOf, type Place } from './place.ts'

/** A private note of the reviewing school, which a recommendation may begin from. Nobody else ever sees it. */
export type Note = { readonly form: string; readonly document: string | null; readonly body: string }

const programmeAtEnd = /\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** The slot that a form's notes are about. */
const slotOf = (form: string): string | null => (form === 'review' ? null : form.replace(programmeAtEnd, '/$1'))

/** The notes that the reviewing school made while it scored. Only for that school; nothing else of its review is read. */
export const notesOf = async (db: Database, place: Place, { closingQuestions }: CriteriaSet): Promise<Note[]> => {
  const asked = closingQuestions.filter(question => question.private).map(({ id }) => id)
  const { rows } = await sql<{ form: string; body: string }>`
    SELECT form, body FROM answer
    WHERE root = ${place.root}::uuid AND assignment = ${keyOf(place)} AND question = ANY(${asked}::text[])
      AND body ~ '[^[:space:]]'
    ORDER BY form
  `.execute(db)
  return rows.map(({ form, body }) => ({ form, document: slotOf(form), body }))
}
