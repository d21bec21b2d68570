import { sql } from 'kysely'
import type { Transaction } from '../../db/pool.ts'
import { type Permit, writeContent } from '../../engine/content.ts'
import { mayHere } from '../access/authorize.ts'
import { standingsOf } from '../access/standings.ts'
import type { House } from '../house.ts'
import { isReceiver, isWritable } from './open-list.ts'
import { keyOf, type Place } from './place.ts'
import { listActs, sendingsOf } from './read-list.ts'
import { decide, type Part, type Version, type Write, wordingSha256 } from './rules.ts'

/** A write with where and when. `note`: the form whose private note a new recommendation is begun from. */
export type Save<P extends Part = Part> = Write<P> & {
  readonly place: Place
  readonly note: string | null
  readonly at: string
}

export type SaveOutcome =
  | { readonly is: 'absent' | 'forbidden' | 'keyReused' }
  /** Null: nothing stands there, and nothing was said. */
  | { readonly is: 'saved'; readonly version: Version | null }
  /** Both texts are there, and `yours` is kept for its author alone. */
  | { readonly is: 'outrun' | 'late'; readonly theirs: Version | null; readonly yours: Version }

type WriteHouse = Pick<House, 'db' | 'workflow' | 'newId' | 'newSalt'>

/** Saves one part of a recommendation over the version that its writer saw: one transaction, under the partnership's lock and the list's own. */
export const saveLine = async (house: WriteHouse, save: Save): Promise<SaveOutcome> => {
  const { place, part, at } = save
  const tag = part === 'item' ? 'recommendationsWritable' : 'answerable'
  const outcome = await writeContent(
    house.db,
    house.workflow,
    { root: place.root, key: keyOf(place), tag, at },
    async (tx, { view }): Promise<SaveOutcome> => {
      const refused = await refusalOf(tx, view, save)
      if (refused !== null) return { is: refused }
      await lockList(tx, place)
      if (!(await isThere(tx, save))) return { is: 'absent' }
      const decision = decide(await versionsFor(tx, save), save, isWritable(house, view, place, part))
      switch (decision.is) {
        case 'keyReused':
        case 'saved':
          return decision
        case 'write':
          return { is: 'saved', version: await keep(tx, house, save, 'kept') }
        default: {
          const yours = decision.yours ?? (await keep(tx, house, save, decision.is))
          return { is: decision.is, theirs: decision.theirs, yours }
        }
      }
    },
  )
  return outcome ?? { is: 'absent' }
}

/** Decided before anything of the list is read. */
const refusalOf = async (tx: Transaction, view: Permit['view'], { place, part, person }: Save) => {
  const standings = await standingsOf(tx, person, place.root)
  const action = part === 'item' ? 'recommendations.write' : 'recommendations.reply'
  const verdict = mayHere(view, standings, action, place.reviewer)
  if (typeof verdict === 'string') return verdict
  return part === 'item' || isReceiver({ standings }, place) ? null : 'forbidden'
}

/** Two writers of one list never cross; whoever decides holds the partnership, so that the two never cross either. */
export const lockList = (tx: Transaction, place: Place) =>
  tx
    .selectFrom('thing')
    .select('key')
    .where('root', '=', place.root)
    .where('key', '=', keyOf(place))
    .forNoKeyUpdate()
    .execute()

/** A recommendation is begun by its first write; answers and disputes are about what was sent. */
const isThere = async (tx: Transaction, { place, item, part, base, note }: Save): Promise<boolean> => {
  const row = await tx
    .selectFrom('recommendation')
    .select(['root', 'assignment'])
    .where('id', '=', item)
    .executeTakeFirst()
  if (row !== undefined && (row.root !== place.root || row.assignment !== keyOf(place))) return false
  if (part !== 'item')
    return row !== undefined && sendingsOf(await listActs(tx, place)).some(({ versions }) => has(versions, item))
  if (row === undefined && base > 0) return false
  if (row === undefined) await begin(tx, place, item, note)
  return true
}

const has = (versions: readonly { readonly item: string }[], item: string) =>
  versions.some(version => version.item === item)

const begin = (tx: Transaction, place: Place, id: string, note: string | null) =>
  sql`
    INSERT INTO recommendation (id, root, assignment, place, note)
    SELECT ${id}::uuid, ${place.root}::uuid, ${keyOf(place)}, coalesce(max(place), 0) + 1, ${note}
    FROM recommendation WHERE root = ${place.root}::uuid AND assignment = ${keyOf(place)}
  `.execute(tx)

const columns = ['v.id', 'v.recommendation as item', 'part', 'version', 'fate', 'said', 'body', 'at', 'author'] as const

/** All versions of the part, and what the client id wrote before, wherever that was. */
const versionsFor = async (tx: Transaction, { item, part, client, person }: Save): Promise<Version[]> => {
  const rows = await tx
    .selectFrom('recommendation_version as v')
    .innerJoin('person', 'person.id', 'v.author')
    .select([...columns, 'client', 'settled_at', 'name'])
    .where(({ and, or, eb }) =>
      or([
        and([eb('v.recommendation', '=', item), eb('part', '=', part)]),
        and([eb('author', '=', person), eb('client', '=', client)]),
      ]),
    )
    .orderBy('at')
    .orderBy('v.id')
    .execute()
  return rows.map(({ settled_at, ...row }) => ({ ...row, settled: settled_at !== null }) as Version)
}

const keep = async (
  tx: Transaction,
  { newId, newSalt }: WriteHouse,
  { item, part, wording, base, client, person, at }: Save,
  fate: Version['fate'],
): Promise<Version> => {
  const [id, salt, version] = [newId(), newSalt(), base + 1]
  const { said, body } = wording
  await tx
    .insertInto('recommendation_version')
    .values({
      id,
      recommendation: item,
      part,
      version,
      fate,
      said: JSON.stringify(said),
      body,
      salt,
      sha256: wordingSha256(salt, wording),
      at,
      author: person,
      client,
    })
    .execute()
  return { id, item, part, version, fate, said, body, at, author: person, name: null, client, settled: false }
}
