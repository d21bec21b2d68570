import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import { lineOf, type Save } from './answer.ts'
import type { Wording } from './wording.ts'

/** One version of an answer, or a wording of the reader's own that was not taken. `body` is null where the text was blanked. */
export type Version = Pick<Wording, 'score'> & {
  readonly id: string
  readonly version: number
  readonly fate: 'kept' | 'outrun' | 'late'
  readonly body: string | null
  readonly at: string
  readonly author: string
  readonly authorName: string | null
  readonly scoredVersion: number | null
}

/** The history of an answer, the newest first: every kept version, and of those that were not taken the reader's own alone. */
export const versionsOf = async (
  db: Database,
  answer: Pick<Save, 'place' | 'form' | 'question'>,
  reader: string,
): Promise<Version[]> => {
  const { root, assignment, form, question } = lineOf(answer)
  const { rows } = await sql<Version>`
    SELECT it.id, it.version, it.fate, it.score, it.body, it.at, it.author,
      CASE WHEN it.author <> ${reader}::uuid THEN p.name END AS "authorName", d.version AS "scoredVersion"
    FROM answer_version it JOIN person p ON p.id = it.author LEFT JOIN document d ON d.id = it.scored_document
    WHERE it.root = ${root}::uuid AND it.assignment = ${assignment} AND it.form = ${form} AND it.question = ${question}
      AND (it.fate = 'kept' OR it.author = ${reader}::uuid)
    ORDER BY it.at DESC, it.version DESC, it.fate, it.id
  `.execute(db)
  return rows
}

/** The version that stands in the form; 0 where nothing does. */
export const currentVersion = (versions: readonly Version[]): number =>
  versions.reduce((so, { fate, version }) => (fate === 'kept' ? Math.max(so, version) : so), 0)
