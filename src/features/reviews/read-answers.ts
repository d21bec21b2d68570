import { sql } from 'kysely'
import type { Database, Transaction } from '../../db/pool.ts'
import type { KeptAnswer } from './answer.ts'
import { keyOf, type Place } from './place.ts'
import { answerName, type Filled, type FilledIn } from './rules.ts'
import type { Wording } from './wording.ts'

type Reader = Database | Transaction

export type StoredAnswer = KeptAnswer & { readonly form: string; readonly question: string }

/** How far the answers of a review are filled in, by name: no word of them leaves the database. */
export const filledIn = async (db: Reader, place: Place): Promise<FilledIn> => {
  const { rows } = await sql<Filled & { form: string; question: string }>`
    SELECT form, question, score, body ~ '[^[:space:]]' AS written
    FROM answer WHERE root = ${place.root}::uuid AND assignment = ${keyOf(place)}
  `.execute(db)
  return new Map(rows.map(({ form, question, ...filled }) => [answerName({ form, id: question }), filled]))
}

/** All answers of a review as they stand, by name, as their writing school may read them. */
export const answersOf = async (
  db: Reader,
  place: Place,
  reader: string,
): Promise<ReadonlyMap<string, StoredAnswer>> => {
  const rows = await db
    .selectFrom('answer')
    .innerJoin('person', 'person.id', 'answer.author')
    .leftJoin('document', 'document.id', 'answer.scored_document')
    .select(['form', 'question', 'answer.version', 'score', 'body', 'answer.at', 'answer.author', 'name'])
    .select('document.version as scoredVersion')
    .where('answer.root', '=', place.root)
    .where('assignment', '=', keyOf(place))
    .execute()
  return new Map(
    rows.map(({ name, ...row }) => [
      answerName({ form: row.form, id: row.question }),
      { ...row, authorName: row.author === reader ? null : name },
    ]),
  )
}

/** A wording of the reader's own that met a newer one, and what became of neither: its author has still to choose. */
export type Choice = {
  readonly form: string
  readonly question: string
  readonly yours: Wording & { readonly id: string; readonly at: string }
  readonly theirs: KeptAnswer | null
}

/**
 * What one person has still to choose in a review. A later version of the same person settles it, and so does taking the other's text;
 * where both say the same there is nothing to choose.
 */
export const choicesOf = async (db: Reader, place: Place, person: string): Promise<Choice[]> => {
  const { rows } = await sql<
    {
      form: string
      question: string
      id: string
      at: string
      score: Wording['score']
      body: string
    } & { [K in keyof KeptAnswer as `now_${string & K}`]: KeptAnswer[K] | null }
  >`
    SELECT it.form, it.question, it.id, it.at, it.score, it.body,
      a.version AS now_version, a.score AS now_score, a.body AS now_body, a.at AS now_at, a.author AS now_author,
      CASE WHEN a.author <> it.author THEN p.name END AS "now_authorName", d.version AS "now_scoredVersion"
    FROM answer_version it
    LEFT JOIN answer a
      ON a.root = it.root AND a.assignment = it.assignment AND a.form = it.form AND a.question = it.question
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
    ORDER BY it.at, it.id
  `.execute(db)
  return rows.map(row => ({
    form: row.form,
    question: row.question,
    yours: { id: row.id, at: row.at, score: row.score, body: row.body },
    theirs:
      row.now_version === null
        ? null
        : {
            version: row.now_version,
            score: row.now_score,
            body: row.now_body ?? '',
            at: row.now_at ?? row.at,
            author: row.now_author ?? '',
            authorName: row.now_authorName,
            scoredVersion: row.now_scoredVersion,
          },
  }))
}

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
