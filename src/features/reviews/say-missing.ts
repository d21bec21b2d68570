import { type Lang, words } from '../../words/index.ts'
import { formPath, lineId, type Place } from './place.ts'
import { answerName, type Question, type Questionnaire, questionsOf, wholeReview } from './rules.ts'

/** A code of the facts' `missing` in words, with the way to the very line. */
export type SaidMissing = { readonly code: string; readonly says: string; readonly href: string }

const lackIn = (lang: Lang, lack: string): string => {
  const said: Readonly<Record<string, string>> = words(lang).reviews.lack
  return said[lack] ?? lack
}

/** Says what a review still lacks: form, number, line, and what to do about it. */
export const sayMissing = (
  lang: Lang,
  place: Place,
  questionnaire: Questionnaire,
  codes: readonly string[],
): SaidMissing[] => {
  const said = words(lang).reviews
  const lines = new Map<string, { question: Question; number: number }>(
    [...questionnaire.forms.map(form => form.questions), questionnaire.closing].flatMap(questions =>
      questions.map((question, index) => [answerName(question), { question, number: index + 1 }] as const),
    ),
  )
  const titleOf = (form: string) => questionnaire.forms.find(({ id }) => id === form)?.short[lang] ?? said.closing
  const textOf = (question: Question) =>
    question.kind === 'criterion' ? question.criterion.text[lang] : question.question.text[lang]
  return codes.map(code => {
    const cut = code.lastIndexOf(':')
    const line = lines.get(code.slice(0, cut))
    const lack = lackIn(lang, code.slice(cut + 1))
    if (line === undefined)
      return { code, says: lack, href: formPath(place, questionsOf(questionnaire)[0]?.form ?? wholeReview) }
    const { question, number } = line
    return {
      code,
      says: said.lackIn(titleOf(question.form), said.lackOf(number, textOf(question), lack)),
      href: `${formPath(place, question.form)}?told=yes#${lineId(question.id)}`,
    }
  })
}
