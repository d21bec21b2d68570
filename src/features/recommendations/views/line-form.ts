import { button } from '../../../http/components/button.ts'
import { areaField, choiceField, radioField, textField, tickField } from '../../../http/components/fields.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { wroteOver } from '../asking.ts'
import type { Told } from '../line-routes.ts'
import type { OpenedLine } from '../open-line.ts'
import { linePath } from '../place.ts'
import { presentOf, replies, type SaidBy } from '../rules.ts'
import { documentChoices } from './draft-sheets.ts'
import type { Saying } from './saying.ts'

/** What stands in a field: what was typed and not taken, or what is kept. */
const typed = (told: Told | null, field: string, kept: string): string => {
  const value = told?.fields[field]
  return told === null ? kept : typeof value === 'string' ? value : ''
}

const faultOf = (told: Told | null, field: string) => told?.faults.find(fault => fault.field === field)?.says

const itemFields = ({ lang }: PageFrame, saying: Saying, line: OpenedLine, told: Told | null): Html => {
  const said = words(lang).recommendations
  const now = presentOf(line.item?.item ?? [])
  const document = now?.said.document ?? null
  return html`${choiceField({ name: 'document', label: said.document, fault: faultOf(told, 'document'), value: typed(told, 'document', document ?? ''), choices: documentChoices(saying, [...line.page.slots, document]) })}
${areaField({ name: 'text', label: said.text, hint: said.textHint, required: true, rows: 5, fault: faultOf(told, 'text'), value: typed(told, 'text', now?.body ?? '') })}`
}

const answerFields = ({ lang }: PageFrame, line: OpenedLine, told: Told | null): Html => {
  const said = words(lang).recommendations.answer
  const now = presentOf(line.item?.answer ?? [])
  const kept: Partial<SaidBy['answer']> = now?.said ?? {}
  const done = told === null ? kept.done === true : told.fields.done === 'yes'
  const choices = replies.map(value => ({ value, label: said[value] }))
  return html`${radioField({ name: 'answer', label: said.choose, required: true, value: typed(told, 'answer', kept.answer ?? ''), choices })}
${areaField({ name: 'reason', label: said.reason, hint: said.reasonHint, rows: 4, fault: faultOf(told, 'reason'), value: typed(told, 'reason', now?.body ?? '') })}
${textField({ name: 'date', type: 'date', label: said.date, value: typed(told, 'date', kept.date ?? '') })}
${tickField({ name: 'done', label: said.done, checked: done })}`
}

const disputeFields = ({ lang }: PageFrame, line: OpenedLine, told: Told | null): Html => {
  const said = words(lang).recommendations.dispute
  const now = presentOf(line.item?.dispute ?? [])
  return areaField({
    name: 'text',
    label: said.text,
    hint: said.hint,
    rows: 4,
    value: typed(told, 'text', now?.body ?? ''),
  })
}

const fieldsOf = (frame: PageFrame, saying: Saying, line: OpenedLine, told: Told | null): Printable => {
  switch (line.part) {
    case 'item':
      return itemFields(frame, saying, line, told)
    case 'answer':
      return answerFields(frame, line, told)
    case 'dispute':
      return disputeFields(frame, line, told)
  }
}

/** The form of one part, over the version that the page shows. */
export const lineForm = (frame: PageFrame, saying: Saying, line: OpenedLine, told: Told | null): Html =>
  html`<form class="flow" method="post" action="${linePath(line.page.list.place, line.id, line.part)}">${tokenField(frame)}<input type="hidden" name="base" value="${told === null ? wroteOver(line) : String(told.fields.base)}">${
    typeof told?.fields.note === 'string' && html`<input type="hidden" name="note" value="${told.fields.note}">`
  }${fieldsOf(frame, saying, line, told)}<p>${button({ label: words(frame.lang).recommendations.save, primary: true })}</p></form>`
