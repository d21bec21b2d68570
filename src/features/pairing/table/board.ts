import type { Certificate, DualValues } from '../certificate.ts'
import { type Problem, problemOf } from '../problem.ts'
import type { PairingRequest } from '../request.ts'
import { brokenBy, type Terms } from '../rules.ts'
import { weightOf } from '../school-table.ts'
import { rowsOf } from './rows.ts'

/** Dual values by row; NaN where a school has none, for a lock held it when they were found. `setsOf`: the odd sets that hold a row. */
type RowDuals = {
  readonly y: Float64Array
  readonly sets: readonly { readonly z: number; readonly rows: readonly number[] }[]
  readonly setsOf: ReadonlyMap<number, readonly number[]>
}

/** A proposal laid out for questions of the kind "what if": schools are rows, `groupOf` says which group each sits in. */
export type Board = {
  readonly problem: Problem
  /** The terms by which any two rows are judged, locked ones too. */
  readonly terms: Terms
  readonly rowOf: ReadonlyMap<string, number>
  readonly groups: readonly (readonly number[])[]
  readonly groupOf: Int32Array
  readonly locked: ReadonlySet<number>
  readonly duals: readonly RowDuals[]
  readonly scale: number
  readonly total: number
  readonly bound: number
}

const dualsOf = ({ y, sets }: DualValues, rowOf: ReadonlyMap<string, number>): RowDuals => {
  const values = new Float64Array(rowOf.size).fill(Number.NaN)
  for (const [id, value] of Object.entries(y)) {
    const row = rowOf.get(id)
    if (row !== undefined) values[row] = value
  }
  const inRows = sets.map(({ z, members }) => ({ z, rows: members.flatMap(id => rowOf.get(id) ?? []) }))
  const setsOf = new Map<number, number[]>()
  inRows.forEach(({ rows }, index) => {
    for (const row of rows) {
      const known = setsOf.get(row)
      if (known === undefined) setsOf.set(row, [index])
      else known.push(index)
    }
  })
  return { y: values, sets: inRows, setsOf }
}

/** Lays a proposal out. Its certificate may be of an earlier version: it bounds whatever keeps to fewer pairs than it knew. */
export const boardOf = (
  request: PairingRequest,
  groups: readonly (readonly string[])[],
  certificate: Certificate,
  { total, bound }: { readonly total: number; readonly bound: number },
): Board => {
  const problem = problemOf(request)
  const rowOf = new Map(problem.schools.map(({ id }, row) => [id, row]))
  const rows = rowsOf(problem, groups)
  const groupOf = new Int32Array(rowOf.size).fill(-1)
  rows.forEach((group, index) => {
    for (const row of group) groupOf[row] = index
  })
  // Where a trio was chosen, these alone say something about every other trio, too.
  const values = certificate.trioBounds.length > 0 ? certificate.trioBounds : [certificate]
  return {
    problem,
    terms: { ...problem.terms, table: problem.all, named: problem.named },
    rowOf,
    groups: rows,
    groupOf,
    locked: new Set(problem.locks.flat()),
    duals: values.map(each => dualsOf(each, rowOf)),
    scale: certificate.scale,
    total,
    bound,
  }
}

/** Who sits with a row in its group. */
export const partnersOf = ({ groups, groupOf }: Board, row: number): readonly number[] =>
  (groups[groupOf[row] ?? -1] ?? []).filter(other => other !== row)

/** The mask of the rules that two rows break together. */
export const brokenOn = ({ terms }: Board, u: number, v: number): number => brokenBy(terms, u, v)

/** The weight of two rows. */
export const weightOn = ({ problem }: Board, u: number, v: number): number => weightOf(problem.all, u, v)

/** What a group of rows counts for in the total: a pair for both of its schools, a trio with its three sides. */
export const worthOfRows = ({ all }: Pick<Problem, 'all'>, group: readonly number[]): number => {
  const sides = group.flatMap((u, i) => group.slice(i + 1).map(v => weightOf(all, u, v)))
  const sum = sides.reduce((whole, weight) => whole + weight, 0)
  return group.length === 2 ? 2 * sum : sum
}

/** A school's own share: the mean of the weights with its partners. */
export const shareOf = (board: Board, row: number): number => {
  const partners = partnersOf(board, row)
  return partners.reduce((sum, other) => sum + weightOn(board, row, other), 0) / partners.length
}
