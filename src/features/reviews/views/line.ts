import type { SeasonDefinition } from '../../../../workflows/season.ts'
import { linkButton } from '../../../http/components/button.ts'
import { icon } from '../../../http/components/icons.ts'
import { said as quoted } from '../../../http/components/lists.ts'
import { tag } from '../../../http/components/note.ts'
import { clash } from '../../../http/components/saved-words.ts'
import { criterion, scale } from '../../../http/components/scale.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { FormPage, Line } from '../form-query.ts'
import { answerPath, choicePath, lineId } from '../place.ts'
import type { Choice } from '../read-answers.ts'
import { commentWish, isPrivate, type Score } from '../rules.ts'
import type { Wording } from '../wording.ts'
import { bestName, capital, labelOf, questionText, type Saying, scoreName } from './saying.ts'

/** What is wrong with a line, as its page says it after an attempt to submit. */
export const lackText = ({ lang }: Saying, { lack, answer }: Pick<Line, 'lack' | 'answer'>): string | undefined => {
  const said = words(lang).reviews.lack
  if (lack === null) return undefined
  return lack === 'comment' && answer?.score === 'notApplicable' ? said.whyNotApplicable : said[lack]
}

const cells = ({ text }: Saying, { scale: { values, notApplicable } }: SeasonDefinition['criteria']) => [
  ...values.map(({ score, name }) => ({ value: String(score), sign: String(score), word: text(name) })),
  ...(notApplicable ? [{ value: 'notApplicable', sign: notApplicable.sign, word: text(notApplicable.name) }] : []),
]

/** One wording beside another, as a box of the conflict. */
export const wordingBox = (
  saying: Saying,
  criteria: SeasonDefinition['criteria'],
  about: string,
  { score, body }: Wording,
  scored: boolean,
) => {
  const said = words(saying.lang).reviews.clash
  const by = scored
    ? `${about} · ${score === null ? said.noScore : said.scored(scoreName(saying, criteria, score))}`
    : about
  return { about: by, text: body || said.noText }
}

/** Who wrote the other wording, for its reader. */
export const whoWrote = ({ lang }: Saying, theirs: Choice['theirs'], reader: string): string => {
  const said = words(lang).reviews
  if (theirs?.author === reader) return said.you
  return theirs?.authorName ?? said.colleague
}

const choiceBlock = (saying: Saying, page: FormPage, line: Line, choice: Choice, reader: string): Html => {
  const said = words(saying.lang).reviews.clash
  const { criteria } = page.review.opened.season
  const { yours, theirs } = choice
  const scored = line.question.kind === 'criterion'
  const who = whoWrote(saying, theirs, reader)
  const other = theirs ?? { score: null, body: '', at: yours.at }
  return clash({
    says: html`<b>${said.says}</b> ${said.who(who, saying.clock(other.at))}`,
    wordings: [
      wordingBox(saying, criteria, said.mineAt(saying.clock(yours.at)), yours, scored),
      wordingBox(saying, criteria, `${who} · ${saying.clock(other.at)}`, other, scored),
    ],
    actions: linkButton({
      href: `${choicePath(page.review.place)}#${lineId(line.question.id)}`,
      label: said.choose,
      small: true,
    }),
  })
}

const savedMark = (saying: Saying, { answer }: Line, reader: string): Html => {
  const said = words(saying.lang).reviews
  if (answer === null) return html`<span data-mark>${said.empty}</span>`
  const who = answer.author === reader ? null : (answer.authorName ?? said.colleague)
  const when = saying.isToday(answer.at) ? said.saved(saying.clock(answer.at)) : said.savedOn(saying.moment(answer.at))
  return html`<span data-mark class="ok">${icon('ok')} ${[when, who].filter(Boolean).join(', ')}</span>`
}

const scoredMark = (saying: Saying, { document }: FormPage, { answer, question }: Line): Printable => {
  const said = words(saying.lang).reviews
  if (answer?.scoredVersion == null || document === null || question.kind === 'closing') return null
  return answer.scoredVersion < document.version
    ? html`<span class="late">${said.newerCame(answer.scoredVersion, document.version, saying.day(document.at))}</span>`
    : html`<span>${said.scoredOn(answer.scoredVersion)}</span>`
}

