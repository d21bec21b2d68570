import { button } from '../../../http/components/button.ts'
import { faultList } from '../../../http/components/fault-list.ts'
import { areaField, choiceField, textField } from '../../../http/components/fields.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import { note } from '../../../http/components/note.ts'
import { clash } from '../../../http/components/saved-words.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { longest } from '../../../letters/compose/check.ts'
import type { Template } from '../../../words/catalogue/letter-rungs.ts'
import { words } from '../../../words/index.ts'
import { dateTime } from '../../../words/time.ts'
import { listPath, templatePath } from '../place.ts'
import type { TemplateView } from '../read-page.ts'
import { sampleName, sayFault, templateName } from '../saying.ts'
import { previewSheet } from './preview-sheet.ts'
import { valuesSheet, versionsSheet } from './side-sheets.ts'

/** `done`: what was just written; `outrun`: somebody else saved this text meanwhile; `refused`: a save was not taken. */
export type TemplatePage = TemplateView & {
  readonly done?: 'saved' | 'restored' | undefined
  readonly outrun?: Template | undefined
  readonly refused?: boolean
}

const whole = ({ subject, body }: Template) => `${subject}\n\n${body}`

const onChoices = (frame: PageFrame, { samples, recent, place }: TemplatePage) => {
  const said = words(frame.lang).letterTemplates
  const zone = frame.viewer?.zone ?? 'UTC'
  return [
    ...samples.map(name => ({ value: name, label: said.sampleChoice(sampleName(frame.lang, name)) })),
    ...recent.map(({ entry, school, at, n }) => {
      const when = dateTime(frame.lang, at, zone, frame.at)
      const label =
        place.kind === 'digest'
          ? said.severalChoice(n, when)
          : said.entryChoice(school ?? words(frame.lang).accounts.everywhere, when)
      return { value: `entry-${entry}`, label }
    }),
  ]
}

const sourceSheet = (frame: PageFrame, it: TemplatePage): Html => {
  const { source } = words(frame.lang).letterTemplates
  const form = html`<form class="flow" method="post" action="${templatePath(it.place)}">${tokenField(frame)}<input type="hidden" name="seen" value="${it.version}">
${textField({ name: 'subject', label: source.subject, value: it.text.subject, required: true, maxLength: longest.subject })}
${areaField({ name: 'body', label: source.body, value: it.text.body, required: true, rows: 16, maxLength: longest.body })}
${choiceField({ name: 'on', label: source.on, value: it.on, choices: onChoices(frame, it) })}
<p class="row">${button({ label: source.look, name: 'act', value: 'look' })}${button({ label: source.save, primary: true, name: 'act', value: 'save' })}</p></form>`
  return sheet({ id: 'source', title: source.title, remark: source.remark, body: form })
}

const newsOf = (frame: PageFrame, { done, outrun, refused, faults, text }: TemplatePage): Html => {
  const said = words(frame.lang).letterTemplates
  const list =
    refused &&
    faultList({
      title: said.faults.title,
      safe: said.faults.safe,
      faults: faults.map(fault => ({ field: fault.field, says: sayFault(frame.lang, fault) })),
    })
  const outrunBy =
    outrun &&
    clash({
      says: html`<b>${said.faults.outrun}</b> ${said.faults.outrunRest}`,
      wordings: [
        { about: said.faults.theirs, text: whole(outrun) },
        { about: said.faults.yours, text: whole(text) },
      ],
      actions: null,
    })
  return html`${done && note({ tone: 'ok', body: html`<p>${said.source[done]}</p>` })}${list}${outrunBy}`
}

/** A template: its source, what comes of it, what it may say, its versions. */
export const templatePage = (frame: PageFrame, it: TemplatePage): Html => {
  const said = words(frame.lang).letterTemplates
  const title = templateName(frame.lang, it.place.kind)
  return page(frame, {
    title,
    current: 'letterTemplates',
    styles: ['letters.css'],
    heading: pageHead({
      over: html`<a href="${listPath}">${said.back}</a>`,
      title,
      under: said.language[it.place.lang],
    }),
    body: html`${newsOf(frame, it)}${sourceSheet(frame, it)}${previewSheet(frame, it)}${valuesSheet(frame, it)}${versionsSheet(frame, it)}`,
  })
}
