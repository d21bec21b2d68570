import { meetingKey } from '../../../workflows/keys.ts'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import { writeContent } from '../../engine/content.ts'
import { mayHere } from '../access/authorize.ts'
import { standingsOf } from '../access/standings.ts'
import type { House } from '../house.ts'
import { keepText, sha256 } from '../keep-text.ts'
import { isMember, presentSeats, tidy } from './rules.ts'

/** One wording of the minutes. `name` is null where the author was erased, `body` where the text was blanked. */
export type Minutes = {
  readonly id: string
  readonly version: number
  readonly body: string | null
  readonly at: string
  readonly author: string
  readonly name: string | null
  readonly seat: SeatNo
  readonly behalf: string | null
}

/** Who writes what over which version; `client` makes a write that arrives twice one write. `behalf` is empty for a school's own people. */
export type MinutesWrite = {
  readonly root: string
  readonly seat: SeatNo
  readonly body: string
  readonly base: number
  readonly client: string
  readonly person: string
  readonly at: string
  readonly behalf: string
}

export type MinutesOutcome =
  | { readonly is: 'absent' | 'forbidden' | 'unreasoned' | 'keyReused' }
  | { readonly is: 'saved'; readonly minutes: Minutes }
  /** Somebody was faster, or nothing may be written any more: both texts are there, and `yours` is kept for its author alone. */
  | { readonly is: 'outrun' | 'late'; readonly theirs: Minutes | null; readonly yours: Minutes }

const columns = (db: Database | Transaction) =>
  db
    .selectFrom('minutes_version as it')
    .innerJoin('person', 'person.id', 'it.author')
    .leftJoin('reason', 'reason.id', 'it.behalf')
    .select(['it.id', 'it.version', 'it.body', 'it.at', 'it.author', 'person.name', 'it.seat', 'reason.body as behalf'])

/** The wording that stands, whether it was recorded or not. */
export const lastVersion = (db: Database | Transaction, root: string): Promise<Minutes | undefined> =>
  columns(db)
    .where('it.root', '=', root)
    .where('it.fate', '=', 'kept')
    .orderBy('it.version', 'desc')
    .limit(1)
    .executeTakeFirst()

/** The wording that was recorded. */
export const recordedVersion = async (db: Database, root: string, version: number): Promise<Minutes | null> =>
  (await columns(db)
    .where('it.root', '=', root)
    .where('it.fate', '=', 'kept')
    .where('it.version', '=', version)
    .executeTakeFirst()) ?? null

/** Every wording, newest first, with those of `person` that were not taken. */
export const allVersions = async (db: Database, root: string, person: string) =>
  columns(db)
    .select('it.fate')
    .where('it.root', '=', root)
    .where(or => or.or([or('it.fate', '=', 'kept'), or('it.author', '=', person)]))
    .orderBy('it.at', 'desc')
    .orderBy('it.version', 'desc')
    .execute()

/**
 * Saves the minutes over the version that their writer saw. Any school's people write the one text; who is outrun keeps their own wording, and
 * gets both. A coordinator writes for a school with a reason (rules 12).
 */
export const saveMinutes = async (
  house: Pick<House, 'db' | 'workflow' | 'newId' | 'newSalt'>,
  write: MinutesWrite,
): Promise<MinutesOutcome> => {
  const { root, seat, person, at } = write
  const where = { root, key: meetingKey, tag: 'minutesWritable', at }
  const outcome = await writeContent<MinutesOutcome>(
    house.db,
    house.workflow,
    where,
    async (tx, { writable, view }) => {
      const verdict = mayHere(view, await standingsOf(tx, person, root), 'minutes.write', seat)
      if (typeof verdict === 'string') return { is: verdict }
      if (!presentSeats(view).includes(seat)) return { is: 'forbidden' }
      const isOwn = isMember(verdict.as)
      if (!isOwn && write.behalf.trim() === '') return { is: 'unreasoned' }
      const body = tidy(write.body)
      const first = await firstOf(tx, write)
      if (first !== null) return sameAsFirst(tx, root, first, body)
      const now = (await lastVersion(tx, root)) ?? null
      if (now !== null && now.body === body) return { is: 'saved', minutes: now }
      const behalf = isOwn ? null : await keepText(tx, house, write, write.behalf)
      const taken = writable && (now?.version ?? 0) === write.base && (await keep(tx, house, write, behalf, 'kept'))
      if (taken) return { is: 'saved', minutes: taken }
      const fate = writable ? 'outrun' : 'late'
      const yours = await keep(tx, house, write, behalf, fate)
      // The same write arrived twice at once: the other one has the answer.
      if (yours === null) return { is: 'keyReused' }
      return { is: fate, theirs: (await lastVersion(tx, root)) ?? null, yours }
    },
  )
  return outcome ?? { is: 'absent' }
}

type First = Minutes & { readonly fate: 'kept' | 'outrun' | 'late'; readonly root: string }

const firstOf = async (tx: Transaction, { person, client }: MinutesWrite): Promise<First | null> =>
  (await columns(tx)
    .select(['it.fate', 'it.root'])
    .where('it.author', '=', person)
    .where('it.client', '=', client)
    .executeTakeFirst()) ?? null

const sameAsFirst = async (tx: Transaction, root: string, first: First, body: string): Promise<MinutesOutcome> => {
  if (first.root !== root || first.body !== body) return { is: 'keyReused' }
  if (first.fate === 'kept') return { is: 'saved', minutes: first }
  return { is: first.fate, theirs: (await lastVersion(tx, root)) ?? null, yours: first }
}

/** Writes one version; null where another writer was faster, or the very same write. */
const keep = async (
  tx: Transaction,
  { newId, newSalt }: Pick<House, 'newId' | 'newSalt'>,
  write: MinutesWrite,
  behalf: string | null,
  fate: 'kept' | 'outrun' | 'late',
): Promise<Minutes | null> => {
  const { root, seat, at, client, person } = write
  const [id, salt, body, version] = [newId(), newSalt(), tidy(write.body), write.base + 1]
  const row = { id, root, seat, version, body, at, client, author: person, behalf }
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('minutes_version')
    .values({ ...row, fate, salt, sha256: sha256(salt + body) })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 0n) return null
  return { id, version, body, at, author: person, name: null, seat, behalf: behalf === null ? null : write.behalf }
}
