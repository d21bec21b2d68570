import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import type { House } from '../house.ts'
import { documentName, type Programme, programmesNamed, type ReadProgrammes, slotsOf } from './documents.ts'
import { answerFacts, sendFacts } from './facts.ts'
import { type Note, notesOf } from './notes.ts'
import { mayNow, type OpenedList } from './open-list.ts'
import {
  type Item,
  type ListAct,
  listActs,
  readItems,
  removedOf,
  type Standing,
  sendingsOf,
  sentOf,
  standingOf,
} from './read-list.ts'
import { latesOf, type Part, parts, undecidedOf, type Version } from './rules.ts'

/** A private note beside the list; `taken`: a recommendation that stands in the list was begun from it. */
export type ShownNote = Note & { readonly taken: boolean }

/** A wording of the reader's own that was not taken. */
export type Untaken = { readonly item: string; readonly part: Part; readonly version: Version }

/** A list as its page shows it to this reader: what they may not read is not looked at. */
export type ListPage = {
  readonly list: OpenedList
  readonly writer: string
  readonly receiver: string
  /** The slots that a recommendation may be about, and the programmes' titles by which slots are called. */
  readonly slots: readonly string[]
  readonly programmes: readonly Programme[]
  /** All that the reader may know of, whether it stands in the list or not. */
  readonly items: readonly Item[]
  /** For the writing school: the list as it stands, what was taken out of it, its private notes. */
  readonly draft: readonly Standing[] | null
  readonly removed: readonly Standing[]
  readonly notes: readonly ShownNote[]
  /** What was sent, the last sending first, each at the very versions that were sent. */
  readonly sendings: readonly { readonly act: ListAct; readonly items: readonly Standing[] }[]
  /** The sending that stands, and the last time that its receiver said that all is answered. */
  readonly answered: ListAct | null
  readonly missing: readonly string[]
  readonly unanswered: number
  readonly undecided: readonly Untaken[]
  readonly lates: readonly Untaken[]
  readonly acts: { readonly send: 'now' | 'missing' | null; readonly answer: 'now' | 'missing' | null }
}

const schoolNames = async (db: Database, root: string): Promise<ReadonlyMap<number, string>> => {
  const { rows } = await sql<{ seat: number; name: string }>`
    SELECT ss.seat, s.name FROM seat_school ss JOIN school s ON s.id = ss.school WHERE ss.root = ${root}::uuid
  `.execute(db)
  return new Map(rows.map(({ seat, name }) => [seat, name]))
}

const untaken = (items: readonly Item[], find: (versions: readonly Version[]) => readonly Version[]): Untaken[] =>
  items.flatMap(item => parts.flatMap(part => find(item[part]).map(version => ({ item: item.id, part, version }))))

/** The titles by which the page calls its documents: those that may be chosen, and those that were chosen once. */
const titlesOf = async (
  { db }: Pick<House, 'db'>,
  { place }: OpenedList,
  known: readonly Programme[],
  slots: readonly (string | null)[],
): Promise<Programme[]> => {
  const ids = new Set(known.map(({ id }) => id))
  const others = slots.filter(slot => slot !== null && !ids.has(slot.split('/')[1] ?? ''))
  return [...known, ...(await programmesNamed(db, place, others))]
}

export const listPageOf = async (
  house: House,
  readProgrammes: ReadProgrammes,
  list: OpenedList,
  reader: string,
  at: string,
): Promise<ListPage> => {
  const { db } = house
  const { place, side, opened, writable } = list
  const own = side === 'writer'
  const schools = await schoolNames(db, place.root)
  const acts = await listActs(db, place)
  const sendings = sendingsOf(acts)
  const items = await readItems(db, place, reader, own ? 'all' : sendings.flatMap(({ versions }) => versions))
  const known = own ? await readProgrammes(db, place, opened.view) : []
  const notes = own && writable.item ? await notesOf(db, place, opened.season.criteria) : []
  const draft = standingOf(items)
  const slots = items.flatMap(item => item.item.map(version => version.said.document))
  const [sending, answering] = [await sendFacts(db, place, opened.view), await answerFacts(db, place)]
  const actNow = (act: 'recommendations.send' | 'recommendations.answer', facts: object & { missing: string[] }) => {
    if (opened.may(act, place.reviewer) === null) return null
    if (mayNow(house, list, { type: act, facts }, at)) return 'now'
    return facts.missing.length > 0 ? 'missing' : null
  }
  return {
    list,
    writer: schools.get(place.reviewer) ?? '',
    receiver: schools.get(place.reviewed) ?? '',
    slots: slotsOf(opened.season, known),
    programmes: await titlesOf(house, list, known, [...slots, ...notes.map(({ document }) => document)]),
    items,
    draft: own ? draft : null,
    removed: own && writable.item ? removedOf(items) : [],
    notes: notes.map(note => ({ ...note, taken: draft.some(({ item }) => item.note === note.form) })),
    sendings: sendings.map(act => ({ act, items: sentOf(items, act.versions) })).reverse(),
    answered: acts.findLast(({ type }) => type === 'recommendations.answer') ?? null,
    missing: own ? sending.missing : [],
    unanswered: answering.unanswered,
    undecided: untaken(items, versions => [undecidedOf(versions, reader) ?? []].flat()).filter(it => writable[it.part]),
    lates: untaken(items, versions => latesOf(versions, reader)),
    acts: {
      send: writable.item ? actNow('recommendations.send', sending) : null,
      answer: side === 'receiver' && writable.answer ? actNow('recommendations.answer', answering) : null,
    },
  }
}

/** What a recommendation is about, as the page calls it. */
export const nameIn =
  (lang: Parameters<typeof documentName>[0], { list, programmes }: Pick<ListPage, 'list' | 'programmes'>) =>
  (slot: string | null): string =>
    documentName(lang, list.opened.season, programmes, slot)
