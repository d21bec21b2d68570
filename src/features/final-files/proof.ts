import { sql } from 'kysely'
import type { Kind } from '../../files/kinds.ts'
import type { Place } from './place.ts'
import type { Reader } from './readers.ts'
import type { ProofStand } from './rules.ts'

/** What the school says of the placing, as it stands; `version` 0 and no author while nothing was said. Days are `YYYY-MM-DD`. */
export type Proof = {
  readonly version: number
  readonly placedOn: string | null
  readonly link: string | null
  readonly note: string | null
  readonly number: string | null
  readonly at: string | null
  readonly name: string | null
  readonly behalf: string | null
}

export type AttachmentSlot = 'screenshot' | 'scan'

/** One version of what goes with a proof. */
export type Attachment = {
  readonly id: string
  readonly slot: AttachmentSlot
  readonly version: number
  readonly sha256: string
  readonly bytes: number
  readonly kind: Kind
  readonly locked: boolean
  readonly erased: boolean
  readonly filename: string
  readonly at: string
  readonly name: string | null
  readonly behalf: string | null
}

/** A file as it was made for a placing, with the mark that the school saw it confirmed. `placedOn`: as the proof then said. */
export type FrozenFile = {
  readonly id: string
  readonly contentSha256: string
  readonly sha256: string
  readonly bytes: number
  readonly erased: boolean
  readonly lang: 'ru' | 'en'
  readonly proof: number | null
  readonly placedOn: string | null
  readonly screenshot: string | null
  readonly scan: string | null
  readonly mark: { readonly seenOn: string; readonly name: string | null; readonly behalf: string | null } | null
}

const noProof: Proof = {
  ...{ version: 0, placedOn: null, link: null, note: null, number: null },
  ...{ at: null, name: null, behalf: null },
}

export const readProof = async (db: Reader, { root, seat }: Place): Promise<Proof> => {
  const { rows } = await sql<Proof>`
    SELECT it.version, it.placed_on AS "placedOn", it.link, it.note, it.number, it.at, p.name, b.body AS behalf
    FROM file_proof it JOIN person p ON p.id = it.author LEFT JOIN reason b ON b.id = it.behalf
    WHERE it.root = ${root}::uuid AND it.seat = ${seat} ORDER BY it.version DESC LIMIT 1
  `.execute(db)
  return rows[0] ?? noProof
}

/** Everything that goes with the proof, of each slot the newest first. */
export const readAttachments = async (db: Reader, { root, seat }: Place): Promise<Attachment[]> => {
  const { rows } = await sql<Attachment>`
    SELECT it.id, it.slot, it.version, it.sha256, f.bytes, f.type AS kind, f.locked, f.erased_at IS NOT NULL AS erased,
      it.filename, it.at, p.name, b.body AS behalf
    FROM file_attachment it JOIN blob f USING (sha256) JOIN person p ON p.id = it.author LEFT JOIN reason b ON b.id = it.behalf
    WHERE it.root = ${root}::uuid AND it.seat = ${seat} ORDER BY it.slot, it.version DESC
  `.execute(db)
  return rows
}

type FrozenRow = Omit<FrozenFile, 'mark'> & {
  seenOn: string | null
  markName: string | null
  markBehalf: string | null
}

/** Every file that was made for a placing of this seat, by id; which of them count, history says. */
export const readFrozen = async (db: Reader, { root, seat }: Place): Promise<ReadonlyMap<string, FrozenFile>> => {
  const { rows } = await sql<FrozenRow>`
    SELECT it.id, it.content_sha256 AS "contentSha256", it.sha256, f.bytes, f.erased_at IS NOT NULL AS erased, it.lang, it.proof,
      w.placed_on AS "placedOn", it.screenshot, it.scan, m.seen_on AS "seenOn", p.name AS "markName", b.body AS "markBehalf"
    FROM final_file it JOIN blob f USING (sha256)
    LEFT JOIN file_proof w ON w.root = it.root AND w.seat = it.seat AND w.version = it.proof
    LEFT JOIN medk_mark m ON m.file = it.id LEFT JOIN person p ON p.id = m.author LEFT JOIN reason b ON b.id = m.behalf
    WHERE it.root = ${root}::uuid AND it.seat = ${seat}
  `.execute(db)
  return new Map(
    rows.map(({ seenOn, markName, markBehalf, ...row }) => [
      row.id,
      { ...row, mark: seenOn === null ? null : { seenOn, name: markName, behalf: markBehalf } },
    ]),
  )
}

export const newestOf = (attachments: readonly Attachment[], slot: AttachmentSlot): Attachment | null =>
  attachments.find(attachment => attachment.slot === slot) ?? null

/** What the proof says, with what goes with it: an erased screenshot proves nothing. */
export const proofStand = (proof: Proof, attachments: readonly Attachment[]): ProofStand => ({
  placedOn: proof.placedOn,
  link: proof.link,
  note: proof.note,
  screenshot: newestOf(attachments, 'screenshot')?.erased === false,
})
