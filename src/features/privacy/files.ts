import { sql } from 'kysely'
import type { Database, Transaction } from '../../db/pool.ts'
import { lockBlob } from '../../files/blob.ts'
import type { House } from '../house.ts'
import { keepText } from '../keep-text.ts'

export const fileKinds = ['document', 'attachment', 'finalFile'] as const

export type FileKind = (typeof fileKinds)[number]

/** A kept file of a seat: a document of its package, what goes with its final file, or that file itself. */
export type KeptFile = {
  readonly kind: FileKind
  readonly id: string
  readonly seat: number
  readonly slot: string
  readonly version: number
  readonly filename: string | null
  readonly sha256: string
  readonly at: string
  readonly erased: boolean
  /** Why it is hidden, and since when; `text` is null where the words were blanked. */
  readonly flag: { readonly at: string; readonly text: string | null } | null
}

type Row = Omit<KeptFile, 'flag'> & { readonly flagAt: string | null; readonly flagText: string | null }

/** All files of a partnership, those that are hidden first, then the newest; `only` one of them. */
export const filesOf = async (
  db: Database | Transaction,
  root: string,
  only: string | null = null,
): Promise<KeptFile[]> => {
  const { rows } = await sql<Row>`
    WITH kept AS (
      SELECT 'document' AS kind, d.id, d.seat, d.slot, d.version, d.filename, d.sha256, d.at, f.at AS flag_at, r.body AS flag_text
      FROM document d LEFT JOIN document_flag f ON f.document = d.id LEFT JOIN reason r ON r.id = f.reason
      WHERE d.root = ${root}::uuid
      UNION ALL
      SELECT 'attachment', id, seat, slot, version, filename, sha256, at, NULL, NULL FROM file_attachment WHERE root = ${root}::uuid
      UNION ALL
      SELECT 'finalFile', id, seat, 'file', 1, NULL, sha256, at, NULL, NULL FROM final_file WHERE root = ${root}::uuid
    )
    SELECT kind, kept.id, seat, slot, version, filename, kept.sha256, at, b.erased_at IS NOT NULL AS erased,
      flag_at AS "flagAt", flag_text AS "flagText"
    FROM kept JOIN blob b ON b.sha256 = kept.sha256
    WHERE ${only}::uuid IS NULL OR kept.id = ${only}::uuid
    ORDER BY flag_at IS NULL, at DESC, kept.id
  `.execute(db)
  return rows.map(({ flagAt, flagText, ...file }) => ({
    ...file,
    flag: flagAt === null ? null : { at: flagAt, text: flagText },
  }))
}

type By = { readonly person: string; readonly at: string; readonly reason: string }
type Ids = Pick<House, 'newId' | 'newSalt'>

/** Shows a hidden document again. The flag, its reason and that of the lifting stay. Where no flag is, nothing is done. */
export const liftFlag = async (tx: Transaction, ids: Ids, root: string, document: string, by: By): Promise<void> => {
  const flag = await tx
    .deleteFrom('document_flag')
    .where('document', '=', document)
    .returning(['at', 'author', 'reason'])
    .executeTakeFirst()
  if (flag === undefined) return
  const reason = await keepText(tx, ids, { root, ...by }, by.reason)
  await tx
    .insertInto('flag_lift')
    .values({
      id: ids.newId(),
      document,
      flagged_at: flag.at,
      flagged_by: flag.author,
      flagged_for: flag.reason,
      at: by.at,
      author: by.person,
      reason,
    })
    .execute()
}

/**
 * Forgets the bytes of a file wherever they lie, and the names it was given; the hash stays, and the same bytes are not taken in again. The
 * bytes themselves go after the commit: where the program stops in between, the sweep finds them.
 */
export const forgetFile = async (tx: Transaction, ids: Ids, root: string, sha256: string, by: By): Promise<void> => {
  await lockBlob(tx, sha256, 'update')
  const gone = await tx
    .updateTable('blob')
    .set({ erased_at: by.at })
    .where('sha256', '=', sha256)
    .where('erased_at', 'is', null)
    .returning('sha256')
    .executeTakeFirst()
  if (gone === undefined) return
  for (const table of ['document', 'file_attachment'])
    await sql`
      UPDATE ${sql.table(table)} SET filename = 'erased' || coalesce(substring(filename FROM '[.][A-Za-z0-9]{1,5}$'), '')
      WHERE sha256 = ${sha256}`.execute(tx)
  const reason = await keepText(tx, ids, { root, ...by }, by.reason)
  await tx.insertInto('file_erasure').values({ sha256, root, at: by.at, author: by.person, reason }).execute()
}
