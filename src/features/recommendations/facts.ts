import { sql } from 'kysely'
import type { Act } from '../../../workflows/stale-after.ts'
import { meetingIn, partnershipIn } from '../../../workflows/view.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import { canonical, sha256 } from '../../engine/chain.ts'
import type { Asked } from '../../engine/dispatch.ts'
import type { View } from '../../engine/workflow.ts'
import type { FactsReader } from '../facts.ts'
import { keyOf, type Place } from './place.ts'
import { type ItemVersion, listActs, sendingsOf } from './read-list.ts'

const placeIn = ({ root, view, command: { key } }: Asked): Place => {
  const assignment = partnershipIn(view).assignments.find(pairing => keyOf(pairing) === key)
  if (assignment === undefined) throw new Error(`«${key}» is no assignment of this partnership`)
  return { root, ...assignment }
}

/** The list as it stands, in its order, at its present versions, with the salted hash of what each says. */
const standing = async (db: Database | Transaction, place: Place): Promise<(ItemVersion & { sha256: string })[]> => {
  const { rows } = await sql<ItemVersion & { sha256: string }>`
    SELECT r.id AS item, v.version, v.sha256
    FROM recommendation r JOIN LATERAL (
      SELECT version, sha256, said FROM recommendation_version
      WHERE recommendation = r.id AND part = 'item' AND fate = 'kept' ORDER BY version DESC LIMIT 1
    ) v ON true
    WHERE r.root = ${place.root}::uuid AND r.assignment = ${keyOf(place)} AND NOT (v.said->>'removed')::boolean
    ORDER BY r.place, r.id
  `.execute(db)
  return rows
}

/** What a sending would be of, and what stands against it as codes: an empty list, a meeting neither held nor recorded as not held (rules 19). */
export const sendFacts = async (db: Database | Transaction, place: Place, view: View) => {
  const items = await standing(db, place)
  const meetingSettled = meetingIn(view).settledAt !== null
  return {
    items: items.length,
    meetingSettled,
    sha256: sha256(canonical({ items })),
    versions: items.map(({ item, version }) => ({ item, version })),
    missing: [...(items.length === 0 ? ['items'] : []), ...(meetingSettled ? [] : ['meeting'])],
  }
}

/** How many of the recommendations that were last sent have no answer yet. */
export const answerFacts = async (db: Database | Transaction, place: Place) => {
  const sent = sendingsOf(await listActs(db, place)).at(-1)?.versions ?? []
  const { rows } = await sql<{ item: string }>`
    SELECT DISTINCT recommendation AS item FROM recommendation_version
    WHERE part = 'answer' AND fate = 'kept' AND recommendation = ANY(${sent.map(({ item }) => item)}::uuid[])
  `.execute(db)
  const answered = new Set(rows.map(({ item }) => item))
  const open = sent.filter(({ item }) => !answered.has(item)).map(({ item }) => item)
  return { unanswered: open.length, missing: open.map(item => `item/${item}`) }
}

const send: FactsReader = (tx, asked) => sendFacts(tx, placeIn(asked), asked.view)
const answer: FactsReader = (tx, asked) => answerFacts(tx, placeIn(asked))

/** Facts of the acts on a list of recommendations. */
export const facts = { 'recommendations.send': send, 'recommendations.answer': answer } satisfies Partial<
  Record<Act, FactsReader>
>
