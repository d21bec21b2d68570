import { sql } from 'kysely'
import type { SeasonDefinition } from '../../workflows/season.ts'
import type { Transaction } from '../db/pool.ts'
import { wordingSha256 as adviceSha256 } from '../features/recommendations/rules.ts'
import { questionnaireOf, questionsOf } from '../features/reviews/rules.ts'
import { wordingSha256 as answerSha256 } from '../features/reviews/wording.ts'

/** Who reviews whom, and who of the reviewer's school writes it; `answerer` is of the reviewed one. */
export type Writing = {
  readonly root: string
  readonly reviewer: number
  readonly reviewed: number
  readonly author: string
  readonly answerer: string
}

export type Writes = { readonly season: SeasonDefinition; readonly newId: () => string; readonly at: string }

export const salt = '0'.repeat(32)
/** A text that says what it is. */
export const text = (about: string) =>
  `Проверочный текст: ${about}. Мероприятия связаны с целью, сроки и ответственные названы.`

export const rows = (list: readonly object[]) => JSON.stringify(list)

const programmesOf = async (tx: Transaction, writings: readonly Writing[]) => {
  const { rows: found } = await sql<{ root: string; seat: number; id: string; title: string }>`
    SELECT root, seat, id, title FROM programme
    WHERE root = ANY(${[...new Set(writings.map(({ root }) => root))]}::uuid[]) AND removed_at IS NULL ORDER BY root, seat, n
  `.execute(tx)
  return Map.groupBy(found, ({ root, seat }) => `${root} ${seat}`)
}

/** Writes every answer of these reviews. */
export const layAnswers = async (tx: Transaction, writes: Writes, writings: readonly Writing[]): Promise<void> => {
  const { season, newId, at } = writes
  const programmes = await programmesOf(tx, writings)
  const answers = writings.flatMap(({ root, reviewer, reviewed, author }) =>
    questionsOf(questionnaireOf(season.criteria, programmes.get(`${root} ${reviewed}`) ?? []))
      .filter(({ kind }) => kind === 'criterion')
      .map(({ form, id }) => {
        const wording = { score: '2', body: text(id) } as const
        const line = { root, assignment: `assignment/${reviewer}-${reviewed}`, form, question: id, author }
        return { id: newId(), ...line, ...wording, sha256: answerSha256(salt, wording) }
      }),
  )
  await sql`
    WITH given AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${rows(answers)}::jsonb) AS it(id uuid, root uuid, assignment text, form text, question text,
        author uuid, score text, body text, sha256 text)
    ), answers AS (
      INSERT INTO answer (root, assignment, form, question, version, score, body, at, author)
      SELECT root, assignment, form, question, 1, score, body, ${at}::timestamptz, author FROM given
    )
    INSERT INTO answer_version (id, root, assignment, form, question, version, fate, score, body, salt, sha256, at, author)
    SELECT id, root, assignment, form, question, 1, 'kept', score, body, ${salt}, sha256, ${at}::timestamptz, author FROM given
  `.execute(tx)
}

/** Writes one recommendation of each review, and what its receiver answers. */
export const layAdvice = async (
  tx: Transaction,
  { newId, at }: Writes,
  writings: readonly Writing[],
): Promise<void> => {
  const item = { said: { document: 'midterm-programme', removed: false }, body: text('назовите показатели') }
  const reply = {
    said: { of: 1, answer: 'accepted', date: '2022-12-20', done: false },
    body: text('согласны'),
  } as const
  const given = writings.map(({ root, reviewer, reviewed, author, answerer }) => ({
    ...{ item: newId(), root, assignment: `assignment/${reviewer}-${reviewed}`, author, answerer },
    ...{ first: newId(), second: newId() },
  }))
  await sql`
    WITH given AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${rows(given)}::jsonb)
        AS it(item uuid, root uuid, assignment text, author uuid, answerer uuid, first uuid, second uuid)
    ), items AS (
      INSERT INTO recommendation (id, root, assignment, place) SELECT item, root, assignment, 1 FROM given
    )
    INSERT INTO recommendation_version (id, recommendation, part, version, fate, said, body, salt, sha256, at, author)
    SELECT first, item, 'item', 1, 'kept', ${JSON.stringify(item.said)}::jsonb, ${item.body}, ${salt}, ${adviceSha256(salt, item)},
      ${at}::timestamptz, author FROM given
    UNION ALL
    SELECT second, item, 'answer', 1, 'kept', ${JSON.stringify(reply.said)}::jsonb, ${reply.body}, ${salt}, ${adviceSha256(salt, reply)},
      ${at}::timestamptz, answerer FROM given
  `.execute(tx)
}
