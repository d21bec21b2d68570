import { sql } from 'kysely'
import type { Transaction } from '../../db/pool.ts'
import type { Place } from './place.ts'

/**
 * Takes a school's package along to its new partners, unsent: every file with its versions and flags, the programmes, the chosen factors, the
 * privacy word (rules 22). What the earlier partners were sent stays with them.
 */
export const carryPackage = async (tx: Transaction, from: Place, to: Place, newId: () => string): Promise<void> => {
  const target = sql`${to.root}::uuid, ${to.seat}::smallint`
  const source = sql`root = ${from.root}::uuid AND seat = ${from.seat}`
  await sql`
    INSERT INTO privacy_word (root, seat, at, author, behalf)
    SELECT ${target}, at, author, behalf FROM privacy_word WHERE ${source}
  `.execute(tx)
  await sql`
    INSERT INTO chosen_factors (root, seat, factors, version)
    SELECT ${target}, factors, version FROM chosen_factors WHERE ${source}
  `.execute(tx)
  await sql`
    INSERT INTO chosen_factors_version (root, seat, version, factors, at, author, behalf)
    SELECT ${target}, version, factors, at, author, behalf FROM chosen_factors_version WHERE ${source}
  `.execute(tx)
  const programmes = await tx
    .selectFrom('programme')
    .select('id')
    .where('root', '=', from.root)
    .where('seat', '=', from.seat)
    .execute()
  const documents = await tx
    .selectFrom('document')
    .select('id')
    .where('root', '=', from.root)
    .where('seat', '=', from.seat)
    .execute()
  const renamed = (list: readonly { id: string }[]) => JSON.stringify(list.map(({ id }) => ({ old: id, new: newId() })))
  const ids = sql`jsonb_to_recordset(${renamed(programmes)}::jsonb) AS ids(old uuid, new uuid)`
  await sql`
    WITH ids AS (SELECT * FROM ${ids}), taken AS (
      INSERT INTO programme (id, root, seat, title, factors, n, removed_at, version)
      SELECT ids.new, ${target}, title, factors, n, removed_at, version FROM programme JOIN ids ON ids.old = programme.id
    ), wordings AS (
      INSERT INTO programme_version (programme, version, title, factors, removed, at, author, reason, behalf)
      SELECT ids.new, version, title, factors, removed, at, author, reason, behalf
      FROM programme_version JOIN ids ON ids.old = programme_version.programme
    ), files AS (
      SELECT * FROM jsonb_to_recordset(${renamed(documents)}::jsonb) AS files(old uuid, new uuid)
    ), put AS (
      INSERT INTO document (id, root, seat, slot, version, sha256, filename, at, author, reason, behalf, n, removed_at)
      SELECT files.new, ${target},
        coalesce((SELECT 'antirisk-programme/' || ids.new FROM ids WHERE slot = 'antirisk-programme/' || ids.old), slot),
        version, sha256, filename, at, author, reason, behalf, 0, removed_at
      FROM document JOIN files ON files.old = document.id
    )
    INSERT INTO document_flag (document, at, author, reason)
    SELECT files.new, at, author, reason FROM document_flag JOIN files ON files.old = document_flag.document
  `.execute(tx)
}
