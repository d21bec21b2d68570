import type { CriteriaSet, Words as Twin } from '../../../../workflows/season.ts'
import type { PageFrame } from '../../../http/frame.ts'
import type { Lang } from '../../../words/index.ts'
import { words } from '../../../words/index.ts'
import { clockTime, longDate, relativeTime } from '../../../words/time.ts'
import { commentLabel, type Question, type Score } from '../rules.ts'

/** How the pages of a review speak: in the reader's language, by the reader's clock. */
export type Saying = {
  readonly lang: Lang
  readonly clock: (at: string) => string
  readonly isToday: (at: string) => boolean
  readonly day: (at: string) => string
  readonly moment: (at: string) => string
  readonly text: (twin: Twin) => string
}

export const sayingOf = ({ lang, viewer, at }: PageFrame): Saying => {
  const zone = viewer?.zone ?? 'UTC'
  return {
    lang,
    clock: instant => clockTime(lang, instant, zone),
    isToday: instant => dayIn(Temporal.Instant.from(instant), zone).equals(dayIn(at, zone)),
    day: instant => longDate(lang, instant, zone, at),
    moment: instant => relativeTime(lang, instant, zone, at),
    text: twin => twin[lang],
  }
}

const dayIn = (at: Temporal.Instant, zone: string) => at.toZonedDateTimeISO(zone).toPlainDate()

/** A remark as a sentence of its own. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The question's own text. */
export const questionText = ({ text }: Saying, question: Question): string =>
  text(question.kind === 'criterion' ? question.criterion.text : question.question.text)

/** «Да»: the name of the best score. */
export const bestName = ({ text }: Saying, { scale }: CriteriaSet): string => {
  const best = scale.values.reduce((so, value) => (value.score > so.score ? value : so))
  return text(best.name)
}

/** What stands over the comment, by the score. */
export const labelOf = (saying: Saying, criteria: CriteriaSet, score: Score | null): string => {
  const said = words(saying.lang).reviews.comment
  const kind = commentLabel(score, criteria)
  return kind === 'lacking' ? said.lacking(bestName(saying, criteria)) : said[kind]
}

/** «2, Скорее да»; «Неприменимо»; «без оценки». */
export const scoreName = ({ lang, text }: Saying, { scale }: CriteriaSet, score: Score | null): string => {
  if (score === 'notApplicable') return scale.notApplicable ? text(scale.notApplicable.name) : score
  const value = scale.values.find(candidate => String(candidate.score) === score)
  return value === undefined ? words(lang).reviews.noScore : `${value.score}, ${text(value.name)}`
}
