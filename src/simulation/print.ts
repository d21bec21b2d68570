import type { Progress } from './play.ts'
import type { Counted, Report } from './report.ts'

const number = (value: number): string => value.toLocaleString('en')

const rowsOf = (counts: readonly Counted[]): string[] =>
  counts.map(({ name, count }) => `  ${name.padEnd(32)}${number(count).padStart(10)}`)

const recordOf = (counts: Readonly<Record<string, number>>): Counted[] =>
  Object.entries(counts).map(([name, count]) => ({ name, count }))

const titled = (title: string, counts: readonly Counted[]): string[] => ['', title, ...rowsOf(counts)]

/** A report as lines for a terminal. */
export const reportLines = (report: Report): string[] => {
  const { invariants, refusals } = report
  const widest = Math.max(...invariants.map(({ name }) => name.length))
  return [
    `${number(report.schools)} schools, seed ${report.seed}: ${number(report.partnerships)} partnerships, ${report.days} days, ${number(report.acts)} acts.`,
    ...titled('Schools by their ways', recordOf(report.schoolsByKind)),
    ...titled('Outcomes', recordOf(report.outcomes)),
    ...titled('Letters', report.letters),
    ...titled('Entries of the ledger', report.entries),
    '',
    'Invariants',
    ...invariants.flatMap(({ name, checked, violations, verdict, examples }) => [
      `  ${name.padEnd(widest)}  ${number(checked).padStart(10)} looked at  ${number(violations).padStart(6)} violations  ${verdict}`,
      ...examples.map(says => `    ${says}`),
    ]),
    '',
    ...(refusals.length === 0 ? [] : [`${number(refusals.length)} acts were refused unexpectedly:`]),
    ...refusals.slice(0, 10).map(({ table, act, at, why }) => `  ${act} of ${table} at ${at}: ${why}`),
    `${report.seconds} s, ${report.lettersPerSecond} letters a second, ${report.peakMemoryMb} MB at most.`,
  ]
}

const width = 30

/** One line that is written over itself: how far the season is. `share`: from 0 to 1. */
export const progressLine = (share: number, { at, acts, letters }: Progress): string => {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width)
  const bar = '█'.repeat(full) + '░'.repeat(width - full)
  return `${bar} ${String(Math.round(share * 100)).padStart(3)} %  ${at.slice(0, 10)}  ${number(acts)} acts  ${number(letters)} letters`
}
