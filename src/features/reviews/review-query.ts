import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import type { House } from '../house.ts'
import { takeBackFacts } from './facts.ts'
import { isWritable } from './form-query.ts'
import { mayNow, type OpenedReview } from './open-review.ts'
import { programmesOfForm } from './place.ts'
import { choicesOf, filledIn, type Late, latesOf } from './read-answers.ts'
import { programmesNamed, programmesOf } from './read-package.ts'
import {
  type ReviewAct,
  reviewActs,
  type Submitted,
  standingSubmissions,
  submittedAnswers,
} from './read-submissions.ts'
import {
  answerName,
  type Count,
  countOf,
  isPrivate,
  type Question,
  type Questionnaire,
  questionnaireOf,
  questionsOf,
} from './rules.ts'

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

/** A review as its page shows it to this reader. */
export type ReviewPage = {
  readonly review: OpenedReview
  readonly reviewer: string
  readonly reviewed: string
  readonly count: Count
  readonly forms: readonly { readonly form: string; readonly count: Count }[]
  readonly questionnaire: Questionnaire
  /** The submission that stands; null while there is none, or it is nobody's but the writing school's. */
  readonly receipt: ReviewAct | null
  /** What coordinators did and why: everybody reads it. */
  readonly rulings: readonly ReviewAct[]
  readonly results: Results | null
  readonly writable: boolean
  readonly choices: number
  readonly lates: readonly Late[]
  readonly acts: {
    readonly submit: boolean
    readonly takeBack: 'possible' | 'tooLate' | null
    readonly open: boolean
    readonly reopen: boolean
  }
}

const schoolNames = async (db: Database, root: string): Promise<ReadonlyMap<number, string>> => {
  const { rows } = await sql<{ seat: number; name: string }>`
    SELECT ss.seat, s.name FROM seat_school ss JOIN school s ON s.id = ss.school WHERE ss.root = ${root}::uuid
  `.execute(db)
  return new Map(rows.map(({ seat, name }) => [seat, name]))
}

/** What the last submission said, beside the one before it if that one had been read. */
const resultsOf = async (
  { db }: Pick<House, 'db'>,
  { place, seat, opened, revealedAt }: OpenedReview,
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

/** A review as this reader may know it: what they may not read is not looked at. */
export const reviewPageOf = async (
  house: House,
  review: OpenedReview,
  reader: string,
  at: string,
): Promise<ReviewPage> => {
  const { db } = house
  const { place, opened, reading, seat, state } = review
  const own = reading === 'own'
  const writable = own && isWritable(house, review)
  const schools = await schoolNames(db, place.root)
  const questionnaire = questionnaireOf(opened.season.criteria, await programmesOf(db, seat))
  const filled = await filledIn(db, place)
  const { comment } = opened.season.review
  const acts = await reviewActs(db, place)
  const submissions = standingSubmissions(acts)
  const isOut = state === 'submitted' || state === 'revealed' || review.revealedAt !== null
  const takeBack = takeBackFacts(opened.view, place, opened.season)
  const takeBackNow = () => {
    if (mayNow(house, review, { type: 'review.takeBack', facts: takeBack }, at)) return 'possible'
    return state === 'submitted' && takeBack.hasReadItsOwn ? 'tooLate' : null
  }
  const decider = (act: 'review.submit' | 'review.takeBack') => opened.may(act, place.reviewer) !== null
  return {
    review,
    reviewer: schools.get(place.reviewer) ?? '',
    reviewed: schools.get(place.reviewed) ?? '',
    count: countOf(questionsOf(questionnaire), filled, comment),
    forms: questionnaire.forms.map(({ id, questions }) => ({ form: id, count: countOf(questions, filled, comment) })),
    questionnaire,
    receipt: isOut ? (submissions.at(-1) ?? null) : null,
    rulings: acts.filter(({ type }) => type === 'review.open' || type === 'review.reopen'),
    results: reading === 'counts' || !isOut ? null : await resultsOf(house, review, submissions),
    writable,
    choices: writable ? (await choicesOf(db, place, reader)).length : 0,
    lates: own ? await latesOf(db, place, reader) : [],
    acts: {
      submit: decider('review.submit'),
      takeBack: decider('review.takeBack') ? takeBackNow() : null,
      open: opened.may('review.open', place.reviewer) !== null && mayNow(house, review, { type: 'review.open' }, at),
      reopen:
        opened.may('review.reopen', place.reviewer) !== null && mayNow(house, review, { type: 'review.reopen' }, at),
    },
  }
}
