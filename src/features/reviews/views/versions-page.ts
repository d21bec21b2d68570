import { button, linkButton } from '../../../http/components/button.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import { said as quoted } from '../../../http/components/lists.ts'
import { tag } from '../../../http/components/note.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { OpenedReview } from '../open-review.ts'
import { answerPath, formPath, lineId } from '../place.ts'
import type { Question } from '../rules.ts'
import { currentVersion, type Version } from '../versions-query.ts'
import { questionText, type Saying, sayingOf, scoreName } from './saying.ts'

export type VersionsPage = {
  readonly review: OpenedReview
  readonly question: Question
  readonly versions: readonly Version[]
  readonly writable: boolean
}

const marks = (saying: Saying, { fate, version }: Version, current: number): Printable => {
  const said = words(saying.lang).reviews.versions
  if (fate === 'kept') return version === current && tag(said.current, 'ok', 'ok')
  return html`${tag(said[fate], 'mark')} ${tag(said.ownOnly, 'plain', 'lock')}`
}

const versionBlock = (frame: PageFrame, saying: Saying, it: VersionsPage, version: Version): Html => {
  const said = words(frame.lang).reviews
  const { review, question, writable } = it
  const current = currentVersion(it.versions)
  const reader = frame.viewer?.personId
  const who = version.author === reader ? null : (version.authorName ?? said.colleague)
  const restores = writable && version.body !== null && !(version.fate === 'kept' && version.version === current)
  const action = `${answerPath(review.place, question.form, question.id)}/versions/${version.id}/restore`
  return html`<div class="crit flow"><div class="row apart"><p class="s"><b>${version.fate === 'kept' ? said.versions.number(version.version) : saying.moment(version.at)}</b> <span class="soft">${[version.fate === 'kept' ? saying.moment(version.at) : null, who, question.kind === 'criterion' ? scoreName(saying, review.opened.season.criteria, version.score) : null, version.scoredVersion === null ? null : said.scoredOn(version.scoredVersion)].filter(Boolean).join(' · ')}</span> ${marks(saying, version, current)}</p>${
    restores &&
    html`<form method="post" action="${action}">${tokenField(frame)}<input type="hidden" name="base" value="${current}">${button({ label: said.versions.restore, icon: 'back', small: true })}</form>`
  }</div>${version.body === null ? html`<p class="soft">${said.versions.erased}</p>` : version.body === '' ? html`<p class="soft">${said.clash.noText}</p>` : quoted(version.body)}</div>`
}

/** The history of one line: all its wordings, each of which can be brought back as a new one. */
export const versionsPage = (frame: PageFrame, it: VersionsPage): Html => {
  const saying = sayingOf(frame)
  const said = words(frame.lang).reviews
  const { question, review, versions } = it
  const back = `${formPath(review.place, question.form)}#${lineId(question.id)}`
  return page(frame, {
    title: said.versions.title,
    current: 'review',
    styles: ['review.css'],
    heading: pageHead({
      over: html`<a href="${back}">${said.choices.back}</a>`,
      title: said.versions.title,
      under: questionText(saying, question),
    }),
    body: html`<section class="sheet flow"><p class="soft">${versions.length === 0 ? said.versions.none : said.versions.lead}</p>${versions.map(version => versionBlock(frame, saying, it, version))}<p>${linkButton({ href: back, label: said.choices.back })}</p></section>`,
  })
}
