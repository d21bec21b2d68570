import { problem, throwProblem } from '../../http/problems.ts'
import type { ForecastCursor } from './forecast-query.ts'

const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_(\d{1,15})$/

export const cursorText = ({ sendAt, person, alone }: ForecastCursor): string => `${sendAt}_${person}_${alone}`

/** The cursor that a query's text names, none for none; a text that names none ends the request. */
export const readCursor = (text: string | undefined): ForecastCursor | null => {
  if (text === undefined) return null
  const [, sendAt, person, alone] = pattern.exec(text) ?? []
  if (sendAt === undefined || person === undefined) return throwProblem(problem('not-found'))
  return { sendAt, person, alone: Number(alone) }
}
