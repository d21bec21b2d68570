import { sql } from 'kysely'
import type { Place } from './place.ts'
import type { Reader } from './readers.ts'

/** The newest version of one document of the package, as the archive takes it. `title`: the programme's, where its slot holds several. */
export type PackedDocument = {
  readonly id: string
  readonly slot: string
  readonly title: string | null
  readonly sha256: string
  readonly bytes: number
  readonly filename: string
  readonly version: number
  readonly erased: boolean
  readonly hidden: boolean
}

/** A seat's package as it lies there now, in one query; programmes that were taken out are left out. */
export const packedDocuments = async (db: Reader, { root, seat }: Place): Promise<PackedDocument[]> => {
  const { rows } = await sql<PackedDocument>`
    SELECT DISTINCT ON (d.slot) d.id, d.slot, p.title, d.sha256, b.bytes, d.filename, d.version,
      b.erased_at IS NOT NULL AS erased, f.document IS NOT NULL AS hidden
    FROM document d JOIN blob b USING (sha256)
    LEFT JOIN programme p ON p.root = d.root AND p.seat = d.seat AND p.id::text = split_part(d.slot, '/', 2)
    LEFT JOIN document_flag f ON f.document = d.id
    WHERE d.root = ${root}::uuid AND d.seat = ${seat} AND d.removed_at IS NULL AND p.removed_at IS NULL
    ORDER BY d.slot, d.version DESC
  `.execute(db)
  return rows
}
