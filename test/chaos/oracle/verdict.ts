import { copiesOf, explained, longestWindow } from './copies.ts'
import { dateIn, dayInWords, isQuiet, mayGo, type Reader } from './days.ts'
import { dutiesOf, spansOf } from './duties.ts'
import { expectedOf, fatesOf } from './expected.ts'
import type { Arrived, Found, LedgerEntry } from './found.ts'
import { handedAt, type Item } from './item.ts'
import { ledgerFaults } from './ledger.ts'
import { reasonFaults } from './reasons.ts'
import { type Story, tableOf } from './story.ts'

/** How a season ended. Letters are counted; every finding is one sentence. */
export type Verdict = {
  readonly expected: number
  readonly arrived: number
  readonly lost: number
  readonly wrongDate: number
  readonly toTheDone: number
  readonly outsideHours: number
  readonly repeated: number
  /** Repeats that no kill explains. */
  readonly unexplained: number
  /** The longest time between the server's acceptance and our own record of it, in milliseconds. */
  readonly longestWindow: number
  /** Where ledger and sink say different things, or something is still due. */
  readonly disagreements: number
  readonly findings: readonly string[]
}

type Reached = { readonly letter: Arrived; readonly entry: LedgerEntry }

/** What an item and an entry of the ledger have in common: who, in which role, of what. */
const nameOf = (person: string | null, rank: string, root: string, seat: number, key: string, kind: string) =>
  [person, rank, root, seat, key, kind].join(' ')

const itemName = ({ person, rank, table, seat, key, kind, step }: Item) =>
  `${nameOf(person, rank, table, seat, key, kind)} ${kind === 'rung' ? step : ''}`

const entryName = ({ person, role, root, seat, key, kind, step }: LedgerEntry) =>
  `${nameOf(person, role, root, seat, key, kind)} ${kind === 'rung' ? step : ''}`

/** Readers by person: everybody has one clock, and a week by what they are to the school. */
const readersOf = (story: Story) => {
  const zones = new Map(story.posts.map(({ person, zone }) => [person, zone]))
  const schools = new Map(
    story.tables.flatMap(({ id, seats }) =>
      seats.map(({ seat, school }) => [`${id} ${seat}`, story.schools.find(each => each.id === school)?.week ?? 5]),
    ),
  )
  return ({ person, role, root, seat }: LedgerEntry): Reader => ({
    zone: zones.get(person ?? '') ?? 'UTC',
    week: role === 'school' && schools.get(`${root} ${seat}`) === 6 ? 6 : 5,
  })
}

const dutyOver = (story: Story, { root, key }: LedgerEntry, at: string): string | null => {
  const table = story.tables.find(({ id }) => id === root)
  const duty = table === undefined ? undefined : dutiesOf(table).find(each => each.key === key)
  if (table === undefined || duty === undefined) return null
  const own = { ...story, acts: story.acts.filter(act => [table.id, null].includes(tableOf(act))) }
  const standing = spansOf(own, table, duty).findLast(({ from }) => from < at)?.standing
  return standing === undefined || standing.owed ? null : standing.why
}

/** More than so many matters in one letter may be told by their number alone. */
const named = 4

/** Of which other date a letter speaks than its duty's, by the ledger or in its words; null where it is right. */
const misdated = ({ letter, entry }: Reached, due: string, { zone }: Reader): string | null => {
  if (entry.deadline !== due) return String(entry.deadline)
  const day = dayInWords(due, zone)
  const text = letter.text.replaceAll('\u00A0', ' ')
  return text === '' || letter.entries.length > named || text.includes(day) ? null : `other days than «${day}»`
}

const hoursFault = (readerOf: (entry: LedgerEntry) => Reader, { letter, entry }: Reached): boolean => {
  if (entry.class === 'asked') return false
  const reader = readerOf(entry)
  return entry.class === 'urgent' ? isQuiet(letter.at, reader.zone) : !mayGo(letter.at, reader)
}

