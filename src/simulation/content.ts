import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Transaction } from '../db/pool.ts'
import { layAdvice, layAnswers, rows, salt, text, type Writes, type Writing } from './lay-reviews.ts'

/** A seat whose papers are to be written; `author` writes them. `packed`: its package came along with it from an earlier pair. */
export type Writer = { readonly root: string; readonly seat: number; readonly author: string; readonly packed: boolean }

/** What the people of some seats will have written by the time they send it. */
export type Papers = {
  readonly writers: readonly Writer[]
  readonly writings: readonly Writing[]
  /** Partnerships whose minutes have no wording yet, with the seat that writes them. */
  readonly minutes: readonly Omit<Writer, 'packed'>[]
}

/** Stands for the bytes of every document: the simulation keeps none. */
export const sampleSha256 = 'b'.repeat(64)

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
