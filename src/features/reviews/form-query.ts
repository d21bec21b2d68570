import { rootKey } from '../../../workflows/keys.ts'
import type { SignificanceId } from '../../../workflows/season.ts'
import { dutyIn } from '../../../workflows/view.ts'
import { hasTag } from '../../engine/step.ts'
import { problem, throwProblem } from '../../http/problems.ts'
import type { House } from '../house.ts'
import type { OpenedReview } from './open-review.ts'
import { keyOf } from './place.ts'
import type { Choice, StoredAnswer } from './read-answers.ts'
import { readForm } from './read-form.ts'
import type { Document } from './read-package.ts'
import {
  answerName,
  type Count,
  countOf,
  type Lack,
  missingIn,
  type Question,
  type Questionnaire,
  questionnaireOf,
  type ReviewForm,
  suggestsNotApplicable,
  wholeReview,
} from './rules.ts'

/** One line of a form as its page shows it. `lack` is what it still needs, whether the page says so or not. */
export type Line = {
  readonly number: number
  readonly question: Question
  readonly answer: StoredAnswer | null
  readonly choice: Choice | null
  readonly lack: Lack | 'choice' | null
  readonly suggestion: SignificanceId | null
}

/** One of the review's forms, or what is asked about the whole of it, as a tab. `count` is null where nothing must be filled in. */
export type Tab = { readonly form: string; readonly title: ReviewForm['short'] | null; readonly count: Count | null }

export type FormPage = {
  readonly review: OpenedReview
  readonly school: string
  /** Null where the questions are about the whole review. */
  readonly form: ReviewForm | null
  readonly tabs: readonly Tab[]
  readonly lines: readonly Line[]
  readonly count: Count
  readonly writable: boolean
  readonly document: Document | null
  readonly dueAt: string | null
}

/** Whether the writing school may write just now. */
export const isWritable = (
  { workflow }: Pick<House, 'workflow'>,
  { opened: { view }, place }: OpenedReview,
): boolean => {
  const [own, thing] = [view.get(rootKey), view.get(keyOf(place))]
  return (
    own !== undefined &&
    thing !== undefined &&
    hasTag(workflow, own, 'open') &&
    hasTag(workflow, thing, 'answersWritable')
  )
}

const dueOf = ({ opened: { view }, place }: OpenedReview): string | null => {
  const { facts } = dutyIn(view, place.reviewer, 'review', place.reviewed).context
  return facts?.stand === 'owed' || facts?.stand === 'fulfilled' ? facts.dueAt : null
}

const questionsOfForm = ({ forms, closing }: Questionnaire, form: string): readonly Question[] =>
  form === wholeReview ? closing : (forms.find(({ id }) => id === form)?.questions ?? [])

/** A form of the writing school's own review; ends the request where the review has no such form. */
export const formPageOf = async (
  house: House,
  review: OpenedReview,
  formId: string,
  reader: string,
): Promise<FormPage> => {
  const { db } = house
  const { place, opened } = review
  const { criteria, review: settings } = opened.season
  const { programmes, answers, choices, document, school } = await readForm(db, place, review.seat, formId, reader)
  const questionnaire = questionnaireOf(criteria, programmes)
  const questions = questionsOfForm(questionnaire, formId)
  if (questions.length === 0) return throwProblem(problem('not-found'))
  const form = questionnaire.forms.find(({ id }) => id === formId) ?? null
  const lacks = new Map(
    missingIn(questions, answers, settings.comment).map(({ question, lack }) => [answerName(question), lack]),
  )
  const lineOf = (question: Question, index: number): Line => {
    const choice = choices.findLast(({ form: of, question: id }) => of === question.form && id === question.id) ?? null
    const suggests = question.kind === 'criterion' && suggestsNotApplicable(question.criterion, school.profile)
    return {
      number: index + 1,
      question,
      answer: answers.get(answerName(question)) ?? null,
      choice,
      lack: choice === null ? (lacks.get(answerName(question)) ?? null) : 'choice',
      suggestion: suggests ? (question.criterion.appliesWhen?.profileHas ?? null) : null,
    }
  }
  const countIn = (all: readonly Question[]) => countOf(all, answers, settings.comment)
  return {
    review,
    school: school.name,
    form,
    tabs: [
      ...questionnaire.forms.map(({ id, short, questions: all }) => ({ form: id, title: short, count: countIn(all) })),
      ...(questionnaire.closing.length === 0 ? [] : [closingTab(questionnaire.closing, countIn)]),
    ],
    lines: questions.map(lineOf),
    count: countIn(questions),
    writable: isWritable(house, review),
    document: form && document,
    dueAt: dueOf(review),
  }
}

const closingTab = (closing: readonly Question[], countIn: (all: readonly Question[]) => Count): Tab => {
  const count = countIn(closing)
  return { form: wholeReview, title: null, count: count.total === 0 ? null : count }
}
