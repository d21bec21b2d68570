import type { WorkingCalendar, WorkingWeek } from '../calendar.ts'
import type { LetterRecipient, LetterSettings, OwedAct, Rung } from '../season.ts'
import { type LetterClass, type LetterKind, type LetterRole, letterKinds, roleAbove, type SkipReason } from './kinds.ts'
import type { Concerned, DutyNews, Notice } from './news.ts'
import { nextMorning, nextUrgent, type Reader, rungInstant } from './working-time.ts'

/** Who holds a role at a school. `region`: whose days off are theirs; `worksAt`: the schools whose staff they are. */
export type Holder = {
  readonly school: string
  readonly role: LetterRole
  readonly person: string
  readonly zone: string
  readonly week: WorkingWeek
  readonly region: string | null
  readonly worksAt: readonly string[]
}

/** An entry of the ledger as it is first written. Instants are UTC texts. */
export type Entry = {
  key: string
  kind: LetterKind
  step: number
  role: LetterRole
  seat: number
  school: string
  person: string | null
  class: LetterClass
  deadline: string | null
  openedAt: string
  sendAt: string
  detail: Readonly<Record<string, unknown>>
  state: 'due' | 'skipped'
  reason: SkipReason | null
}

/** What the rules of letters are taken from: the season's settings, and the working calendar of a region. */
export type LetterRules = {
  readonly letters: LetterSettings
  readonly calendarOf: (region: string | null) => WorkingCalendar
}

/** The holders of each role at each school, in a fixed order. */
export type Holders = (school: string, role: LetterRole) => readonly Holder[]

export const holdersOf = (all: readonly Holder[]): Holders => {
  const byRole = Map.groupBy(all, ({ school, role }) => `${school} ${role}`)
  return (school, role) => byRole.get(`${school} ${role}`) ?? []
}

const readerOf = ({ calendarOf }: LetterRules, { zone, week, region }: Holder): Reader => ({
  zone,
  week,
  calendar: calendarOf(region),
})

// Staff of a seated school are nobody's curator there (rules 11).
const able = (holders: Holders, { school, beside }: Concerned, role: LetterRole): readonly Holder[] =>
  holders(school, role).filter(({ worksAt }) => role !== 'curator' || !worksAt.some(each => beside.includes(each)))

type Addressees = { role: LetterRole; holders: readonly Holder[] }[]

/** The role, and where nobody holds it those above it up to the first one that somebody does (rules 9). */
const addressees = (holders: Holders, concerned: Concerned, role: LetterRole): Addressees => {
  const held = able(holders, concerned, role)
  const above = roleAbove[role]
  const here = { role, holders: held }
  return held.length > 0 || above === undefined ? [here] : [here, ...addressees(holders, concerned, above)]
}

/** The ladder of a duty: its own, or the season's. What returns ask for follows the season's. */
export const ladderOf = ({ ladder, ladders }: LetterSettings, act: string): readonly Rung[] =>
  ladders[act as OwedAct] ?? ladder

const rungRoles = (rungs: readonly Rung[]): { days: number; to: LetterRecipient }[] =>
  rungs.flatMap(({ days, to }) => to.map(role => ({ days, to: role })))

/** The same entry is wanted once, whoever else stands in for a role that nobody holds. */
const once = (entries: readonly Entry[]): Entry[] => [
  ...new Map(entries.map(entry => [`${entry.key} ${entry.step} ${entry.role} ${entry.person}`, entry])).values(),
]

/**
 * All entries that a duty's deadline asks for: one for each rung and each holder of its roles; for a role that nobody holds one that says so,
 * and those one level up (rules 9). A rung whose instant lay before the duty was owed until this deadline is stale from the beginning (rules 5).
 */
export const rungEntries = (rules: LetterRules, news: DutyNews, holders: Holders): Entry[] => {
  const { key, seat, school, about, act, at, deadline, why } = news
  if (deadline === null) return []
  const { dueAt } = deadline
  const base = { key, kind: 'rung', seat, school, class: 'ordinary', deadline: dueAt, openedAt: at } as const
  const detail = { act, about, date: deadline.date }
  return once(
    rungRoles(ladderOf(rules.letters, act)).flatMap(({ days, to }) =>
      addressees(holders, news, to).flatMap(({ role, holders: held }): Entry[] => {
        const entry = { ...base, step: days, role, detail }
        if (held.length === 0)
          return [{ ...entry, person: null, sendAt: dueAt, state: 'skipped', reason: 'nobodyAppointed' }]
        return held.map(holder => {
          const sendAt = rungInstant(deadline, days, readerOf(rules, holder), rules.letters)
          const ahead = sendAt !== null && sendAt >= at
          return {
            ...entry,
            person: holder.person,
            sendAt: sendAt ?? dueAt,
            state: ahead ? 'due' : 'skipped',
            reason: ahead ? null : why === 'extended' || why === 'moved' ? why : 'stale',
          }
        })
      }),
    ),
  )
}

/** When what an urgent letter speaks of begins, by the event's own details: the time agreed on, or the first one proposed. */
export const startOf = ({ slot, slots }: Readonly<Record<string, unknown>>): string | null => {
  const starts = [slot, ...(Array.isArray(slots) ? slots : [])].flatMap(each =>
    typeof each === 'object' && each !== null && typeof Reflect.get(each, 'at') === 'string'
      ? [String(Reflect.get(each, 'at'))]
      : [],
  )
  return starts.sort()[0] ?? null
}

/** When a letter of this class may first go that was written at `at`. */
const firstInstant = (rules: LetterRules, letterClass: LetterClass, notice: Notice, reader: Reader): string => {
  switch (letterClass) {
    case 'asked':
      return notice.at
    case 'urgent':
      return nextUrgent(notice.at, reader, rules.letters, startOf(notice.detail))
    case 'ordinary':
      return nextMorning(notice.at, reader, rules.letters)
  }
}

/** The entries of a notice: one for each who holds the role, or stands in for it. A receipt is the actor's own. */
export const noticeEntries = (rules: LetterRules, notice: Notice, holders: Holders): Entry[] => {
  const { kind, key, n, seat, school, at, to, person, detail } = notice
  const letterClass = letterKinds[kind].class
  const entry = { key, kind, step: n, seat, school, class: letterClass, deadline: null, openedAt: at, detail } as const
  if (to === 'actor') return [{ ...entry, role: to, person, sendAt: at, state: 'due', reason: null }]
  return once(
    addressees(holders, notice, to).flatMap(({ role, holders: held }): Entry[] => {
      if (held.length === 0)
        return [{ ...entry, role, person: null, sendAt: at, state: 'skipped', reason: 'nobodyAppointed' }]
      return held.map(holder => ({
        ...entry,
        role,
        person: holder.person,
        sendAt: firstInstant(rules, letterClass, notice, readerOf(rules, holder)),
        state: 'due',
        reason: null,
      }))
    }),
  )
}
