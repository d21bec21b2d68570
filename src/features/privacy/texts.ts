import { type RawBuilder, sql } from 'kysely'
import type { Database, Transaction } from '../../db/pool.ts'
import { blankLettersThatQuote } from '../../letters/retell.ts'
import type { House } from '../house.ts'
import { keepText } from '../keep-text.ts'

/** Content whose words can be taken out one by one: each a table with a body and its salted hash. */
export const textKinds = ['reason', 'answer', 'minutes', 'recommendation', 'question', 'reply'] as const

export type TextKind = (typeof textKinds)[number]

export type TextPlace = { readonly root: string; readonly kind: TextKind; readonly id: string }

/** A text that whoever covers the whole partnership may read. `name` is null where its author was erased. */
export type Text = TextPlace & { readonly at: string; readonly name: string | null; readonly body: string }

type Reader = Database | Transaction

// What a review said in its last submission once it is revealed; of recommendations what was sent. Nothing that is sealed, and no wording
// that was not taken: of that nobody knows but its school, and its author.
const readable = (root: string): Readonly<Record<TextKind, RawBuilder<unknown>>> => ({
  reason: sql`SELECT 'reason' AS kind, id, at, author, body FROM reason WHERE root = ${root}::uuid`,
  answer: sql`
    SELECT 'answer', v.id, v.at, v.author, v.body FROM answer_version v
    JOIN thing t ON t.root = v.root AND t.key = v.assignment AND t.context->>'revealedAt' IS NOT NULL
    JOIN LATERAL (
      SELECT event->'facts'->'answers' AS answers FROM history h
      WHERE h.root = v.root AND h.key = v.assignment AND h.event->>'type' = 'review.submit' ORDER BY h.n DESC LIMIT 1
    ) last ON true
    JOIN jsonb_to_recordset(last.answers) AS sent(answer text, version integer)
      ON sent.answer = v.form || '/' || v.question AND sent.version = v.version
    WHERE v.root = ${root}::uuid AND v.fate = 'kept'`,
  minutes: sql`SELECT 'minutes', id, at, author, body FROM minutes_version WHERE root = ${root}::uuid AND fate = 'kept'`,
  recommendation: sql`
    SELECT 'recommendation', v.id, v.at, v.author, v.body
    FROM recommendation r JOIN recommendation_version v ON v.recommendation = r.id
    WHERE r.root = ${root}::uuid AND v.fate = 'kept' AND (v.part <> 'item' OR EXISTS (
      SELECT FROM history h, jsonb_to_recordset(h.event->'facts'->'versions') AS sent(item uuid, version integer)
      WHERE h.root = r.root AND h.key = r.assignment AND h.event->>'type' = 'recommendations.send'
        AND sent.item = r.id AND sent.version = v.version
    ))`,
  question: sql`SELECT 'question', id, at, author, body FROM question WHERE root = ${root}::uuid`,
  reply: sql`
    SELECT 'reply', it.id, it.at, it.author, it.body FROM reply it JOIN question q ON q.id = it.question WHERE q.root = ${root}::uuid`,
})

/** Where a part of a list ended: the instant and the id of its last text. */
export type TextCursor = { readonly at: string; readonly id: string }

export type Asked = {
  readonly limit: number
  /** Only those with these words in them; '' for all. */
  readonly find?: string
  readonly after?: TextCursor | null
  readonly only?: TextPlace
}

/** The texts of a partnership that may be read by whoever covers it whole, the newest first. */
export const textsOf = async (db: Reader, root: string, { find = '', limit, after, only }: Asked): Promise<Text[]> => {
  const all = readable(root)
  const parts = sql.join(
    textKinds.map(kind => all[kind]),
    sql` UNION ALL `,
  )
  const { rows } = await sql<Omit<Text, 'root'>>`
    SELECT it.kind, it.id, it.at, p.name, it.body FROM (${parts}) it LEFT JOIN person p ON p.id = it.author
    WHERE it.body <> '' AND position(lower(${find}) IN lower(it.body)) > 0
      AND (${only?.id ?? null}::uuid IS NULL OR (it.id = ${only?.id ?? null}::uuid AND it.kind = ${only?.kind ?? null}))
      AND (${after?.id ?? null}::uuid IS NULL OR (it.at, it.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    ORDER BY it.at DESC, it.id DESC LIMIT ${limit}
  `.execute(db)
  return rows.map(row => ({ ...row, root }))
}

const blanked = ({ root, kind, id }: TextPlace): RawBuilder<{ id: string }> => {
  const own = (table: string) =>
    sql<{
      id: string
    }>`UPDATE ${sql.table(table)} SET body = NULL WHERE id = ${id}::uuid AND root = ${root}::uuid RETURNING id`
  switch (kind) {
    case 'reason':
    case 'question':
      return own(kind)
    case 'minutes':
      return own('minutes_version')
    case 'answer':
      return sql`
        WITH gone AS (${own('answer_version')}), now AS (
          UPDATE answer a SET body = '' FROM answer_version v
          WHERE v.id IN (SELECT id FROM gone) AND v.fate = 'kept' AND a.root = v.root AND a.assignment = v.assignment
            AND a.form = v.form AND a.question = v.question AND a.version = v.version
        ) SELECT id FROM gone`
    case 'recommendation':
      return sql`
        UPDATE recommendation_version v SET body = NULL FROM recommendation r
        WHERE v.id = ${id}::uuid AND r.id = v.recommendation AND r.root = ${root}::uuid RETURNING v.id`
    case 'reply':
      return sql`
        UPDATE reply it SET body = NULL FROM question q
        WHERE it.id = ${id}::uuid AND q.id = it.question AND q.root = ${root}::uuid RETURNING it.id`
  }
}

/** Takes a text out for good, whoever may read it; its hash, its place and its author stay. False where there is no such text. */
export const blankText = async (
  tx: Transaction,
  ids: Pick<House, 'newId' | 'newSalt'>,
  place: TextPlace,
  by: { readonly person: string; readonly at: string; readonly reason: string },
): Promise<boolean> => {
  const { root, kind, id: target } = place
  const { rows } = await blanked(place).execute(tx)
  if (rows.length === 0) return false
  if (kind === 'reason') await blankLettersThatQuote(tx, root, target)
  const known = await tx
    .selectFrom('blanking')
    .select('target')
    .where('kind', '=', kind)
    .where('target', '=', target)
    .executeTakeFirst()
  if (known !== undefined) return true
  const reason = await keepText(tx, ids, { root, ...by }, by.reason)
  await tx.insertInto('blanking').values({ kind, target, root, at: by.at, author: by.person, reason }).execute()
  return true
}