const historyLink = (saying: Saying, { review: { place } }: FormPage, { answer, question, choice }: Line): Printable =>
  answer !== null &&
  (answer.version > 1 || choice !== null) &&
  html`<a href="${answerPath(place, question.form, question.id)}/versions">${words(saying.lang).reviews.history(answer.version)}</a>`

const comment = (saying: Saying, page: FormPage, line: Line, fault: boolean): Html => {
  const said = words(saying.lang).reviews
  const { criteria, review } = page.review.opened.season
  const { question, answer } = line
  const score: Score | null = answer?.score ?? null
  const [id, wish] = [`c-${question.id}`, commentWish(score, review.comment)]
  const remark = isPrivate(question) ? said.notes : said.closingRemark
  const label = question.kind === 'criterion' ? labelOf(saying, criteria, score) : remark
  const hint = question.kind === 'criterion' && wish !== 'free' ? said.wish[wish] : ''
  const invalid = fault && line.lack !== 'score' && line.lack !== 'choice'
  const field = html`<div class="f"><label for="${id}">${label}</label><textarea class="in" id="${id}" name="body:${question.id}" rows="3"${
    invalid && html` aria-invalid="true"`
  } aria-describedby="h-${question.id}${invalid && ` ${lineId(question.id)}-e`}">
${answer?.body ?? ''}</textarea><p class="hint" id="h-${question.id}">${hint}</p></div>`
  const best = Math.max(...criteria.scale.values.map(value => value.score))
  const folds = question.kind === 'criterion' && score === String(best) && answer?.body === ''
  return folds
    ? html`<details><summary>${said.addComment(bestName(saying, criteria))}</summary>${field}</details>`
    : field
}

/** One line to be filled in. `fault`: the page says what it lacks. */
export const editLine = (saying: Saying, page: FormPage, line: Line, reader: string, fault: boolean): Html => {
  const said = words(saying.lang).reviews
  const { criteria } = page.review.opened.season
  const { question, answer, choice, suggestion } = line
  const says = fault ? lackText(saying, line) : undefined
  const id = lineId(question.id)
  return criterion({
    id,
    number: question.kind === 'criterion' ? line.number : '',
    text: questionText(saying, question),
    fault: says && capital(says),
    body: html`<div class="flow" data-line>${choice && html`<div data-choice>${choiceBlock(saying, page, line, choice, reader)}</div>`}
${question.kind === 'criterion' && scale({ name: `score:${question.id}`, cells: cells(saying, criteria), value: answer?.score ?? undefined, faultId: says !== undefined && line.lack === 'score' ? `${id}-e` : undefined })}
${suggestion && html`<p class="hint">${said.suggestion[suggestion]}</p>`}
${comment(saying, page, line, says !== undefined)}
<input type="hidden" name="base:${question.id}" value="${answer?.version ?? 0}" data-version="${answer?.version ?? 0}">
</div>`,
    status: html`<span class="row">${savedMark(saying, line, reader)}${scoredMark(saying, page, line)}</span>${historyLink(saying, page, line)}`,
  })
}

/** One line to be read. */
export const readLine = (saying: Saying, page: FormPage, line: Line, reader: string): Html => {
  const { criteria } = page.review.opened.season
  const { question, answer } = line
  return criterion({
    id: lineId(question.id),
    number: question.kind === 'criterion' ? line.number : '',
    text: questionText(saying, question),
    body: html`${question.kind === 'criterion' && html`<p>${tag(scoreName(saying, criteria, answer?.score ?? null), answer?.score == null ? 'plain' : 'we')}</p>`}
${answer !== null && answer.body !== '' && quoted(answer.body)}`,
    status: html`<span class="row">${savedMark(saying, line, reader)}${scoredMark(saying, page, line)}</span>${historyLink(saying, page, line)}`,
  })
}
