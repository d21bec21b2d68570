import { type RawBuilder, sql } from 'kysely'
import {
  type Entry,
  type Holder,
  type Holders,
  holdersOf,
  type LetterRules,
  noticeEntries,
  rungEntries,
} from '../../workflows/letters/entries.ts'
import type { LetterRole, SkipReason } from '../../workflows/letters/kinds.ts'
import type { News } from '../../workflows/letters/news.ts'
import type { Transaction } from '../db/pool.ts'
import type { Told } from '../engine/workflow.ts'
import { readHolders } from './holders.ts'

/** Gives the rules of a season by its cycle's id. */
export type RulesOf = (tx: Transaction, cycle: string) => Promise<LetterRules>

type Shape = Omit<Entry, 'school' | 'person'>

/**
 * Entries as columns: thousands of a season differ in nothing but in whose they are, so what they say is sent to the database once (`shapes`), and
 * each row names its shape by place.
 */
export type Wanted = {
  readonly shapes: Shape[]
  readonly shape: number[]
  readonly root: string[]
  readonly school: string[]
  readonly person: (string | null)[]
}

/** A duty of which there is news. `owed`: until some instant. */
export type Owed = { root: string; key: string; why: SkipReason; owed: boolean; at: string }

// What `newsOf` of this workflow made, come back as the engine hands it on.
const isNews = (news: { type: string }): news is News => news.type === 'duty' || news.type === 'notice'

const newsIn = ({ news }: Told): News[] => news.filter(isNews)

const roles: readonly LetterRole[] = [
  'school',
  'curator',
  'municipalCoordinator',
  'regionalCoordinator',
  'federalCoordinator',
]

/** Who holds the roles of one school, and how their days run, as a text: where it is the same, the same entries are wanted. */
const clocksOf = (holders: Holders, school: string, beside: readonly string[]): string =>
  roles
    .map(role =>
      holders(school, role)
        .map(
          ({ zone, week, region, worksAt }) =>
            `${zone} ${week} ${region} ${worksAt.some(each => beside.includes(each)) ? 'beside' : ''}`,
        )
        .join(','),
    )
    .join(';')

/** The holders of a school with their places in place of their ids. */
const byPlace =
  (holders: Holders): Holders =>
  (school, role) =>
    holders(school, role).map((holder, place): Holder => ({ ...holder, person: `${role}/${place}` }))

const personAt = (holders: Holders, school: string, entry: Entry): string | null => {
  if (entry.person === null || entry.role === 'actor') return entry.person
  const place = Number(entry.person.split('/')[1])
  const holder = holders(school, entry.role)[place]
  if (holder === undefined) throw new Error(`Nobody is «${entry.person}» at ${school}`)
  return holder.person
}

/** Works out the entries of news, each sort of news once. */
const createWriter = (holders: Holders) => {
  const known = new Map<string, { entry: Entry; shape: number }[]>()
  const clocks = new Map<string, string>()
  const places = byPlace(holders)
  return (wanted: Wanted, root: string, rules: LetterRules, news: News): void => {
    const { school, beside, ...rest } = news
    const whose = `${school} ${beside.join()}`
    const clock = clocks.get(whose) ?? clocksOf(holders, school, beside)
    clocks.set(whose, clock)
    const sort = `${JSON.stringify(rest)} ${clock}`
    let entries = known.get(sort)
    if (entries === undefined) {
      const made = news.type === 'duty' ? rungEntries(rules, news, places) : noticeEntries(rules, news, places)
      entries = made.map(entry => {
        const { school: _, person: __, ...shape } = entry
        return { entry, shape: wanted.shapes.push(shape) - 1 }
      })
      known.set(sort, entries)
    }
    for (const { entry, shape } of entries) {
      wanted.shape.push(shape)
      wanted.root.push(root)
      wanted.school.push(school)
      wanted.person.push(personAt(holders, school, entry))
    }
  }
}

/** Wanted entries by their places, each with its generation. */
export type Chosen = readonly { place: number; generation: number }[]

/**
 * All entries that this news asks for, by who holds which role just now. `rungs` are those of duties' ladders, at the places that they have among
 * all that is `wanted`; the others are `notices`.
 */
export const wantedFor = async (
  tx: Transaction,
  rulesOf: RulesOf,
  told: readonly Told[],
): Promise<{ duties: Owed[]; wanted: Wanted; rungs: Wanted; notices: Chosen }> => {
  const schools = told.flatMap(one => newsIn(one).map(({ school }) => school))
  const holders: Holders = holdersOf(schools.length === 0 ? [] : await readHolders(tx, schools))
  const all: { root: string; rules: LetterRules; news: News }[] = []
  for (const one of told) {
    const { root, parent } = one
    if (parent === null) continue
    const rules = await rulesOf(tx, parent)
    all.push(...newsIn(one).map(news => ({ root, rules, news })))
  }
  const wanted: Wanted = { shapes: [], shape: [], root: [], school: [], person: [] }
  const write = createWriter(holders)
  const duties: Owed[] = []
  for (const { root, rules, news } of all) {
    if (news.type !== 'duty') continue
    const { key, why, deadline, at } = news
    duties.push({ root, key, why, owed: deadline !== null, at })
    write(wanted, root, rules, news)
  }
  const rungs = { ...wanted, shape: [...wanted.shape] }
  for (const { root, rules, news } of all) if (news.type === 'notice') write(wanted, root, rules, news)
  return { duties, wanted, rungs, notices: allOf(wanted).slice(rungs.shape.length) }
}

/** What wanted entries say, as rows of a query: `s.place` is a shape's place. */
export const shapesAsRows = (shapes: Wanted['shapes']): RawBuilder<unknown> => sql`
  ROWS FROM (jsonb_to_recordset(${JSON.stringify(shapes)}::jsonb) AS (key text, kind text, step integer, role text,
    seat smallint, class text, deadline timestamptz, "openedAt" timestamptz, "sendAt" timestamptz, detail jsonb, state text, reason text))
    WITH ORDINALITY AS s(key, kind, step, role, seat, class, deadline, "openedAt", "sendAt", detail, state, reason, place)`

/** All wanted entries, each in its first generation. */
export const allOf = ({ shape }: Wanted): Chosen => shape.map((_, place) => ({ place, generation: 1 }))

/** Wanted entries as rows of a query: those that are chosen; all of them in their first generation, if none are. */
export const asRows = (wanted: Wanted, chosen: Chosen = allOf(wanted)): RawBuilder<unknown> => {
  const { shapes, shape, root, school, person } = wanted
  const of = <Value>(column: readonly Value[]) => chosen.map(({ place }) => column[place])
  return sql`(
    SELECT r.root, s.key, s.kind, s.step, s.role, s.seat, r.school, r.person, s.class, s.deadline, s."openedAt", s."sendAt", s.detail, s.state,
      s.reason, r.generation
    FROM unnest(${of(root)}::uuid[], ${of(school)}::uuid[], ${of(person)}::uuid[], ${of(shape)}::integer[],
      ${chosen.map(({ generation }) => generation)}::integer[]) AS r(root, school, person, shape, generation)
    JOIN ${shapesAsRows(shapes)} ON s.place = r.shape + 1
  )`
}
