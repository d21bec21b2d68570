import { sql } from 'kysely'
import type { Database, Transaction } from '../../db/pool.ts'
import { keyOf, type Place } from './place.ts'
import { type Part, presentOf, type Reply, type Version } from './rules.ts'

type Reader = Database | Transaction

/** A recommendation at one version, as a sending holds it. */
export type ItemVersion = { readonly item: string; readonly version: number }

/** One act on a list, as history holds it. `versions`: what was sent, in the list's order. */
export type ListAct = {
  readonly n: number
  readonly hash: string
  readonly at: string
  readonly type: 'recommendations.send' | 'recommendations.answer'
  readonly name: string | null
  readonly role: string
  readonly versions: readonly ItemVersion[]
  readonly sha256: string | null
}

/** Everything that was done with a list, oldest first. */
export const listActs = async (db: Reader, place: Place): Promise<ListAct[]> => {
  const { rows } = await sql<ListAct>`
    SELECT h.n, h.hash, h.at, h.event->>'type' AS type, p.name, h.actor->>'role' AS role,
      coalesce(h.event->'facts'->'versions', '[]') AS versions, h.event->'facts'->>'sha256' AS sha256
    FROM history h LEFT JOIN person p ON p.id = (h.actor->>'person')::uuid
    WHERE h.root = ${place.root}::uuid AND h.key = ${keyOf(place)} AND h.event->>'type' LIKE 'recommendations.%'
    ORDER BY h.n
  `.execute(db)
  return rows
}

/** What was sent of a list, and when: the sendings, oldest first. */
export const sendingsOf = (acts: readonly ListAct[]): ListAct[] =>
  acts.filter(({ type }) => type === 'recommendations.send')

/** One recommendation with all that its reader may know of it, versions in the order of their writing. */
export type Item = {
  readonly id: string
  /** The form whose private note it was begun from; null for everybody but its own school. */
  readonly note: string | null
  readonly item: readonly Version<'item'>[]
  readonly answer: readonly Version<'answer'>[]
  readonly dispute: readonly Version<'dispute'>[]
}

type Row = Version & { readonly place: number; readonly note: string | null }

// A part's versions hold what is said in that part: the write checked it.
const versionsIn = <P extends Part>(rows: readonly Row[], part: P): Version<P>[] =>
  rows.filter(row => row.part === part).map(({ place: _place, note: _note, ...version }) => version as Version<P>)

/**
 * A list's recommendations in their order. `all` for the school that writes it; else only the versions that were sent. Of wordings that
 * were not taken everybody gets their own alone.
 */
export const readItems = async (
  db: Reader,
  place: Place,
  reader: string,
  seen: 'all' | readonly ItemVersion[],
): Promise<Item[]> => {
  const sent = JSON.stringify(seen === 'all' ? [] : seen)
  const { rows } = await sql<Row>`
    SELECT v.id, v.recommendation AS item, v.part, v.version, v.fate, v.said, v.body, v.at, v.author, p.name, v.client,
      v.settled_at IS NOT NULL AS settled, r.place, CASE WHEN ${seen === 'all'} THEN r.note END AS note
    FROM recommendation r JOIN recommendation_version v ON v.recommendation = r.id JOIN person p ON p.id = v.author
    WHERE r.root = ${place.root}::uuid AND r.assignment = ${keyOf(place)} AND (v.fate = 'kept' OR v.author = ${reader}::uuid)
      AND (${seen === 'all'} OR v.part <> 'item' OR EXISTS (
        SELECT FROM jsonb_to_recordset(${sent}::jsonb) AS sent(item uuid, version integer)
        WHERE sent.item = v.recommendation AND sent.version = v.version AND v.fate = 'kept'
      ))
    ORDER BY r.place, r.id, v.at, v.version, v.id
  `.execute(db)
  return [...Map.groupBy(rows, ({ item }) => item)].map(([id, of]) => ({
    id,
    note: of[0]?.note ?? null,
    item: versionsIn(of, 'item'),
    answer: versionsIn(of, 'answer'),
    dispute: versionsIn(of, 'dispute'),
  }))
}

/** A recommendation that stands in the list now, at its present version. */
export type Standing = { readonly item: Item; readonly version: Version<'item'> }

/** The list as it stands: what was taken out is no part of it. */
export const standingOf = (items: readonly Item[]): Standing[] =>
  items.flatMap(item => {
    const version = presentOf(item.item)
    return version === null || version.said.removed ? [] : [{ item, version }]
  })

/** What was taken out of the list, to be brought back. */
export const removedOf = (items: readonly Item[]): Standing[] =>
  items.flatMap(item => {
    const version = presentOf(item.item)
    return version?.said.removed ? [{ item, version }] : []
  })

/** What a sending was of, at the very versions that were sent. */
export const sentOf = (items: readonly Item[], versions: readonly ItemVersion[]): Standing[] =>
  versions.flatMap(sent => {
    const item = items.find(({ id }) => id === sent.item)
    const version = item?.item.find(it => it.fate === 'kept' && it.version === sent.version)
    return item === undefined || version === undefined ? [] : [{ item, version }]
  })

/** How a recommendation was answered; null while it was not. */
export const replyOf = ({ answer }: Item): Reply | null => presentOf(answer)?.said.answer ?? null
