import { addWorkingDays } from '../../../workflows/calendar.ts'
import { dueInstant, localDate } from '../../../workflows/deadlines.ts'
import type { LetterRules } from '../../../workflows/letters/entries.ts'
import { rungInstant } from '../../../workflows/letters/working-time.ts'
import { workflow2022 } from '../../fixtures/histories.ts'
import { type Deed, onPaper } from '../../fixtures/paper-ledger.ts'
import { type Place, type School, season, seatedAt, type Table, tables, zones } from './cast.ts'
import { stories } from './stories.ts'

/** Wednesday morning in Moscow, evening in Kamchatka. */
const founded = '2022-09-28T06:00:00.000Z'

const week = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

const dayName = (date: string): string => {
  const { dayOfWeek, day, month } = Temporal.PlainDate.from(date)
  return `${week[dayOfWeek - 1]} ${String(day).padStart(2)} ${{ 9: 'Sep', 10: 'Oct', 11: 'Nov' }[month] ?? month}`
}

const local = (instant: string, zone: string): string => {
  const clock = Temporal.Instant.from(instant)
    .toZonedDateTimeISO(zone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' })
  return `${dayName(localDate(instant, zone))} ${clock}`
}

const hoursOf = (zone: string): string =>
  Temporal.Instant.from(founded)
    .toZonedDateTimeISO(zone)
    .offset.replace(/^\+0?(\d+):00$/, 'UTC+$1')

const signed = (days: number) => (days > 0 ? `+${days}` : String(days).replace('-', '−'))

const places = Object.keys(zones) as Place[]

/** The day of each rung of a deadline, for somebody in the school's own zone. */
const ladderTable = ({ letters, calendarOf }: LetterRules): string[] =>
  season.stages.flatMap(({ id, deadline }) => {
    if (deadline === null) return []
    const cell = (days: number, of: 5 | 6): string => {
      const shown = places.map(place => {
        const dueAt = dueInstant(deadline, zones[place])
        const reader = { zone: zones[place], week: of, calendar: calendarOf(null) }
        const instant = rungInstant({ date: deadline, dueAt }, days, reader, letters)
        return instant === null ? '—' : local(instant, zones[place])
      })
      const all = [...new Set(shown)]
      return all.length === 1 ? (all[0] ?? '') : all.join(' | ')
    }
    return [
      `${id}: by ${dayName(deadline)}, every school reading in its own zone, UTC+2 … UTC+12`,
      '  rung   five days          six days',
      ...letters.ladder.map(
        ({ days, to }) =>
          `  ${signed(days).padStart(3)}    ${cell(days, 5).padEnd(18)} ${cell(days, 6).padEnd(18)} ${to.join(', ')}`,
      ),
      '',
    ]
  })

/** On which day a reader of each zone gets the rung of the day after, about a school of each zone. */
const farTable = ({ letters, calendarOf }: LetterRules): string[] => {
  const date = '2022-11-01'
  const cell = (school: Place, reader: Place): string => {
    const at = { zone: zones[reader], week: 5, calendar: calendarOf(null) } as const
    const instant = rungInstant({ date, dueAt: dueInstant(date, zones[school]) }, 1, at, letters)
    return instant === null ? '—' : String(Temporal.PlainDate.from(localDate(instant, zones[reader])).day)
  }
  return [
    'upload, by Tue  1 Nov, rung +1 at 09:00 of which day of November? Rows: the school; columns: the reader',
    `${' '.repeat(16)}${places.map(place => hoursOf(zones[place]).slice(3).padStart(4)).join('')}`,
    ...places.map(school => `  ${school.padEnd(14)}${places.map(reader => cell(school, reader).padStart(4)).join('')}`),
    '',
  ]
}

const said = ({ kind, step, key, state, reason }: ReturnType<typeof onPaper>[number]): string => {
  const what = kind === 'rung' ? `${key.split('/').slice(1).join('/')} ${signed(step)}` : `“${kind}”`
  return state === 'sent' ? what : `${what} ${reason ?? state}`
}

const readerLine = (person: string, zone: string, of: number) => `  ${person} (${hoursOf(zone)}, ${of} days)`

const played = (rules: LetterRules, table: Table, deeds: readonly Deed[]): string[] => {
  const signInBy = table
    .map(({ place, week: of }) =>
      addWorkingDays(season.calendar, localDate(founded, zones[place]), season.workingDays.signIn, of),
    )
    .sort()
    .at(-1)
  const { input, holders } = seatedAt(table, signInBy ?? '')
  const house = { workflow: workflow2022, rules, calendar: season.calendar }
  const lines = onPaper(house, input, holders, { founded, deeds, until: '2022-12-31T00:00:00.000Z' })
  const people = new Map(holders.map(({ person, zone, week: of }) => [person, { zone, of }]))
  return [...people].flatMap(([person, { zone, of }]) => {
    const own = lines.filter(line => line.person === person)
    const sent = Map.groupBy(
      own.filter(({ state }) => state === 'sent'),
      line => `${line.class === 'ordinary' ? '' : `${line.id} `}${line.endedAt}`,
    )
    const skipped = own.filter(({ state, reason }) => state === 'skipped' && reason !== 'done' && reason !== 'stale')
    const letters = [...sent.values()]
      .map(items => ({ at: items[0]?.endedAt ?? '', items }))
      .toSorted((one, other) => (one.at < other.at ? -1 : 1))
      .map(({ at, items }) => {
        const folded = skipped.filter(({ endedAt }) => endedAt === at).map(line => said(line))
        const urgent = items[0]?.class === 'ordinary' ? '' : `  [${items[0]?.class}]`
        const rest = folded.length === 0 ? '' : `   (${folded.sort().join(', ')})`
        const what = items.map(line => said(line)).sort()
        return `    ${local(at, zone)}  ${what.join(' · ')}${urgent}${rest}`
      })
    return [readerLine(person, zone, of), ...(letters.length === 0 ? ['    nothing'] : letters)]
  })
}

const tableName = (table: Table) => table.map(({ place, week: of }: School) => `${place} (${of} days)`).join(' — ')

/** The table as a text that can be read by eye. */
export const goldenTable = (rules: LetterRules): string =>
  [
    'Letters of the season of 2022. Every line of a person is one letter, at the hour of that person’s own clock.',
    'A duty is “seat/act(/seat under review)”, its rung the days from its last day; an event stands in quotes.',
    'In brackets: what was due at the same hour and did not go, and why. Published on Wed 28 Sep, 06:00 UTC.',
    '',
    ...ladderTable(rules),
    ...farTable(rules),
    ...stories.flatMap(({ title, tables: names, deeds }) =>
      names.flatMap(name => {
        const table: Table = tables[name]
        return [`=== ${title}: ${tableName(table)}`, ...played(rules, table, deeds(table.length)), '']
      }),
    ),
  ].join('\n')
