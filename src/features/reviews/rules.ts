import type {
  ClosingQuestion,
  CommentRule,
  CriteriaSet,
  Criterion,
  SeasonDefinition,
  SignificanceId,
  Words,
} from '../../../workflows/season.ts'

/** A score as it is stored and posted; null where none was chosen. */
export type Score = '0' | '1' | '2' | '3' | 'notApplicable'

/** An antirisk programme of the reviewed school, in the school's order. */
export type Programme = { readonly id: string; readonly title: string }

/** One line of a form: a criterion to be scored, or a question answered in words alone. `form` and `id` together name its answer. */
export type Question =
  | { readonly kind: 'criterion'; readonly form: string; readonly id: string; readonly criterion: Criterion }
  | { readonly kind: 'closing'; readonly form: string; readonly id: string; readonly question: ClosingQuestion }

/** One form of a review. `slot` is where the package keeps the document that it scores. */
export type ReviewForm = {
  readonly id: string
  readonly slot: string
  readonly title: Words
  /** What the tab is called: of a repeated form, what tells it from its sisters. */
  readonly short: Words
  readonly questions: readonly Question[]
}

/** All that one review asks: its forms, and what is asked once for the whole of it. */
export type Questionnaire = { readonly forms: readonly ReviewForm[]; readonly closing: readonly Question[] }

/** The form's name under which the questions to the whole review are kept. */
export const wholeReview = 'review'

/** How far an answer is filled in, which is all that the rules ask of it; `written`: there are words in it. */
export type Filled = { readonly score: Score | null; readonly written: boolean }

/** Answers by name. */
export type FilledIn = ReadonlyMap<string, Filled>

/** The name of an answer within its review: the form's id and the question's. */
export const answerName = ({ form, id }: Pick<Question, 'form' | 'id'>): string => `${form}/${id}`

const closingOf = ({ closingQuestions }: CriteriaSet, per: ClosingQuestion['per'], form: string): Question[] =>
  closingQuestions
    .filter(question => question.per === per)
    .map(question => ({ kind: 'closing', form, id: question.id, question }))

const entitled = ({ ru, en }: Words, title: string): Words => ({
  ru: ru.replace('{title}', () => title),
  en: en.replace('{title}', () => title),
})

/**
 * What a review of a school with these programmes asks: a form for each scored document, one for each antirisk programme where the
 * form is repeated (rules 15), and the questions to the whole review.
 */
export const questionnaireOf = (criteria: CriteriaSet, programmes: readonly Programme[]): Questionnaire => {
  const formOf = (form: CriteriaSet['forms'][number], id: string, slot: string, title: Words, short: Words) => ({
    id,
    slot,
    title,
    short,
    questions: [
      ...form.criteria.map(criterion => ({ kind: 'criterion' as const, form: id, id: criterion.id, criterion })),
      ...closingOf(criteria, 'form', id),
    ],
  })
  return {
    forms: criteria.forms.flatMap(form =>
      form.repeatedFor === undefined
        ? [formOf(form, form.document, form.document, form.name, form.name)]
        : programmes.map(({ id, title }) =>
            formOf(
              form,
              `${form.document}.${id}`,
              `${form.document}/${id}`,
              entitled(form.heading ?? form.name, title),
              { ru: title, en: title },
            ),
          ),
    ),
    closing: closingOf(criteria, 'review', wholeReview),
  }
}

/** Every question of a review, in the order in which a reader meets them. */
export const questionsOf = ({ forms, closing }: Questionnaire): readonly Question[] => [
  ...forms.flatMap(form => form.questions),
  ...closing,
]

export const questionIn = (questionnaire: Questionnaire, form: string, id: string): Question | null =>
  questionsOf(questionnaire).find(question => question.form === form && question.id === id) ?? null

/** Private notes belong to the writing school for ever: they are no part of what is submitted. */
export const isPrivate = (question: Question): boolean => question.kind === 'closing' && question.question.private

