import { mayMeet, type Terms } from './rules.ts'
import { type Trio, trioOf } from './trio-worth.ts'

/**
 * Some admissible trio, or nothing where there is none. Schools of different classes (regions where those must differ, else
 * municipalities) may meet unless they are kept apart by name, and those are few; so few pairs are tried in vain.
 */
export const someTrio = (terms: Terms): Trio | undefined => {
  const { n } = terms.table
  for (let a = 0; a < n; a++) {
    const others: number[] = []
    for (let v = a + 1; v < n; v++) if (mayMeet(terms, a, v)) others.push(v)
    const pair = meetingPair(terms, others)
    if (pair) return trioOf(a, ...pair)
  }
  return undefined
}

const meetingPair = (terms: Terms, schools: readonly number[]): readonly [number, number] | undefined => {
  const { table, relaxed } = terms
  const classes = table.settings.differentRegion ? table.region : table.municipality
  const groups = [...Map.groupBy(schools, v => classes[v]).values()]
  for (const [i, group] of groups.entries())
    for (const other of groups.slice(relaxed === 0 ? i + 1 : i))
      for (const b of group) for (const c of other) if (b !== c && mayMeet(terms, b, c)) return [b, c]
  return undefined
}