/** Holds what arrived, and what the ledger says, against what must have happened by the season's dates, the acts and the calendar alone. */
export const judge = (story: Story, found: Found): Verdict => {
  const findings: string[] = []
  const entries = new Map(found.entries.map(entry => [entry.id, entry]))
  const copies = copiesOf(found.sink)
  const reached = copies.flatMap(([letter]): Reached[] =>
    letter === undefined
      ? []
      : letter.entries.flatMap(id => {
          const entry = entries.get(id)
          return entry === undefined ? [] : [{ letter, entry }]
        }),
  )
  const fates = fatesOf(story)
  const expected = expectedOf(story, fates)
  const readerOf = readersOf(story)
  const waiting = Map.groupBy(reached, ({ entry }) => entryName(entry))
  const take = (item: Item, fits: (one: Reached) => boolean): Reached | undefined => {
    const there = waiting.get(itemName(item)) ?? []
    const index = there.findIndex(fits)
    return index < 0 ? undefined : there.splice(index, 1)[0]
  }

  const [lost, wrong, done, outside] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()]
  const say = (kind: Set<string>, letter: string, finding: string) => {
    kind.add(letter)
    findings.push(finding)
  }
  // A digest carries all that is due to somebody; what was asked for goes by itself.
  const letterOf = (item: Item): string =>
    item.kind === 'receipt' ? `receipt ${expected.indexOf(item)}` : `${item.person} ${item.at}`
  const missed = expected.filter(item => {
    const arrived = take(item, ({ letter }) => letter.at === item.at)
    if (arrived === undefined) return true
    const said = item.due === null ? null : misdated(arrived, item.due, readerOf(arrived.entry))
    if (said !== null) say(wrong, letterOf(item), `wrong date: ${itemName(item)} speaks of ${said}, not ${item.due}`)
    return false
  })
  for (const item of missed) {
    const arrived = take(item, () => true)
    if (arrived === undefined) say(lost, letterOf(item), `lost: ${itemName(item)} at ${item.at}`)
    else say(wrong, letterOf(item), `wrong date: ${itemName(item)} came at ${arrived.letter.at}, was due at ${item.at}`)
  }
  for (const { letter, entry } of [...waiting.values()].flat()) {
    const why = entry.kind === 'rung' ? dutyOver(story, entry, letter.at) : null
    if (why === null) say(wrong, letter.messageId, `wrong date: ${entryName(entry)} came at ${letter.at}, unasked`)
    else say(done, letter.messageId, `to the done: ${entryName(entry)} came at ${letter.at}, and the duty was ${why}`)
  }
  for (const one of reached)
    if (hoursFault(readerOf, one))
      say(outside, one.letter.messageId, `outside hours: ${entryName(one.entry)} came at ${one.letter.at}`)

  const again = copies.flatMap(([first, ...more]) => (first === undefined ? [] : more.map(copy => ({ first, copy }))))
  const unexplained = again.filter(({ first, copy }) => !explained(found, first) && !explained(found, copy))
  for (const { first } of again)
    findings.push(`repeated: ${first.messageId}${explained(found, first) ? ' around a kill' : ' without a kill'}`)

  const disagreements = [
    ...ledgerFaults(story, found, entry => handedAt(story, entry.sendAt, readerOf(entry)) !== null),
    ...twoDigests(reached, readerOf),
    ...reasonFaults(fates, found),
  ]
  findings.push(...disagreements)
  return {
    expected: new Set(expected.map(letterOf)).size,
    arrived: copies.length,
    lost: lost.size,
    wrongDate: wrong.size,
    toTheDone: done.size,
    outsideHours: outside.size,
    repeated: again.length,
    unexplained: unexplained.length,
    longestWindow: longestWindow(found),
    disagreements: disagreements.length,
    findings,
  }
}

/** At most one digest a person a local day. */
const twoDigests = (reached: readonly Reached[], readerOf: (entry: LedgerEntry) => Reader): string[] => {
  const days = Map.groupBy(
    reached.filter(({ entry }) => entry.class === 'ordinary'),
    ({ entry, letter }) => `${entry.person} on ${dateIn(letter.at, readerOf(entry).zone)}`,
  )
  return [...days]
    .filter(([, those]) => new Set(those.map(({ letter }) => letter.messageId)).size > 1)
    .map(([day]) => `two digests: ${day}`)
}
