import { sql } from 'kysely'
import type { Database, Transaction } from '../../db/pool.ts'
import type { KeptAnswer } from './answer.ts'
import { keyOf, type Place } from './place.ts'
import { answerName, type Filled, type FilledIn } from './rules.ts'
import type { Wording } from './wording.ts'

type Reader = Database | Transaction

export type StoredAnswer = KeptAnswer & { readonly form: string; readonly question: string; readonly written: boolean }

/** Instants inside JSON come in the server's own form. */
const iso = (at: string) => new Date(at).toISOString()

/** How far the answers of a review are filled in, by name: no word of them leaves the database. */
export const filledIn = async (db: Reader, place: Place): Promise<FilledIn> => {
  const { rows } = await sql<Filled & { form: string; question: string }>`
    SELECT form, question, score, body ~ '[^[:space:]]' AS written
    FROM answer WHERE root = ${place.root}::uuid AND assignment = ${keyOf(place)}
  `.execute(db)
  return new Map(rows.map(({ form, question, ...filled }) => [answerName({ form, id: question }), filled]))
}

type AnswerRow = Omit<StoredAnswer, 'authorName'> & { readonly name: string | null }

/** All answers of a review as they stand. Only for their writing school, but for `written`. */
export const answersQuery = (place: Place) => sql<AnswerRow>`
  SELECT it.form, it.question, it.version, it.score, it.body, it.body ~ '[^[:space:]]' AS written, it.at, it.author, p.name,
    d.version AS "scoredVersion"
  FROM answer it JOIN person p ON p.id = it.author LEFT JOIN document d ON d.id = it.scored_document
  WHERE it.root = ${place.root}::uuid AND it.assignment = ${keyOf(place)}`

/** The answers by name, for this reader. */
export const answersFrom = (rows: readonly AnswerRow[], reader: string): ReadonlyMap<string, StoredAnswer> =>
  new Map(
    rows.map(({ name, ...row }) => [
      answerName({ form: row.form, id: row.question }),
      { ...row, at: iso(row.at), authorName: row.author === reader ? null : name },
    ]),
  )

export const answersOf = async (db: Reader, place: Place, reader: string) =>
  answersFrom((await answersQuery(place).execute(db)).rows, reader)

/** A wording of the reader's own that met a newer one, and what became of neither: its author has still to choose. */
export type Choice = {
  readonly form: string
  readonly question: string
  readonly yours: Wording & { readonly id: string; readonly at: string }
  readonly theirs: KeptAnswer | null
}

type ChoiceRow = Wording & { form: string; question: string; id: string; at: string } & {
  [K in keyof KeptAnswer as `now_${string & K}`]: KeptAnswer[K] | null
}

/**
 * What one person has still to choose in a review. A later version of the same person settles it, and so does taking the other's text;
 * where both say the same there is nothing to choose.
 */
export const choicesQuery = (place: Place, person: string) => sql<ChoiceRow>`
  SELECT it.form, it.question, it.id, it.at, it.score, it.body,
    a.version AS now_version, a.score AS now_score, a.body AS now_body, a.at AS now_at, a.author AS now_author,
    CASE WHEN a.author <> it.author THEN p.name END AS "now_authorName", d.version AS "now_scoredVersion"
  FROM answer_version it
  LEFT JOIN answer a ON a.root = it.root AND a.assignment = it.assignment AND a.form = it.form AND a.question = it.question
  LEFT JOIN person p ON p.id = a.author
  LEFT JOIN document d ON d.id = a.scored_document
  WHERE it.root = ${place.root}::uuid AND it.assignment = ${keyOf(place)} AND it.author = ${person}::uuid
    AND it.fate = 'outrun' AND it.settled_at IS NULL AND it.body IS NOT NULL
    AND (it.body <> coalesce(a.body, '') OR it.score IS DISTINCT FROM a.score)
    AND NOT EXISTS (
      SELECT 1 FROM answer_version later
      WHERE later.root = it.root AND later.assignment = it.assignment AND later.form = it.form
        AND later.question = it.question AND later.author = it.author AND later.fate = 'kept' AND later.version > it.version
    )
  ORDER BY it.at, it.id`

export const choicesFrom = (rows: readonly ChoiceRow[]): Choice[] =>
  rows.map(row => ({
    form: row.form,
    question: row.question,
    yours: { id: row.id, at: iso(row.at), score: row.score, body: row.body },
    theirs:
      row.now_version === null
        ? null
        : {
            version: row.now_version,
            score: row.now_score,
            body: row.now_body ?? '',
            at: iso(row.now_at ?? row.at),
            author: row.now_author ?? '',
            authorName: row.now_authorName,
            scoredVersion: row.now_scoredVersion,
          },
  }))

export const choicesOf = async (db: Reader, place: Place, person: string) =>
  choicesFrom((await choicesQuery(place, person).execute(db)).rows)

/** A wording of the reader's own that came when nothing could be written any more. */
export type Late = Wording & {
  readonly id: string
  readonly at: string
  readonly form: string
  readonly question: string
}

/** Wordings of one person that came too late and say what no kept version says, the newest first. */
export const latesOf = async (db: Reader, place: Place, person: string): Promise<Late[]> => {
  const { rows } = await sql<Late>`
    SELECT it.id, it.form, it.question, it.at, it.score, it.body
    FROM answer_version it
    WHERE it.root = ${place.root}::uuid AND it.assignment = ${keyOf(place)} AND it.author = ${person}::uuid
      AND it.fate = 'late' AND it.settled_at IS NULL AND it.body IS NOT NULL
      AND NOT EXISTS (
        SELECT 1 FROM answer_version kept
        WHERE kept.root = it.root AND kept.assignment = it.assignment AND kept.form = it.form AND kept.question = it.question
          AND kept.fate = 'kept' AND kept.body = it.body AND kept.score IS NOT DISTINCT FROM it.score
      )
    ORDER BY it.at DESC, it.id
  `.execute(db)
  return rows
}
