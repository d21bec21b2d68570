import { faultList } from '../../../http/components/fault-list.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { FileView } from '../file-view.ts'
import { contentSheets } from './content-sheets.ts'
import type { FormFrame } from './form-parts.ts'
import { attachmentsSheet, proofSheet } from './proof-sheets.ts'
import { stateSheet } from './state-sheet.ts'
import { uploadsSheet, verdictsSheet } from './uploads-sheet.ts'
import { verdictSheet } from './verdict-sheet.ts'

/** The page of a school's final file: its placing, the curator's verdict, and what the file holds. */
export const filePage = (forms: FormFrame, view: FileView, maxBytes: number): Html => {
  const { frame } = forms
  const said = words(frame.lang).finalFiles
  const officer = view.reader === 'officer'
  return page(frame, {
    title: said.title,
    current: officer ? 'curator' : 'home',
    styles: ['final-file.css'],
    heading: pageHead({
      over: html`<a href="/partnerships/${view.root}">${[...view.schools.values()].join(' — ')}</a>`,
      title: said.title,
      under: said.ofSchool(view.model.school.name),
    }),
    body: html`${told(forms)}${stateSheet(forms, view)}${verdictSheet(forms, view)}${proofSheet(forms, view)}${attachmentsSheet(forms, view, maxBytes)}${uploadsSheet(forms, view)}${verdictsSheet(frame, view)}${contentSheets(frame.lang, view)}`,
  })
}

/** Over a page whose form was not taken: what is safe, then what is wrong, with a way to each field. */
const told = ({ frame, told: it }: FormFrame): Printable => {
  if (it === null || it.faults.length === 0) return null
  const said = words(frame.lang).finalFiles
  const faults = it.faults.map(fault => ({ ...fault, href: `#${it.form}-${fault.field}` }))
  return faultList({ title: said.notSaved, safe: said.kept, faults })
}
