import { seatOfKey } from '../../../workflows/keys.ts'
import type { Act } from '../../../workflows/stale-after.ts'
import type { FactsReader } from '../facts.ts'
import type { Place } from './place.ts'
import { newestOf, proofStand, readAttachments, readProof } from './proof.ts'
import { contentSha256, readFile } from './read-file.ts'
import type { Reader, Readers } from './readers.ts'
import { uploadMissing } from './rules.ts'

/** The file that was made for this act, and of what. */
const preparedFile = async (db: Reader, { root, seat }: Place, id: unknown) =>
  typeof id === 'string'
    ? await db
        .selectFrom('final_file')
        .select(['content_sha256', 'sha256', 'proof', 'screenshot', 'scan'])
        .where('id', '=', id)
        .where('root', '=', root)
        .where('seat', '=', seat)
        .executeTakeFirst()
    : undefined

/**
 * What a placing is decided by, under the lock. `missing` says `changed` where the file that was made for it no longer says what would be
 * made now, or the proof beside it is another one: what is frozen is what the act was about. `notNow`: none was made, for the machine
 * would not have taken it.
 */
const readUpload =
  (readers: Readers): FactsReader =>
  async (tx, { root, view, command }, season) => {
    const place = { root, seat: seatOfKey(command.key) ?? 0 }
    const made = await preparedFile(tx, place, command.event.upload)
    const { model } = await readFile(tx, readers, { ...place, view, season, own: true })
    const [proof, attachments] = [await readProof(tx, place), await readAttachments(tx, place)]
    const scan = newestOf(attachments, 'scan')
    const stands =
      made !== undefined &&
      made.content_sha256 === contentSha256(model) &&
      (made.proof ?? 0) === proof.version &&
      made.screenshot === (newestOf(attachments, 'screenshot')?.id ?? null) &&
      made.scan === (scan?.id ?? null)
    const missing = uploadMissing(view, place.seat, proofStand(proof, attachments), scan?.at ?? null)
    const outdated = stands ? [] : [made === undefined ? 'notNow' : 'changed']
    return { missing: missing.length > 0 ? missing : outdated, sha256: made?.sha256 ?? null }
  }

/** The facts of placing a file; the machine alone decides about the rest, and about who mends what is sent back see coordination. */
export const finalFileFacts = (readers: Readers) =>
  ({ 'file.upload': readUpload(readers) }) satisfies Partial<Record<Act, FactsReader>>
