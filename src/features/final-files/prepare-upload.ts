import { sql } from 'kysely'
import { seatKey } from '../../../workflows/keys.ts'
import type { Transaction } from '../../db/pool.ts'
import { hasTag } from '../../engine/step.ts'
import { enterBlob } from '../../files/blob.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import type { Lang } from '../../words/index.ts'
import type { House } from '../house.ts'
import { renderDocx } from './docx/document.ts'
import { type Asking, openFile } from './page-query.ts'
import type { Place } from './place.ts'
import { newestOf, readAttachments, readProof } from './proof.ts'
import { contentSha256, readFile } from './read-file.ts'
import type { Readers } from './readers.ts'

/** Seconds after which what the sweep took in between may be asked for again. */
const SOON = 1

/**
 * Makes the file of which a placing is about, with everything that goes with it, and keeps it before the act: the act names it, and refuses
 * where it no longer is what would be made then. Gives its id; null where the machine takes no placing now, and the act says why.
 */
export const prepareUpload = async (
  house: House,
  readers: Readers,
  asking: Asking,
  place: Place,
  lang: Lang,
): Promise<string | null> => {
  const { opened } = await openFile(house, asking, place, 'file.upload')
  const { root, seat } = place
  const { view, season } = opened
  const thing = view.get(seatKey(seat))
  if (thing === undefined || !hasTag(house.workflow, thing, 'proofWritable')) return null
  const { model } = await readFile(house.db, readers, { root, seat, view, season, own: true })
  const content = contentSha256(model)
  const bytes = await renderDocx(model, content, lang)
  const { sha256 } = await house.files.put(once(bytes), { maxBytes: bytes.length })
  const received = { sha256, bytes: bytes.length, kind: 'docx', name: '', locked: false } as const
  const id = house.newId()
  const entered = await house.db.transaction().execute(async tx => {
    const outcome = await enterBlob(tx, house.files, received)
    if (outcome !== 'entered') return outcome
    const proof = await readProof(tx, place)
    const attachments = await readAttachments(tx, place)
    await forgetUnnamed(tx, place, asking.at)
    await tx
      .insertInto('final_file')
      .values({
        ...{ id, root, seat, sha256, lang, at: asking.at, author: asking.person, content_sha256: content },
        proof: proof.version === 0 ? null : proof.version,
        screenshot: newestOf(attachments, 'screenshot')?.id ?? null,
        scan: newestOf(attachments, 'scan')?.id ?? null,
      })
      .execute()
    return outcome
  })
  return entered === 'entered' ? id : throwProblem(problem('busy', { retryAfterSeconds: SOON }))
}

/** An act lasts seconds: what none has named an hour later was prepared for one that was refused. */
const forgetUnnamed = async (tx: Transaction, { root, seat }: Place, at: string) => {
  const before = Temporal.Instant.from(at).subtract({ hours: 1 }).toString({ fractionalSecondDigits: 3 })
  await sql`
    DELETE FROM final_file WHERE root = ${root}::uuid AND seat = ${seat} AND at < ${before}::timestamptz AND NOT EXISTS (
      SELECT 1 FROM history h
      WHERE h.root = final_file.root AND h.key = ${seatKey(seat)} AND h.event->>'upload' = final_file.id::text
    )
  `.execute(tx)
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes
}
