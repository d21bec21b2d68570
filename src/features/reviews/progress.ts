import type { Opened } from '../access/open.ts'
import type { House } from '../house.ts'
import { filledIn } from './read-answers.ts'
import { packageSeat, programmesOf } from './read-package.ts'
import { type Count, countOf, questionnaireOf, questionsOf } from './rules.ts'

/** Lines of a review that are ready, out of those that must be: all that others know of it before the reveal (rules 16). */
export const progressOf = async (
  { db }: Pick<House, 'db'>,
  { id, view, season }: Pick<Opened, 'id' | 'view' | 'season'>,
  reviewer: number,
  reviewed: number,
): Promise<Count> => {
  const place = { root: id, reviewer, reviewed }
  const questionnaire = questionnaireOf(season.criteria, await programmesOf(db, packageSeat(place, view)))
  return countOf(questionsOf(questionnaire), await filledIn(db, place), season.review.comment)
}
