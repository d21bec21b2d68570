import { linkButton } from '../../../http/components/button.ts'
import { facts, said as quoted } from '../../../http/components/lists.ts'
import { note, tag } from '../../../http/components/note.ts'
import { progress } from '../../../http/components/progress.ts'
import { formTabs } from '../../../http/components/scale.ts'
import { card, sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { answerPath, choicePath, formPath, reviewPath } from '../place.ts'
import type { ReviewPage } from '../review-query.ts'
import { type Count, questionIn, wholeReview } from '../rules.ts'
import { actForm } from './act-form.ts'
import { resultSheets } from './results.ts'
import { questionText, type Saying, sayingOf, scoreName } from './saying.ts'

const counted = (saying: Saying, { done, total }: Count): Html => {
  const says = words(saying.lang).reviews.counts(done, total)
  return html`<p>${progress({ done, total, label: says })} ${says}</p>`
}

const stateSheet = (frame: PageFrame, saying: Saying, it: ReviewPage): Html => {
  const said = words(frame.lang).reviews
  const { review, receipt, writable } = it
  const own = review.reading === 'own'
  const sealed = !own && it.results === null
  const first = it.questionnaire.forms[0]?.id ?? wholeReview
  return sheet({
    id: 'state',
    title: said.state[review.state],
    body: html`${review.state === 'waiting' ? html`<p>${said.waitingLead}</p>` : counted(saying, it.count)}
${receipt !== null && html`<p>${said.submittedBy(saying.moment(receipt.at), own ? (receipt.name ?? said.someone) : said.someone)}</p>`}
${sealed && note({ icon: 'lock', body: html`<p><b>${said.sealed}.</b> ${said.sealedLead}</p>` })}
${!own && !sealed && review.state !== 'revealed' && note({ tone: 'mark', body: html`<p>${said.beingChanged}</p>` })}
${it.results?.changed && review.state === 'revealed' && note({ tone: 'mark', body: html`<p>${tag(said.changed, 'mark')} ${said.changedLead}</p>` })}
${it.choices > 0 && note({ tone: 'mark', body: html`<p><b>${said.choices.title}.</b> ${said.choices.lead}</p><p>${linkButton({ href: choicePath(review.place), label: said.clash.choose, small: true })}</p>` })}
${writable && html`<p class="row">${linkButton({ href: formPath(review.place, first), label: said.continue, primary: true })}${it.acts.submit && linkButton({ href: `${reviewPath(review.place)}/submit`, label: said.submit })}</p>`}
${it.rulings.map(ruling => html`<div class="flow"><p class="s soft">${ruling.type === 'review.open' ? said.opened(saying.moment(ruling.at)) : said.reopened(saying.moment(ruling.at))}</p>${ruling.reason !== null && quoted(ruling.reason)}</div>`)}`,
  })
}

const tabs = (saying: Saying, it: ReviewPage): Printable => {
  if (it.review.reading !== 'own' || it.review.state === 'waiting') return null
  const said = words(saying.lang).reviews
  const { place } = it.review
  return formTabs(said.forms, [
    ...it.questionnaire.forms.map(({ id, short }) => {
      const { done, total } = it.forms.find(({ form }) => form === id)?.count ?? { done: 0, total: 0 }
      return { href: formPath(place, id), title: saying.text(short), state: said.filled(done, total) }
    }),
    ...(it.questionnaire.closing.length === 0
      ? []
      : [{ href: formPath(place, wholeReview), title: said.closing, state: said.optional }]),
  ])
}

/** The school's proof of what it submitted, when, and with which checksums (rules 26). */
const receiptSheet = (saying: Saying, { receipt, review }: ReviewPage): Printable => {
  if (receipt === null || review.reading !== 'own') return null
  const said = words(saying.lang).reviews.receipt
  return card({
    id: 'receipt',
    title: said.title,
    body: html`<p class="s soft">${said.remark}</p>${facts([
      { name: said.at, value: html`<time datetime="${receipt.at}">${saying.moment(receipt.at)}</time>` },
      { name: said.n, value: receipt.n },
      { name: said.row, value: html`<code>${receipt.hash}</code>` },
      { name: said.content, value: html`<code>${receipt.sha256}</code>` },
    ])}`,
  })
}

const actsSheet = (frame: PageFrame, it: ReviewPage, newId: () => string): Printable => {
  const said = words(frame.lang).reviews
  const { acts, review } = it
  const at = reviewPath(review.place)
  const seen = review.opened.n
  const forms = [
    acts.takeBack === 'possible' &&
      actForm(frame, {
        action: `${at}/take-back`,
        seen,
        once: newId(),
        label: said.takeBack.button,
        lead: said.takeBack.remark,
      }),
    acts.takeBack === 'tooLate' && html`<p class="soft">${said.takeBack.tooLate}</p>`,
    acts.open &&
      html`<h3>${said.open.title}</h3>${actForm(frame, { action: `${at}/open`, seen, once: newId(), label: said.open.button, lead: said.open.remark, reason: said.open.reason })}`,
    acts.reopen &&
      html`<h3>${said.reopen.title}</h3>${actForm(frame, { action: `${at}/reopen`, seen, once: newId(), label: said.reopen.button, lead: said.reopen.remark, reason: said.reopen.reason })}`,
  ].filter(Boolean)
  return forms.length > 0 && html`<section class="sheet flow">${forms}</section>`
}

const latesSheet = (saying: Saying, { lates, review, questionnaire }: ReviewPage): Printable => {
  if (lates.length === 0) return null
  const said = words(saying.lang).reviews
  return card({
    id: 'late',
    title: said.lates.title,
    body: html`<p class="s soft">${said.lates.lead}</p>${lates.map(late => {
      const question = questionIn(questionnaire, late.form, late.question)
      return html`<div class="flow crit"><h3>${question ? questionText(saying, question) : late.question}</h3><p class="xs soft">${saying.moment(late.at)} · ${scoreName(saying, review.opened.season.criteria, late.score)}</p>${late.body !== '' && quoted(late.body, 'us')}<p><a class="s" href="${answerPath(review.place, late.form, late.question)}/versions">${said.lates.restore}</a></p></div>`
    })}`,
  })
}

/** A review's own page: how far it is, the school's receipt, what may be done, and what was submitted to whoever may read it. */
export const reviewPage = (frame: PageFrame, it: ReviewPage, newId: () => string): Html => {
  const saying = sayingOf(frame)
  const said = words(frame.lang).reviews
  const own = it.review.reading === 'own'
  const { criteria } = it.review.opened.season
  return page(frame, {
    title: said.title,
    current: 'review',
    styles: ['review.css'],
    heading: pageHead({
      over: own ? said.about(it.reviewed) : said.between(it.reviewer, it.reviewed),
      title: said.title,
    }),
    body: html`${tabs(saying, it)}${stateSheet(frame, saying, it)}${latesSheet(saying, it)}${actsSheet(frame, it, newId)}${receiptSheet(saying, it)}${
      it.results !== null && resultSheets(saying, criteria, it.results, own ? 'us' : 'them')
    }`,
  })
}
