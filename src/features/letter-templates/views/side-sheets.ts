import { button } from '../../../http/components/button.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import { facts } from '../../../http/components/lists.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { dateTime } from '../../../words/time.ts'
import { templatePath } from '../place.ts'
import type { TemplateView } from '../read-page.ts'

/** The values that this template may print, each with what it means. */
export const valuesSheet = ({ lang }: PageFrame, { values, place }: TemplateView): Html => {
  const { values: said, meaning } = words(lang).letterTemplates
  const theirs = words(place.lang).letterTemplates.values
  const meanings: Readonly<Record<string, string>> = meaning
  return sheet({
    id: 'values',
    title: said.title,
    remark: said.remark,
    body: html`${facts(values.map(name => ({ name: html`<code>${name}</code>`, value: meanings[name] ?? '' })))}
<p>${said.conditions}<br><code>${theirs.condition()}</code></p>
<p>${said.counted}<br><code>${theirs.number()}</code></p>`,
  })
}

const textBlock = (lang: string, { subject, body }: { subject: string; body: string }): Html =>
  html`<div class="letter pre" lang="${lang}"><b>${subject}</b>

${body}</div>`

/** The catalogue's own text with a way back to it, and every text that somebody saved, newest first. */
export const versionsSheet = (
  frame: PageFrame,
  { place, original, versions, changed, version }: TemplateView,
): Html => {
  const said = words(frame.lang).letterTemplates.versions
  const zone = frame.viewer?.zone ?? 'UTC'
  const restore = html`<form method="post" action="${templatePath(place)}/original">${tokenField(frame)}<input type="hidden" name="seen" value="${version}">${button({ label: said.restore, icon: 'back' })}</form>`
  const one = ({ version: n, at, subject, body }: TemplateView['versions'][number]) => {
    const title = said.version(n, dateTime(frame.lang, at, zone, frame.at))
    return subject === ''
      ? html`<p>${title}: ${said.wasOriginal}</p>`
      : html`<details><summary>${title}</summary>${textBlock(place.lang, { subject, body })}</details>`
  }
  return sheet({
    id: 'versions',
    title: said.title,
    body: html`<details><summary>${said.original}</summary>${textBlock(place.lang, original)}</details>${
      versions.length === 0 ? html`<p class="soft">${said.none}</p>` : versions.map(one)
    }${changed && restore}`,
  })
}
