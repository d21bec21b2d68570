import { rootKey, seatKey } from '../../../workflows/keys.ts'
import type { Role } from '../../../workflows/permissions.ts'
import type { SeasonDefinition } from '../../../workflows/season.ts'
import { seatIn } from '../../../workflows/view.ts'
import type { Transaction } from '../../db/pool.ts'
import { type Permit, writeContent } from '../../engine/content.ts'
import { hasTag } from '../../engine/step.ts'
import type { View } from '../../engine/workflow.ts'
import { mayHere } from '../access/authorize.ts'
import { seasonOf } from '../access/open.ts'
import { standingsOf } from '../access/standings.ts'
import type { House } from '../house.ts'
import { keepText, sha256 } from '../keep-text.ts'
import { type Content, loadContent } from './content.ts'
import type { Place } from './place.ts'

/** Who writes into which package, when; with an idempotency key, and the reasons that go with it (empty where there are none). */
export type Writer = Place & {
  readonly person: string
  readonly at: string
  readonly once: string
  readonly reason: string
  readonly behalf: string
}

/** Why nothing was written. */
export type WriteRefusal =
  | { readonly why: 'absent' | 'forbidden' | 'unreasoned' | 'reasonNeeded' | 'closed' | 'keyReused' }
  | { readonly why: 'noWord' | 'alreadySent' | 'gone' | 'erased' | 'tooMany' }
  | { readonly why: 'unknown'; readonly field: 'slot' | 'factors' | 'programme' }
  /** The page had seen an earlier version; `what` and `name` and `at` tell of the newer one. */
  | {
      readonly why: 'outrun'
      readonly what: 'file' | 'programme' | 'factors'
      readonly name: string | null
      readonly at: string | null
    }

export type Written<Done> = { readonly done: Done } | { readonly refused: WriteRefusal }

/** `body`: what the idempotency key stands for. `sentToo`: it may be done while the package lies with the partner, with a reason. */
type Kind = { readonly body: readonly unknown[]; readonly sentToo?: boolean }

/** What a deed is given: the package as it is under its lock. */
export type Desk = {
  /** The instant of this write: the request's, but never before the last return. A slow upload may have begun before. */
  readonly at: string
  /** The seat's last history row. */
  readonly n: number
  readonly season: SeasonDefinition
  readonly content: Content
  /** Stores the reasons that came with the write, and gives their ids. To be called once nothing can be refused any more. */
  readonly keepReasons: () => Promise<{ reason: string | null; behalf: string | null }>
}

type WriteHouse = Pick<House, 'db' | 'workflow' | 'seasons' | 'newId' | 'newSalt'>

const hours48 = { hours: 48 }
const ownRoles: ReadonlySet<Role> = new Set(['head', 'schoolCoordinator', 'helper'])

/**
 * Writes into a package: one transaction, under the partnership's lock (shared) and the seat's own, so that two people never cross. The
 * same key gives the first answer. A refusal writes nothing.
 */
export const writePackage = async <Done extends object>(
  house: WriteHouse,
  writer: Writer,
  { body, sentToo = false }: Kind,
  deed: (tx: Transaction, desk: Desk) => Promise<Written<Done>>,
): Promise<Written<Done>> => {
  const { root, seat, person, at } = writer
  const where = { root, key: seatKey(seat), tag: 'packageWritable', at }
  const write = async (tx: Transaction, { writable, view, parent }: Permit): Promise<Written<Done>> => {
    const verdict = mayHere(view, await standingsOf(tx, person, root), 'package.write', seat)
    if (typeof verdict === 'string') return refused(verdict)
    await lockSeat(tx, writer)
    const first = await firstAnswer(tx, writer, body)
    if (first !== null) return first.same ? { done: first.answer as Done } : refused('keyReused')
    const mode = writable ? 'preparing' : isReplaceable(house, view, seat) ? 'sent' : null
    if (mode === null) return refused('closed')
    if (!ownRoles.has(verdict.as) && writer.behalf.trim() === '') return refused('unreasoned')
    if (mode === 'sent' && !sentToo) return refused('alreadySent')
    if (mode === 'sent' && writer.reason.trim() === '') return refused('reasonNeeded')
    const content = await loadContent(tx, writer)
    const n = view.get(seatKey(seat))?.touched ?? 0
    if (content === null || parent === null) return refused('absent')
    const keepReasons = async () => ({
      reason: mode === 'sent' ? await keepText(tx, house, writer, writer.reason) : null,
      behalf: ownRoles.has(verdict.as) ? null : await keepText(tx, house, writer, writer.behalf),
    })
    const season = await seasonOf(tx, house.seasons, parent)
    const written = await deed(tx, { at: instantOf(view, writer), n, content, season, keepReasons })
    if ('done' in written) await keepAnswer(tx, writer, body, written.done)
    return written
  }
  return (await writeContent(house.db, house.workflow, where, write)) ?? refused('absent')
}

const instantOf = (view: View, { at, seat }: Writer): string => {
  const returned = seatIn(view, seat).context.packageReturn?.at
  return returned !== undefined && returned > at ? returned : at
}

/** A refusal without particulars. */
export const refused = (why: Exclude<WriteRefusal['why'], 'unknown' | 'outrun'>): { refused: WriteRefusal } => ({
  refused: { why },
})

const isReplaceable = ({ workflow }: WriteHouse, view: View, seat: number): boolean => {
  const own = view.get(rootKey)
  const thing = view.get(seatKey(seat))
  return (
    own !== undefined &&
    thing !== undefined &&
    hasTag(workflow, own, 'open') &&
    hasTag(workflow, thing, 'packageReplaceable')
  )
}

const lockSeat = (tx: Transaction, { root, seat }: Place) =>
  tx
    .selectFrom('seat_school')
    .select('seat')
    .where('root', '=', root)
    .where('seat', '=', seat)
    .forNoKeyUpdate()
    .execute()

const bodySha256 = ({ root, seat, reason, behalf }: Writer, body: readonly unknown[]) =>
  sha256(JSON.stringify([root, seat, reason, behalf, ...body]))

const firstAnswer = async (tx: Transaction, writer: Writer, body: readonly unknown[]) => {
  const row = await tx
    .selectFrom('first_answer')
    .select(['body_sha256', 'answer'])
    .where('person', '=', writer.person)
    .where('key', '=', writer.once)
    .executeTakeFirst()
  return row === undefined ? null : { same: row.body_sha256 === bodySha256(writer, body), answer: row.answer }
}

const keepAnswer = (tx: Transaction, writer: Writer, body: readonly unknown[], answer: object) =>
  tx
    .insertInto('first_answer')
    .values({
      person: writer.person,
      key: writer.once,
      body_sha256: bodySha256(writer, body),
      answer: JSON.stringify(answer),
      kept_until: Temporal.Instant.from(writer.at).add(hours48).toString({ fractionalSecondDigits: 3 }),
    })
    .execute()
