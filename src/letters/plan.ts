import { localDate } from '../../workflows/deadlines.ts'
import { type LetterRules, startOf } from '../../workflows/letters/entries.ts'
import { judge } from '../../workflows/letters/judge.ts'
import type { SkipReason } from '../../workflows/letters/kinds.ts'
import { type Reader as Clock, morningAfter, nextOrdinary, nextUrgent } from '../../workflows/letters/working-time.ts'
import type { Begun, DueRow, Reader } from './desk-read.ts'
import { standingFacts } from './standing-facts.ts'

/** No person gets more letters than so many in a day of theirs, whatever happens (engineering 23). */
const mostADay = 20

/** A letter to be handed over now: a new one, or one begun earlier that is taken up again. */
export type Planned = { reader: Reader; begun: Begun | null; localDay: string; rows: readonly DueRow[] }

/** What becomes of one person's due entries and begun letters. */
export type Plan = {
  letters: Planned[]
  skipped: { id: number; reason: SkipReason }[]
  deferred: { id: number; sendAt: string }[]
  /** Begun letters that may not go at this hour. */
  postponed: { id: string; next: string }[]
  /** Begun letters with nothing left to say. */
  dropped: string[]
}

/** What is most pressing first: what is late, what is due, then what happened. */
const pressing = (one: DueRow, other: DueRow): number => {
  const rank = ({ kind, deadline, openedAt }: DueRow) => (kind === 'rung' ? `0 ${deadline}` : `1 ${openedAt}`)
  return rank(one) < rank(other) ? -1 : rank(one) > rank(other) ? 1 : one.id - other.id
}

const clockOf = ({ zone }: Reader, { week, region }: DueRow, { calendarOf }: LetterRules): Clock => ({
  zone,
  week,
  calendar: calendarOf(region),
})

/** Why somebody can't be written to at all. */
const unreachable = ({ email, fails }: Reader): SkipReason | null =>
  email === null ? 'nobodyAppointed' : fails ? 'addressFails' : null

/**
 * Decides what goes to one person at this instant: of what came due, what is worth saying, in the one digest of their day or by itself, and
 * when that may be. Pure.
 */
export const planFor = (
  reader: Reader,
  rows: readonly DueRow[],
  begun: readonly Begun[],
  rulesOf: (cycle: string) => LetterRules,
  at: string,
): Plan => {
  const today = localDate(at, reader.zone)
  const plan: Plan = { letters: [], skipped: [], deferred: [], postponed: [], dropped: [] }
  const never = unreachable(reader)
  const verdicts = judge(
    rows.map(row => standingFacts(row, localDate(row.sendAt, reader.zone))),
    at,
  )
  const told = rows.filter((row, index) => {
    const verdict = verdicts[index]
    if (verdict?.verdict === 'send' && never === null) return true
    plan.skipped.push({ id: row.id, reason: verdict?.verdict === 'skip' ? verdict.reason : (never ?? 'stale') })
    return false
  })

  // What a begun letter holds stays with it: the time for which it is tried runs on.
  const defer = (row: DueRow, sendAt: string) => {
    if (row.letter === null) plan.deferred.push({ id: row.id, sendAt })
    else plan.postponed.push({ id: row.letter, next: sendAt })
  }
  const later = (row: DueRow) => {
    const rules = rulesOf(row.cycle)
    return morningAfter(at, clockOf(reader, row, rules), rules.letters)
  }
  const free = begun.filter(letter => letter.free)
  let left = mostADay - begun.filter(({ localDay }) => localDay === today).length

  const ordinary = told.filter(row => {
    if (row.class !== 'ordinary') return false
    const rules = rulesOf(row.cycle)
    const permitted = nextOrdinary(at, clockOf(reader, row, rules), rules.letters)
    if (permitted !== at) defer(row, permitted)
    return permitted === at
  })
  const digests = begun.filter(letter => letter.class === 'ordinary')
  const own = digests.find(letter => letter.free) ?? null
  const spent = digests.some(({ localDay, id }) => localDay === today && id !== own?.id)
  if (ordinary.length > 0 && (spent || left <= 0)) for (const row of ordinary) defer(row, later(row))
  else if (ordinary.length > 0) {
    plan.letters.push({ reader, begun: own, localDay: today, rows: ordinary.toSorted(pressing) })
    left -= 1
  }

  for (const row of told.filter(each => each.class !== 'ordinary')) {
    const letter = free.find(({ id }) => id === row.letter) ?? null
    const { letters } = rulesOf(row.cycle)
    const permitted = row.class === 'urgent' ? nextUrgent(at, reader, letters, startOf(row.detail)) : at
    if (permitted !== at) defer(row, permitted)
    else if (row.class === 'urgent' && letter === null && left <= 0) defer(row, later(row))
    else {
      plan.letters.push({ reader, begun: letter, localDay: today, rows: [row] })
      if (row.class === 'urgent') left -= 1
    }
  }
  const used = new Set([...plan.letters.map(letter => letter.begun?.id), ...plan.postponed.map(({ id }) => id)])
  plan.dropped = free.filter(({ id }) => !used.has(id)).map(({ id }) => id)
  return plan
}
