import { button, linkButton } from '../../../http/components/button.ts'
import { areaField } from '../../../http/components/fields.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import { clash } from '../../../http/components/saved-words.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { OpenedReview } from '../open-review.ts'
import { answerPath, lineId, reviewPath } from '../place.ts'
import type { Choice } from '../read-answers.ts'
import type { Question } from '../rules.ts'
import { whoWrote, wordingBox } from './line.ts'
import { questionText, type Saying, sayingOf } from './saying.ts'

export type ChoicesPage = {
  readonly review: OpenedReview
  readonly choices: readonly (Choice & { readonly asked: Question })[]
}

const bothTexts = ({ yours, theirs }: Choice) => [yours.body, theirs?.body ?? ''].filter(Boolean).join('\n\n')

const block = (frame: PageFrame, saying: Saying, { review }: ChoicesPage, it: ChoicesPage['choices'][number]): Html => {
  const said = words(frame.lang).reviews.clash
  const { criteria } = review.opened.season
  const { asked, yours, theirs } = it
  const at = answerPath(review.place, it.form, it.question)
  const base = theirs?.version ?? 0
  const scored = asked.kind === 'criterion'
  const who = whoWrote(saying, theirs, frame.viewer?.personId ?? '')
  const other = theirs ?? { score: null, body: '', at: yours.at }
  const press = (action: string, label: string) =>
    html`<form method="post" action="${action}">${tokenField(frame)}<input type="hidden" name="base" value="${base}">${button({ label, small: true })}</form>`
  return html`<section class="sheet flow" id="${lineId(it.question)}"><h2>${questionText(saying, asked)}</h2>
${clash({
  says: html`<b>${said.says}</b> ${said.who(who, saying.clock(other.at))}`,
  wordings: [
    wordingBox(saying, criteria, said.mineAt(saying.clock(yours.at)), yours, scored),
    wordingBox(saying, criteria, `${who} · ${saying.clock(other.at)}`, other, scored),
  ],
  actions: html`${press(`${at}/versions/${yours.id}/restore`, said.keep)}${press(`${at}/versions/${yours.id}/settle`, said.take)}`,
})}
<details><summary>${said.merge}</summary><form class="flow" method="post" action="${at}">${tokenField(frame)}<input type="hidden" name="base" value="${base}">${
    scored && html`<input type="hidden" name="score" value="${yours.score ?? other.score ?? ''}">`
  }${areaField({ name: 'body', label: said.merged, hint: said.mergedHint, value: bothTexts(it), rows: 6 })}<p>${button({ label: words(frame.lang).reviews.save, small: true })}</p></form></details>
<p class="xs soft">${said.stays}</p></section>`
}

/** Lines that two people wrote at once: both wordings, and one choice each. A page of its own, so that nothing depends on a script. */
export const choicesPage = (frame: PageFrame, it: ChoicesPage): Html => {
  const saying = sayingOf(frame)
  const said = words(frame.lang).reviews
  const back = reviewPath(it.review.place)
  const rest = it.choices.length > 0
  return page(frame, {
    title: said.choices.title,
    current: 'review',
    styles: ['review.css'],
    heading: pageHead({
      over: html`<a href="${back}">${said.title}</a>`,
      title: said.choices.title,
      under: rest ? said.choices.lead : said.choices.none,
    }),
    body: html`${it.choices.map(choice => block(frame, saying, it, choice))}<p>${linkButton({ href: back, label: said.title })}</p>`,
  })
}
