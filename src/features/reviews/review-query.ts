import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import type { House } from '../house.ts'
import { takeBackFacts } from './facts.ts'
import { isWritable } from './form-query.ts'
import { mayNow, type OpenedReview } from './open-review.ts'
import { choicesOf, filledIn, type Late, latesOf } from './read-answers.ts'
import { programmesOf } from './read-package.ts'
import { type ReviewAct, reviewActs, standingSubmissions } from './read-submissions.ts'
import { type Results, resultsOf } from './results-query.ts'
import { type Count, countOf, type Questionnaire, questionnaireOf, questionsOf } from './rules.ts'

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
    results: reading === 'counts' || !isOut ? null : await resultsOf(db, review, submissions),
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
