import { dateIn, endOfDay, workingDaysAfter } from './days.ts'
import { type Act, type Dates, type School, type Story, type Table, tableOf } from './story.ts'

/** A duty by its place in a partnership, as the ledger names it: `duty/1/package`, `duty/1/review/2`. */
export type Duty = {
  readonly key: string
  readonly seat: number
  readonly act: 'signIn' | 'package' | 'review' | 'meeting' | 'recommendations' | 'finalFile'
  readonly about: number | null
}

/** How a duty stands: owed until the end of a date, or why nobody is reminded of it. */
export type Standing =
  | { readonly owed: true; readonly date: string; readonly due: string }
  | { readonly owed: false; readonly why: 'done' | 'held' | 'waived' | 'withdrawn' }

/** The same standing from an instant until another. */
export type Span = { readonly from: string; readonly until: string | null; readonly standing: Standing }

/** Working days: to sign in after the publication, and at least so many for what waited for somebody (rules 3, 9). */
const signInDays = 3
const heldDays = 5

export const dutiesOf = ({ seats, reviews }: Table): Duty[] => {
  const duty = (seat: number, act: Duty['act'], about: number | null = null): Duty => ({
    key: ['duty', seat, act, ...(about === null ? [] : [about])].join('/'),
    ...{ seat, act, about },
  })
  return [
    ...seats.flatMap(({ seat }) =>
      (['signIn', 'package', 'meeting', 'finalFile'] as const).map(act => duty(seat, act)),
    ),
    ...reviews.flatMap(([by, of]) => [duty(by, 'review', of), duty(by, 'recommendations', of)]),
  ]
}

const last = (texts: readonly string[]): string => texts.toSorted().at(-1) ?? ''

/** All that was done at a table by an instant. */
const groundAt = (story: Story, table: Table, at: string) => {
  const acts = story.acts.filter(act => act.at <= at && [table.id, null].includes(tableOf(act)))
  const gone = new Set(acts.flatMap(act => (act.type === 'withdraw' ? [act.seat] : [])))
  const moves = acts.flatMap(act => (act.type === 'moveDates' ? [act.dates] : []))
  const dates: Dates = Object.assign({}, story.dates, ...moves)
  const school = (seat: number): School => {
    const id = table.seats.find(each => each.seat === seat)?.school
    const found = story.schools.find(each => each.id === id)
    if (found === undefined) throw new Error(`Nobody sits on seat ${seat}`)
    return found
  }
  const schools = new Map(table.seats.map(({ seat }) => [seat, school(seat)]))
  return {
    gone,
    dates,
    schools,
    present: table.seats.map(({ seat }) => seat).filter(seat => !gone.has(seat)),
    reviews: table.reviews.filter(pair => !pair.some(seat => gone.has(seat))),
    done: (type: Act['type'], seat?: number, about?: number): string | null =>
      acts.find(
        act =>
          act.type === type &&
          (seat === undefined || ('seat' in act && act.seat === seat)) &&
          (about === undefined || ('about' in act && act.about === about)),
      )?.at ?? null,
    extended: (duty: string): string[] =>
      acts.flatMap(act => (act.type === 'extend' && act.duty === duty ? [act.date] : [])).slice(-1),
  }
}

type Ground = ReturnType<typeof groundAt>

const over = (why: 'done' | 'held' | 'waived' | 'withdrawn'): Standing => ({ owed: false, why })

/** Owed until the latest of these dates; for a shared act the latest midnight over its schools counts (rules 4, 5). */
const owed = (dates: readonly string[], schools: readonly School[]): Standing => {
  const date = last(dates)
  return { owed: true, date, due: last(schools.map(({ zone }) => endOfDay(date, zone))) }
}

const sinceArrival = (arrived: string, { zone, week }: School): string =>
  workingDaysAfter(dateIn(arrived, zone), heldDays, week)

