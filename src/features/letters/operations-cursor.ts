import { problem, throwProblem } from '../../http/problems.ts'
import type { FaultCursor } from './operations-query.ts'

const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

export const cursorText = ({ since, person }: FaultCursor): string => `${since}_${person}`

/** The cursor that a query's text names, none for none; a text that names none ends the request. */
export const readCursor = (after: string | undefined): FaultCursor | null => {
  if (after === undefined) return null
  const [, since, person] = pattern.exec(after) ?? []
  return since === undefined || person === undefined ? throwProblem(problem('not-found')) : { since, person }
}