/** Whether a score may be given to this question at all, by the season's scale. */
export const takesScore = (question: Question, score: Score | null, { scale }: CriteriaSet): boolean => {
  if (score === null) return true
  if (question.kind === 'closing') return false
  return score === 'notApplicable'
    ? scale.notApplicable !== undefined
    : scale.values.some(value => String(value.score) === score)
}

/** How much a comment is wanted beside a score. */
export type CommentWish = 'required' | 'asked' | 'free'

const named = (list: CommentRule['requiredFor'], score: Score) => list.some(entry => String(entry) === score)

export const commentWish = (score: Score | null, { requiredFor, askedFor }: CommentRule): CommentWish => {
  if (score === null) return 'free'
  if (named(requiredFor, score)) return 'required'
  return named(askedFor, score) ? 'asked' : 'free'
}

/** What the comment's label asks: the reason, what is missing to the best score, or nothing in particular. */
export type CommentLabel = 'plain' | 'lacking' | 'whyNotApplicable'

export const commentLabel = (score: Score | null, { scale }: CriteriaSet): CommentLabel => {
  if (score === 'notApplicable') return 'whyNotApplicable'
  const best = Math.max(...scale.values.map(value => value.score))
  return score === null || Number(score) === best ? 'plain' : 'lacking'
}

/** What a line still lacks before the review can be submitted. */
export type Lack = 'score' | 'comment' | 'text'

const lackOf = (question: Question, filled: Filled | undefined, rule: CommentRule): Lack | null => {
  const { score, written } = filled ?? { score: null, written: false }
  if (question.kind === 'closing') return question.question.required && !written ? 'text' : null
  if (score === null) return 'score'
  return commentWish(score, rule) === 'required' && !written ? 'comment' : null
}

/** A line that is not ready, and why. Its code, `form/question:lack`, stands in the facts of a submission. */
export type Missing = { readonly question: Question; readonly lack: Lack }

export const missingCode = ({ question, lack }: Missing): string => `${answerName(question)}:${lack}`

/** The lines that a review still lacks, in the reader's order. */
export const missingIn = (questions: readonly Question[], filledIn: FilledIn, rule: CommentRule): Missing[] =>
  questions.flatMap(question => {
    const lack = lackOf(question, filledIn.get(answerName(question)), rule)
    return lack === null ? [] : [{ question, lack }]
  })

export type Count = { readonly done: number; readonly total: number }

/** Lines that are ready out of those that must be: private notes and questions left to the reviewer count for nothing. */
export const countOf = (questions: readonly Question[], filledIn: FilledIn, rule: CommentRule): Count => {
  const due = questions.filter(question => question.kind === 'criterion' || question.question.required)
  return { done: due.length - missingIn(due, filledIn, rule).length, total: due.length }
}

/** Whether the criterion speaks of risks that the school's profile does not have: not applicable is suggested, never forced. */
export const suggestsNotApplicable = (
  { appliesWhen }: Criterion,
  profile: Readonly<Record<string, SignificanceId>> | null,
): boolean => appliesWhen !== undefined && profile !== null && !Object.values(profile).includes(appliesWhen.profileHas)

/** When a review was submitted and revealed, as its machine's context says. */
export type Openness = { readonly submittedAt: string | null; readonly revealedAt: string | null }

/**
 * Whether others than the writing school may read what was submitted: it was revealed once, and stays so while it is being changed; where
 * the season does not seal, submitting is enough (rules 16, 17).
 */
export const isOpened = (
  { review }: Pick<SeasonDefinition, 'review'>,
  { submittedAt, revealedAt }: Openness,
): boolean => revealedAt !== null || (!review.seal && submittedAt !== null)

/** Who may read what of a review. `own`: all of it; `counts`: how far it is, and not a word more. */
export type Reading = 'own' | 'submitted' | 'counts' | 'nothing'

/** Decided before any content is read (rules 16). */
export const readingOf = (
  season: Pick<SeasonDefinition, 'review'>,
  openness: Openness,
  may: { readonly sealed: boolean; readonly revealed: boolean; readonly count: boolean },
): Reading => {
  if (may.sealed) return 'own'
  if (may.revealed && isOpened(season, openness)) return 'submitted'
  return may.count ? 'counts' : 'nothing'
}
