import type { CriteriaSet } from '../../../../workflows/season.ts'
import { said as quoted } from '../../../http/components/lists.ts'
import { tag } from '../../../http/components/note.ts'
import { card } from '../../../http/components/sheet.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { Submitted } from '../read-submissions.ts'
import type { ResultLine, Results } from '../results-query.ts'
import { answerName, type Question } from '../rules.ts'
import { questionText, type Saying, scoreName } from './saying.ts'

type Voice = 'us' | 'them'

const wording = (saying: Saying, criteria: CriteriaSet, question: Question, said: Submitted, voice: Voice): Html => {
  const { versions, scoredOn } = words(saying.lang).reviews
  const name = scoreName(saying, criteria, said.score)
  return html`<p class="row">${question.kind === 'criterion' && tag(name, voice === 'us' ? 'we' : 'they')}${
    said.scoredVersion !== null && html`<span class="xs soft">${scoredOn(said.scoredVersion)}</span>`
  }</p>${said.body === null ? html`<p class="soft">${versions.erased}</p>` : said.body !== '' && quoted(said.body, voice)}`
}

const resultLine = (
  saying: Saying,
  criteria: CriteriaSet,
  { question, said, before }: ResultLine,
  number: number,
  voice: Voice,
): Printable => {
  const { changed, before: beforeLabel, noScore } = words(saying.lang).reviews
  if (said === null && question.kind === 'closing') return null
  return html`<div class="crit flow"><h3>${question.kind === 'criterion' && html`<span class="soft">${number}</span> `}${questionText(saying, question)}${before !== null && html` ${tag(changed, 'mark')}`}</h3>
${said === null ? html`<p class="soft">${noScore}</p>` : wording(saying, criteria, question, said, voice)}
${before !== null && html`<div class="hist flow"><p class="xs soft">${beforeLabel}</p>${wording(saying, criteria, question, before, voice)}</div>`}</div>`
}

/** What was submitted, a sheet a form; scores and words in the voice of whoever wrote them. */
export const resultSheets = (
  saying: Saying,
  criteria: CriteriaSet,
  { questionnaire, lines }: Results,
  voice: Voice,
): Html => {
  const said = words(saying.lang).reviews
  const linesOf = (questions: readonly Question[]) =>
    questions.flatMap((question, index) => {
      const line = lines.get(answerName(question))
      return line === undefined ? [] : [resultLine(saying, criteria, line, index + 1, voice)]
    })
  const forms = questionnaire.forms.map(form =>
    card({ id: `form-${form.id}`, title: saying.text(form.title), body: linesOf(form.questions) }),
  )
  const closing = linesOf(questionnaire.closing).filter(Boolean)
  return html`${forms}${closing.length > 0 && card({ id: 'form-review', title: said.closing, body: closing })}`
}
