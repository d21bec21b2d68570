import type { Database, Transaction } from '../../db/pool.ts'
import type { Opened } from '../access/open.ts'
import { type Place, programmesOfForm } from './place.ts'
import { type PackageSeat, programmesNamed } from './read-package.ts'
import { type ReviewAct, type Submitted, submittedAnswers } from './read-submissions.ts'
import { answerName, isPrivate, type Question, type Questionnaire, questionnaireOf, questionsOf } from './rules.ts'

type Reader = Database | Transaction

/** Whose submissions are read. */
type Submission = {
  readonly place: Place
  readonly seat: PackageSeat
  readonly opened: { readonly season: Pick<Opened['season'], 'criteria'> }
  readonly revealedAt: string | null
}

/** What was submitted in one line; `before` is what an earlier submission said there that somebody had read, where it said something else. */
export type ResultLine = {
  readonly question: Question
  readonly said: Submitted | null
  readonly before: Submitted | null
}

/** What was submitted, form by form, without anybody's private notes. */
export type Results = {
  readonly questionnaire: Questionnaire
  readonly lines: ReadonlyMap<string, ResultLine>
  /** The earlier submission that stands beside, where the review was changed after the reveal. */
  readonly changed: boolean
}

/** What the last submission said, beside the one before it if that one had been read. */
export const resultsOf = async (
  db: Reader,
  { place, seat, opened, revealedAt }: Submission,
  submissions: readonly ReviewAct[],
): Promise<Results | null> => {
  const last = submissions.at(-1)
  if (last === undefined) return null
  const previous = revealedAt === null ? undefined : submissions.at(-2)
  const names = last.answers.map(({ answer }) => answer.slice(0, answer.lastIndexOf('/')))
  const ids = [...new Set(names.flatMap(form => programmesOfForm(form).map(({ id }) => id)))]
  const programmes = ids.length === 0 ? [] : await programmesNamed(db, seat, ids)
  const questionnaire = questionnaireOf(opened.season.criteria, programmes)
  const [now, then] = [
    await submittedAnswers(db, place, last.answers),
    previous === undefined ? new Map<string, Submitted>() : await submittedAnswers(db, place, previous.answers),
  ]
  const lines = questionsOf(questionnaire)
    .filter(question => !isPrivate(question))
    .map((question): [string, ResultLine] => {
      const name = answerName(question)
      const [said, before] = [now.get(name) ?? null, then.get(name) ?? null]
      return [name, { question, said, before: before?.version === said?.version ? null : before }]
    })
  return { questionnaire, lines: new Map(lines), changed: previous !== undefined }
}
