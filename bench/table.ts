import type { BenchResult } from './harness.ts'

const columns: readonly (readonly [title: string, width: number, cell: (result: BenchResult) => string])[] = [
  ['result', -44, ({ name }) => name],
  ['n', 7, ({ n }) => n.toLocaleString('en')],
  ['conn.', 6, ({ connections }) => String(connections)],
  ['value', 9, ({ value }) => shown(value)],
  ['unit', -9, ({ unit }) => unit],
  ['p50 ms', 8, ({ p50 }) => shown(p50)],
  ['p99 ms', 8, ({ p99 }) => shown(p99)],
  ['floor', 9, ({ floor }) => shown(floor)],
  ['ratio', 6, ({ ratio }) => (ratio === null ? '' : `${Math.round(ratio * 100)} %`)],
  ['aim', 6, ({ aim, ratio }) => (aim === null ? '' : ratio === null ? shown(aim) : `${aim * 100} %`)],
  ['', -6, ({ met }) => (met === null ? '' : met ? 'met' : 'MISSED')],
]

const shown = (value: number | null): string =>
  value === null ? '' : value.toLocaleString('en', { maximumSignificantDigits: 4 })

const row = (cells: readonly string[]): string =>
  cells
    .map((cell, index) => {
      const width = columns[index]?.[1] ?? 0
      return width < 0 ? cell.padEnd(-width) : cell.padStart(width)
    })
    .join(' ')
    .trimEnd()

/** The table for people: its head, and a line for each result. */
export const headings = row(columns.map(([title]) => title))
export const line = (result: BenchResult): string => row(columns.map(([, , cell]) => cell(result)))
