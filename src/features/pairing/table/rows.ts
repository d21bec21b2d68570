import type { Problem } from '../problem.ts'

/** Groups of schools as rows of a problem. Throws for a school that is not in it. */
export const rowsOf = ({ schools }: Pick<Problem, 'schools'>, groups: readonly (readonly string[])[]): number[][] => {
  const rows = new Map(schools.map(({ id }, row) => [id, row]))
  return groups.map(ids =>
    ids.map(id => {
      const row = rows.get(id)
      if (row === undefined) throw new Error(`The school ${id} takes no part`)
      return row
    }),
  )
}
