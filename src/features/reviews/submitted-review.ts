import type { SeasonDefinition } from '../../../workflows/season.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import type { Place } from './place.ts'
import { reviewActs, standingSubmissions } from './read-submissions.ts'
import { type ResultLine, resultsOf } from './results-query.ts'
import { answerName, type Openness, type Question, readingOf } from './rules.ts'

const textOf = (question: Question) =>
  question.kind === 'criterion' ? question.criterion.text : question.question.text

const lineOf = ({ question, said, before }: ResultLine) => ({
  kind: question.kind,
  text: textOf(question),
  said: said && { score: said.score, body: said.body, scoredVersion: said.scoredVersion },
  before: before && { score: before.score, body: before.body, scoredVersion: before.scoredVersion },
})

/**
 * The submission of a review that stands, as plain data for what is made of reviews: the final file. Null where there is none, or where it is
 * sealed to this reader. `own`: read for the school that wrote it (rules 16).
 */
export const submittedReview = async (
  db: Database | Transaction,
  season: Pick<SeasonDefinition, 'criteria' | 'review'>,
  place: Place,
  openness: Openness,
  own: boolean,
) => {
  if (readingOf(season, openness, { sealed: own, revealed: true, count: false }) === 'nothing') return null
  const submissions = standingSubmissions(await reviewActs(db, place))
  const last = submissions.at(-1)
  if (last === undefined) return null
  const seat = { root: place.root, seat: place.reviewed, sentAt: null }
  const results = await resultsOf(db, { place, seat, opened: { season }, revealedAt: openness.revealedAt }, submissions)
  if (results === null) return null
  const linesOf = (questions: readonly Question[]) =>
    questions.flatMap(question => {
      const line = results.lines.get(answerName(question))
      return line === undefined ? [] : [lineOf(line)]
    })
  const { n, at, sha256 } = last
  return {
    ...{ version: submissions.length, n, at, sha256, changed: results.changed },
    forms: results.questionnaire.forms.map(({ title, questions }) => ({ title, lines: linesOf(questions) })),
    closing: linesOf(results.questionnaire.closing),
  }
}
