import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { SeasonDefinition } from '../../workflows/season.ts'
import type { Database, Transaction } from '../db/pool.ts'
import { wordingSha256 as adviceSha256 } from '../features/recommendations/rules.ts'
import { questionnaireOf, questionsOf } from '../features/reviews/rules.ts'
import { wordingSha256 as answerSha256 } from '../features/reviews/wording.ts'

/** A seat whose papers are to be written; `author` writes them. `packed`: its package came along with it from an earlier pair. */
export type Writer = { readonly root: string; readonly seat: number; readonly author: string; readonly packed: boolean }

/** Who reviews whom, and who of the reviewer's school writes it; `answerer` is of the reviewed one. */
export type Writing = {
  readonly root: string
  readonly reviewer: number
  readonly reviewed: number
  readonly author: string
  readonly answerer: string
}

/** What the people of some seats will have written by the time they send it. */
export type Papers = {
  readonly writers: readonly Writer[]
  readonly writings: readonly Writing[]
  /** Partnerships whose minutes have no wording yet, with the seat that writes them. */
  readonly minutes: readonly Omit<Writer, 'packed'>[]
}

export type Writes = { readonly season: SeasonDefinition; readonly newId: () => string; readonly at: string }

/** Stands for the bytes of every document: the simulation keeps none. */
export const sampleSha256 = 'b'.repeat(64)

const salt = '0'.repeat(32)
const text = (about: string) =>
  `Проверочный текст: ${about}. Мероприятия связаны с целью, сроки и ответственные названы.`

const rows = (list: readonly object[]) => JSON.stringify(list)

const layPackages = async (tx: Transaction, { newId, at }: Writes, writers: readonly Writer[]): Promise<void> => {
  const given = writers.map(({ root, seat, author }) => ({
    ...{
      root,
      seat,
      author,
      programme: newId(),
      profile: newId(),
      concept: newId(),
      midterm: newId(),
      antirisk: newId(),
    },
  }))
  const it = sql`jsonb_to_recordset(${rows(given)}::jsonb) AS it(root uuid, seat smallint, author uuid, programme uuid,
    profile uuid, concept uuid, midterm uuid, antirisk uuid)`
  await sql`
    INSERT INTO programme (id, root, seat, title, factors, n)
    SELECT programme, root, seat, 'Проверочный текст: низкая мотивация', '[6]', 1 FROM ${it}
  `.execute(tx)
  await sql`
    INSERT INTO programme_version (programme, version, title, factors, at, author)
    SELECT programme, 1, 'Проверочный текст: низкая мотивация', '[6]', ${at}::timestamptz, author FROM ${it}
  `.execute(tx)
  await sql`
    INSERT INTO chosen_factors (root, seat, factors, version) SELECT root, seat, '[6]', 1 FROM ${it}
  `.execute(tx)
  await sql`
    INSERT INTO privacy_word (root, seat, at, author) SELECT root, seat, ${at}::timestamptz, author FROM ${it}
  `.execute(tx)
  await sql`
    INSERT INTO document (id, root, seat, slot, version, sha256, filename, at, author)
    SELECT d.id, root, seat, d.slot, 1, ${sampleSha256}, 'Проверочный файл.docx', ${at}::timestamptz, author
    FROM ${it}, LATERAL (VALUES (profile, 'risk-profile'), (concept, 'development-concept'), (midterm, 'midterm-programme'),
      (antirisk, 'antirisk-programme/' || programme)) AS d(id, slot)
  `.execute(tx)
}

const layProofs = async (tx: Transaction, { at }: Writes, writers: readonly Writer[]): Promise<void> => {
  await sql`
    INSERT INTO file_proof (root, seat, version, placed_on, note, at, author)
    SELECT root, seat, 1, '2022-11-01', 'Проверочный текст', ${at}::timestamptz, author
    FROM jsonb_to_recordset(${rows(writers)}::jsonb) AS it(root uuid, seat smallint, author uuid)
  `.execute(tx)
}

const programmesOf = async (tx: Transaction, writings: readonly Writing[]) => {
  const { rows: found } = await sql<{ root: string; seat: number; id: string; title: string }>`
    SELECT root, seat, id, title FROM programme
    WHERE root = ANY(${[...new Set(writings.map(({ root }) => root))]}::uuid[]) AND removed_at IS NULL ORDER BY root, seat, n
  `.execute(tx)
  return Map.groupBy(found, ({ root, seat }) => `${root} ${seat}`)
}

const layAnswers = async (tx: Transaction, writes: Writes, writings: readonly Writing[]): Promise<void> => {
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

const layAdvice = async (tx: Transaction, { newId, at }: Writes, writings: readonly Writing[]): Promise<void> => {
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

const layMinutes = async (tx: Transaction, { newId, at }: Writes, minutes: Papers['minutes']): Promise<void> => {
  const body = text('протокол встречи')
  const hash = createHash('sha256')
    .update(salt + body)
    .digest('hex')
  const given = minutes.map(one => ({ ...one, id: newId(), client: newId() }))
  await sql`
    INSERT INTO minutes_version (id, root, version, fate, body, salt, sha256, at, author, seat, client)
    SELECT id, root, 1, 'kept', ${body}, ${salt}, ${hash}, ${at}::timestamptz, author, seat, client
    FROM jsonb_to_recordset(${rows(given)}::jsonb) AS it(id uuid, root uuid, author uuid, seat smallint, client text)
  `.execute(tx)
}

const batch = 500

const chunks = <Item>(list: readonly Item[]): (readonly Item[])[] =>
  Array.from({ length: Math.ceil(list.length / batch) }, (_, n) => list.slice(n * batch, (n + 1) * batch))

/** Writes all these papers at once: the simulation is of acts, their texts only have to be there for the facts of each act. */
export const layPapers = async (
  db: Database,
  writes: Writes,
  { writers, writings, minutes }: Papers,
): Promise<void> => {
  await db
    .insertInto('blob')
    .values({ sha256: sampleSha256, bytes: 84_000, type: 'docx' })
    .onConflict(known => known.doNothing())
    .execute()
  await db.transaction().execute(async tx => {
    for (const some of chunks(writers.filter(({ packed }) => !packed))) await layPackages(tx, writes, some)
    for (const some of chunks(writers)) await layProofs(tx, writes, some)
    for (const some of chunks(writings)) {
      await layAnswers(tx, writes, some)
      await layAdvice(tx, writes, some)
    }
    for (const some of chunks(minutes)) await layMinutes(tx, writes, some)
  })
}