const standing = (story: Story, ground: Ground, { seat, act, about, key }: Duty): Standing => {
  const { dates, done, extended, gone, present, reviews, schools } = ground
  const own = schools.get(seat)
  if (own === undefined) throw new Error(`Nobody sits on seat ${seat}`)
  if (gone.has(seat)) return over('withdrawn')
  const others = present.filter(each => each !== seat)
  switch (act) {
    case 'signIn': {
      if (done('signIn', seat) !== null) return over('done')
      const days = [...schools.values()].map(({ zone, week }) =>
        workingDaysAfter(dateIn(story.published, zone), signInDays, week),
      )
      return owed([...days, ...extended(key)], [own])
    }
    case 'package':
      return done('package', seat) === null ? owed([dates.exchange, ...extended(key)], [own]) : over('done')
    case 'review': {
      if (done('review', seat, about ?? 0) !== null) return over('done')
      if (gone.has(about ?? 0)) return over('waived')
      const sent = done('package', about ?? 0)
      return sent === null ? over('held') : owed([dates.meeting, ...extended(key), sinceArrival(sent, own)], [own])
    }
    case 'meeting': {
      if (done('meeting') !== null) return over('done')
      if (others.length === 0) return over('waived')
      const sent = present.flatMap(each => done('package', each) ?? [])
      if (others.some(each => done('package', each) === null)) return over('held')
      const owing = present.flatMap(each => schools.get(each) ?? [])
      const more = present.flatMap(each => extended(`duty/${each}/meeting`))
      return owed([dates.meeting, ...more, ...owing.map(each => sinceArrival(last(sent), each))], owing)
    }
    case 'recommendations': {
      if (done('recommendations', seat, about ?? 0) !== null) return over('done')
      if (gone.has(about ?? 0)) return over('waived')
      const held = done('meeting')
      return held === null ? over('held') : owed([dates.meeting, ...extended(key), sinceArrival(held, own)], [own])
    }
    case 'finalFile': {
      if (done('finalFile', seat) !== null) return over('done')
      const awaited = [
        done('meeting'),
        ...reviews
          .filter(([, of]) => of === seat)
          .flatMap(([by, of]) => [done('review', by, of), done('recommendations', by, of)]),
      ]
      const came = awaited.flatMap(each => each ?? [])
      if (others.length === 0 || came.length < awaited.length) return over('held')
      return owed([dates.upload, ...extended(key), sinceArrival(last(came), own)], [own])
    }
  }
}

const same = (one: Standing, other: Standing): boolean => JSON.stringify(one) === JSON.stringify(other)

/** How a duty stood from the publication on. */
export const spansOf = (story: Story, table: Table, duty: Duty): Span[] => {
  const touching = story.acts.filter(act => [table.id, null].includes(tableOf(act)))
  const instants = [...new Set([story.published, ...touching.map(({ at }) => at)])].sort()
  const spans: { from: string; standing: Standing }[] = []
  for (const from of instants) {
    const now = standing(story, groundAt(story, table, from), duty)
    const before = spans.at(-1)
    if (before === undefined || !same(before.standing, now)) spans.push({ from, standing: now })
  }
  return spans.map((span, index) => ({ ...span, until: spans[index + 1]?.from ?? null }))
}

/** When a review was opened to the school that it is about: both theirs and its own are submitted, or its author left (rules 16, 22). */
export const revealedAt = (story: Story, table: Table, [by, of]: readonly [number, number]): string | null => {
  const instants = [...new Set(story.acts.filter(act => tableOf(act) === table.id).map(({ at }) => at))].sort()
  const found = instants.find(at => {
    const { done, gone, reviews } = groundAt(story, table, at)
    const own = (gone.has(of) ? table.reviews : reviews).filter(([reviewer]) => reviewer === of)
    const open = (gone.has(by) && !gone.has(of)) || own.every(([one, other]) => done('review', one, other) !== null)
    return done('review', by, of) !== null && open
  })
  return found ?? null
}
