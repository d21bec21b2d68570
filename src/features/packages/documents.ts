import { seatIn } from '../../../workflows/view.ts'
import type { Transaction } from '../../db/pool.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import { openPartnership } from '../access/open.ts'
import type { House } from '../house.ts'
import { keepText } from '../keep-text.ts'
import { doOnce, type Once } from '../once.ts'
import { loadContent, type Version } from './content.ts'
import type { Reader } from './package-view.ts'
import { readerOf } from './page-query.ts'
import type { Place } from './place.ts'
import { packageActs, seenByPartner } from './sendings.ts'

type Asking = { readonly person: string; readonly at: string }
type DocumentPlace = { readonly root: string; readonly document: string }

/** What stands between a reader and the bytes of a version that they may know of. */
type Hurdle = 'notOpened' | 'hiddenFile' | 'erasedFile'

/** `known`: the ids of all versions of the same slot that the reader may know of. */
export type Found = Place & {
  readonly version: Version
  readonly known: readonly string[]
  readonly reader: Reader
  readonly hurdle: Hurdle | null
}

/**
 * A version by its id, if it is the reader's to know of; otherwise the request ends as if there were none. A reviewer knows of what was sent,
 * and has it once the package is opened: until then its school may recall it.
 */
export const findDocument = async (
  house: House,
  { person, at }: Asking,
  { root, document }: DocumentPlace,
): Promise<Found> => {
  const opened = await openPartnership(house, person, root, at)
  const row = await house.db
    .selectFrom('document')
    .select('seat')
    .where('id', '=', document)
    .where('root', '=', root)
    .executeTakeFirst()
  const read = row && readerOf(opened, row.seat)
  if (row === undefined || !read) return throwProblem(problem('not-found'))
  const place = { root, seat: row.seat }
  const versions = (await loadContent(house.db, place))?.versions ?? []
  const known = read.reader === 'reviewer' ? seenByPartner(await packageActs(house.db, place), versions) : versions
  const version = known.find(({ id }) => id === document)
  if (version === undefined) return throwProblem(problem('not-found'))
  const unopened = seatIn(opened.view, row.seat).value.package === 'sent'
  return {
    ...place,
    version,
    known: known.filter(({ slot }) => slot === version.slot).map(({ id }) => id),
    reader: read.reader,
    hurdle: hurdleOf(version, read.reader, unopened),
  }
}

const hurdleOf = ({ erased, flag }: Version, reader: Reader, unopened: boolean): Hurdle | null => {
  if (erased) return 'erasedFile'
  if (reader !== 'reviewer') return null
  if (unopened) return 'notOpened'
  return flag === null ? null : 'hiddenFile'
}

/** Who got which file when (rules 24). */
export const noteDownload = async ({ db, newId }: House, { person, at }: Asking, document: string): Promise<void> => {
  await db.insertInto('document_download').values({ id: newId(), document, at, person }).execute()
}

/**
 * Hides a version from everyone but its school until it is replaced (rules 24). The first flag counts; the school's own people replace a
 * file and need no flag. The same key is one flag, with another reason it is refused.
 */
export const flagDocument = async (
  house: House,
  asking: Asking,
  place: DocumentPlace,
  reason: string,
  once: Once,
): Promise<Place> => {
  const { version, reader, hurdle, known: _, ...seat } = await findDocument(house, asking, place)
  if (reader === 'school') return throwProblem(problem('forbidden'))
  if (hurdle === 'notOpened') return throwProblem(problem('not-found'))
  const flag = async (tx: Transaction) => {
    if (version.flag !== null) return { done: {} }
    const text = await keepText(tx, house, { root: place.root, ...asking }, reason)
    const row = { document: version.id, at: asking.at, author: asking.person, reason: text }
    await tx
      .insertInto('document_flag')
      .values(row)
      .onConflict(conflict => conflict.doNothing())
      .execute()
    return { done: {} }
  }
  const outcome = await house.db.transaction().execute(tx => doOnce(tx, asking.person, once, () => flag(tx)))
  return 'keyReused' in outcome ? throwProblem(problem('key-reused')) : seat
}
