import { enterBlob } from '../../files/blob.ts'
import type { Received } from '../../files/receive.ts'
import type { CommandHouse } from './commands.ts'
import { outrunFile } from './outrun.ts'
import { currentOf, slotsOf } from './rules.ts'
import { refused, type Writer, type Written, writePackage } from './write-package.ts'

/** A file's new version, as whoever put it in is told. */
type FiledVersion = {
  readonly document: string
  readonly slot: string
  readonly version: number
  readonly sha256: string
  readonly bytes: number
  readonly kind: string
  readonly filename: string
  readonly locked: boolean
  readonly at: string
}

/** More versions of one slot than anybody has needed; a program that runs wild stops here. */
const MOST_VERSIONS = 100

/**
 * Makes a received file the next version of its slot, over the version that the page had seen (0: none yet). Earlier versions stay. After the
 * sending it needs a reason. The bytes were kept before and are swept away if this refuses.
 */
export const fileVersion = (
  house: CommandHouse,
  writer: Writer,
  { slot, base, received }: { readonly slot: string; readonly base: number; readonly received: Received },
): Promise<Written<FiledVersion>> => {
  const { sha256, bytes, kind, locked, name: filename } = received
  const body = ['file', slot, base, sha256, filename]
  return writePackage(house, writer, { body, sentToo: true }, async (tx, { at, n, content, season, keepReasons }) => {
    if (content.privacy === null) return refused('noWord')
    if (!slotsOf(season, content).some(known => known.slot === slot))
      return { refused: { why: 'unknown', field: 'slot' } }
    const now = currentOf(content, slot)?.version ?? 0
    if (now !== base) return outrunFile(content, slot)
    if (now >= MOST_VERSIONS) return refused('tooMany')
    const entered = await enterBlob(tx, house.files, received)
    if (entered !== 'entered') return refused(entered)
    const { root, seat, person } = writer
    const document = house.newId()
    const version = base + 1
    const reasons = await keepReasons()
    await tx
      .insertInto('document')
      .values({ id: document, root, seat, slot, version, sha256, filename, at, author: person, n, ...reasons })
      .execute()
    return { done: { document, slot, version, sha256, bytes, kind, filename, locked, at } }
  })
}
