import { partnershipIn, recordOf } from '../../../workflows/view.ts'
import { enterBlob } from '../../files/blob.ts'
import type { Received } from '../../files/receive.ts'
import { lastUpload } from './acts.ts'
import { type AttachmentSlot, newestOf, readAttachments, readProof } from './proof.ts'
import { refused, type WriteHouse, type Writer, type Written, writeFile } from './write-file.ts'

/** What a school says of the placing; null where it says nothing. */
export type GivenProof = {
  readonly placedOn: string | null
  readonly link: string | null
  readonly note: string | null
  readonly number: string | null
}

/** The last day that has begun in the school's zone: nothing was placed, or seen, tomorrow. */
const todayIn = (at: string, zone: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString()

/** Says when and where the file was placed, over the version that the page had seen (0: none yet); every earlier wording stays. */
export const saveProof = (
  house: WriteHouse,
  writer: Writer,
  given: GivenProof,
  base: number,
): Promise<Written<{ version: number }>> =>
  writeFile(house, writer, 'proof', async (tx, { view, keepBehalf }) => {
    const { root, seat, person, at } = writer
    const { zone } = recordOf(partnershipIn(view), seat)
    if (given.placedOn !== null && given.placedOn > todayIn(at, zone)) return refused('badDate')
    const now = await readProof(tx, writer)
    if (now.version !== base) return refused('outrun')
    const version = base + 1
    await tx
      .insertInto('file_proof')
      .values({
        ...{ root, seat, version, at, author: person, behalf: await keepBehalf() },
        ...{ placed_on: given.placedOn, link: given.link, note: given.note, number: given.number },
      })
      .execute()
    return { done: { version } }
  })

/** A new version of the screenshot or of the signed scan, as whoever put it in is told. */
type Attached = {
  readonly attachment: string
  readonly slot: AttachmentSlot
  readonly version: number
  readonly sha256: string
  readonly filename: string
}

/** Puts a received file beside the proof, over the version that the page had seen. The bytes are swept away if this refuses. */
export const attach = (
  house: WriteHouse,
  writer: Writer,
  { slot, base, received }: { readonly slot: AttachmentSlot; readonly base: number; readonly received: Received },
): Promise<Written<Attached>> =>
  writeFile<Attached>(house, writer, slot, async (tx, { keepBehalf }) => {
    const { root, seat, person, at } = writer
    const now = newestOf(await readAttachments(tx, writer), slot)?.version ?? 0
    if (now !== base) return refused('outrun')
    const entered = await enterBlob(tx, house.files, received)
    if (entered !== 'entered') return refused(entered)
    const { sha256, name: filename } = received
    const made = { slot, version: base + 1, sha256, filename }
    const id = house.newId()
    await tx
      .insertInto('file_attachment')
      .values({ ...made, id, root, seat, at, author: person, behalf: await keepBehalf() })
      .execute()
    return { done: { attachment: id, ...made } }
  })

/** Notes that the school saw its file confirmed in IS MEDK: of the last placing, once; the first word counts. */
export const markConfirmed = (
  house: WriteHouse,
  writer: Writer,
  seenOn: string,
): Promise<Written<{ file: string; seenOn: string }>> =>
  writeFile(house, writer, 'mark', async (tx, { view, keepBehalf }) => {
    const { seat, person, at } = writer
    if (seenOn > todayIn(at, recordOf(partnershipIn(view), seat).zone)) return refused('badDate')
    const last = await lastUpload(tx, writer)
    if (last === null) return refused('noUpload')
    const known = await tx.selectFrom('medk_mark').select('seen_on').where('file', '=', last).executeTakeFirst()
    if (known !== undefined) return { done: { file: last, seenOn: known.seen_on } }
    await tx
      .insertInto('medk_mark')
      .values({ file: last, seen_on: seenOn, at, author: person, behalf: await keepBehalf() })
      .execute()
    return { done: { file: last, seenOn } }
  })
