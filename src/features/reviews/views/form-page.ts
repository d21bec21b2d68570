import { button, linkButton } from '../../../http/components/button.ts'
import { faultList } from '../../../http/components/fault-list.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import { icon } from '../../../http/components/icons.ts'
import { note } from '../../../http/components/note.ts'
import { progress } from '../../../http/components/progress.ts'
import { formTabs } from '../../../http/components/scale.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { deadline, timeLeft } from '../../../words/time.ts'
import type { FormPage } from '../form-query.ts'
import { formPath, lineId, reviewPath } from '../place.ts'
import { wholeReview } from '../rules.ts'
import { editLine, lackText, readLine } from './line.ts'
import { liveLabels, liveWords } from './live-words.ts'
import { questionText, type Saying, sayingOf } from './saying.ts'

const formTitle = ({ lang, text }: Saying, { form }: FormPage): string =>
  form === null ? words(lang).reviews.closing : text(form.title)

const tabs = (saying: Saying, it: FormPage): Html => {
  const said = words(saying.lang).reviews
  const { place } = it.review
  return formTabs(
    said.forms,
    it.tabs.map(({ form, title, count }) => ({
      href: formPath(place, form),
      title: title === null ? said.closing : saying.text(title),
      current: form === (it.form?.id ?? wholeReview),
      state:
        count === null
          ? said.optional
          : count.done === count.total
            ? html`<span class="ok">${icon('ok')} ${said.filled(count.done, count.total)}</span>`
            : said.filled(count.done, count.total),
    })),
  )
}

const due = (frame: PageFrame, { dueAt, writable }: FormPage): Printable => {
  if (dueAt === null || !writable) return null
  const said = words(frame.lang).reviews
  const zone = frame.viewer?.zone ?? 'UTC'
  const left = timeLeft(frame.lang, frame.at, dueAt)
  const until = deadline(frame.lang, dueAt, zone, frame.at)
  return left === null ? html`<p class="late">${said.wasUntil(until)}</p>` : html`<p>${said.until(until)}: ${left}</p>`
}

const documentCard = (saying: Saying, { document, review: { place } }: FormPage): Html => {
  const said = words(saying.lang).reviews
  const whole = `/partnerships/${place.root}/seats/${place.reviewed}/package`
  return html`<aside class="doc sheet flow" aria-labelledby="document"><h2 id="document">${said.document}</h2>
${
  document === null
    ? html`<p class="soft">${said.noDocument}</p>`
    : html`<p><a href="/partnerships/${place.root}/documents/${document.id}">${document.filename}</a><br><span class="s soft">${said.documentOf(document.version, saying.day(document.at))}</span></p>`
}
<p class="s"><a href="${whole}">${said.wholePackage}</a></p></aside>`
}

/** The line that always says what is saved; the worst state speaks. Its script puts other words into it. */
const saveBar = (saying: Saying, it: FormPage): Html => {
  const said = words(saying.lang).reviews
  const last = it.lines
    .flatMap(({ answer }) => answer?.at ?? [])
    .sort()
    .at(-1)
  const label = words(saying.lang).frame.filled(it.count.done, it.count.total)
  return html`<div class="save" id="save"><span role="status"><span data-icon="ok">${icon('ok')}</span><span data-icon="offline" hidden>${icon('offline')}</span><span data-icon="warn" hidden>${icon('warn')}</span> <span data-says class="js-only">${last === undefined ? said.allSaved : said.allSavedAt(saying.clock(last))}</span><span class="no-js">${said.saveByButton}</span></span><span>${
    it.count.total > 0 &&
    html`${progress({ ...it.count, label })} <span data-count>${said.filled(it.count.done, it.count.total)}</span>`
  }</span></div>`
}

const faults = (saying: Saying, it: FormPage): Html | null => {
  const said = words(saying.lang).reviews
  const lacking = it.lines.filter(({ lack }) => lack !== null)
  if (lacking.length === 0) return null
  return faultList({
    title: said.send.missing(lacking.length),
    safe: said.send.safe,
    faults: lacking.map(line => ({
      field: line.question.id,
      href: `#${lineId(line.question.id)}`,
      says: said.lackOf(line.number, questionText(saying, line.question), lackText(saying, line) ?? ''),
    })),
  })
}

const editable = (frame: PageFrame, saying: Saying, it: FormPage, told: boolean): Html => {
  const said = words(frame.lang).reviews
  const { place, opened } = it.review
  const reader = frame.viewer?.personId ?? ''
  const form = it.form?.id ?? wholeReview
  return html`<form id="answers" class="flow" method="post" action="${formPath(place, form)}" data-person="${reader}" data-api="/api${reviewPath(place)}/answers/${form}/" data-review="${reviewPath(place)}" data-labels="${liveLabels(saying, opened.season)}" data-words="${liveWords(saying)}">
${tokenField(frame)}
${saveBar(saying, it)}
<div class="sheet">${told && faults(saying, it)}
${it.lines.map(line => editLine(saying, it, line, reader, told))}
<div class="crit row apart"><p class="s soft">${said.seal}</p><div class="row"><span class="no-js">${button({ label: said.save, name: 'press', value: 'save' })}</span>${button({ label: said.submit, name: 'press', value: 'submit', primary: true })}</div></div>
</div></form>`
}

const readOnly = (frame: PageFrame, saying: Saying, it: FormPage): Html => {
  const said = words(frame.lang).reviews
  const reader = frame.viewer?.personId ?? ''
  const { place, state } = it.review
  return html`<div class="sheet">${note({
    icon: 'lock',
    body: html`<p><b>${said.state[state]}.</b> ${state === 'waiting' && said.waitingLead}</p><p>${linkButton({ href: reviewPath(place), label: said.title, small: true })}</p>`,
  })}${it.lines.map(line => readLine(saying, it, line, reader))}</div>`
}

/** A form of the writing school's review. `told`: after an attempt to submit, each line says what it lacks. */
export const formPage = (frame: PageFrame, it: FormPage, told: boolean): Html => {
  const saying = sayingOf(frame)
  const said = words(frame.lang).reviews
  const title = formTitle(saying, it)
  return page(frame, {
    title,
    current: 'review',
    styles: ['review.css'],
    modules: it.writable ? ['review-form.js'] : [],
    heading: pageHead({
      over: html`<a href="${reviewPath(it.review.place)}">${said.about(it.school)}</a>`,
      title,
      aside: html`${due(frame, it)}${it.form && html`<a class="btn q sm thin" href="#document">${icon('doc')}<span>${said.document}</span></a>`}`,
    }),
    body: html`${tabs(saying, it)}<div class="split">${it.writable ? editable(frame, saying, it, told) : readOnly(frame, saying, it)}${it.form && documentCard(saying, it)}</div>`,
  })
}
