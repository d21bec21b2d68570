import type { FastifyRequest } from 'fastify'
import type { House } from '../house.ts'
import { refuse } from './answer-json.ts'
import { choicePath, formPath, lineId, placeOf, reviewPath } from './place.ts'
import { choicesOf } from './read-answers.ts'
import type { SaveOutcome } from './save-answer.ts'

/** Where a plain form leads on: to what has still to be chosen, to what came too late, or back to the line. */
export const onward = async (
  { db }: Pick<House, 'db'>,
  request: FastifyRequest,
  params: Parameters<typeof placeOf>[0] & { readonly form: string; readonly question: string },
  { is }: { readonly is: SaveOutcome['is'] },
): Promise<string> => {
  const place = placeOf(params)
  if (is === 'late') return `${reviewPath(place)}#late`
  if (is !== 'saved' && is !== 'outrun') return refuse(request, is)
  const undecided = await choicesOf(db, place, request.viewer?.personId ?? '')
  return undecided.length > 0 ? choicePath(place) : `${formPath(place, params.form)}#${lineId(params.question)}`
}
