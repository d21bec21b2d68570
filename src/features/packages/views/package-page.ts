import { faultList } from '../../../http/components/fault-list.ts'
import { sheet } from '../../../http/components/sheet.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { PackageView } from '../package-view.ts'
import { factorsSheet } from './factors-sheet.ts'
import type { FormFrame } from './form-parts.ts'
import { logSheet } from './log-sheet.ts'
import { partnerSheet } from './partner-sheet.ts'
import { privacyLine, privacySheet } from './privacy-sheet.ts'
import { programmesSheet } from './programmes-sheet.ts'
import { slotPart } from './slot-part.ts'
import { stateSheet } from './state-sheet.ts'
import { uploadWords } from './upload-form.ts'

const MEGABYTE = 1024 * 1024

/** The page of a seat's package: the school's own workplace, or what its reviewer, curator or coordinator sees of it. */
export const packagePage = (forms: FormFrame, view: PackageView, maxBytes: number): Html => {
  const { frame } = forms
  const said = words(frame.lang).packages
  const forPartner = view.reader === 'reviewer'
  return page(frame, {
    title: said.title,
    current: 'home',
    styles: ['package.css'],
    modules: view.writes === null ? [] : ['upload.js'],
    heading: pageHead({ title: said.title, under: said.ofSchool(view.school) }),
    body: html`${told(forms)}${forPartner ? partnerSheet(forms, view) : stateSheet(forms, view)}${
      !forPartner && view.content.privacy === null && view.writes !== null && privacySheet(forms, view)
    }${(!forPartner || view.arrived) && contents(forms, view, maxBytes)}${logSheet(frame, view)}${
      view.writes !== null && uploadWords(frame, maxBytes)
    }`,
  })
}

function contents(forms: FormFrame, view: PackageView, maxBytes: number): Html {
  const said = words(forms.frame.lang).packages.documents
  const single = view.slots.filter(({ programme }) => programme === null)
  return html`${factorsSheet(forms, view)}${sheet({
    id: 'documents',
    title: said.title,
    remark: html`${view.writes !== null && html`<p>${said.remark(Math.floor(maxBytes / MEGABYTE))}</p>`}`,
    body: html`${privacyLine(forms, view)}${single.map(slot => slotPart(forms, view, slot, maxBytes))}`,
  })}${programmesSheet(forms, view, maxBytes)}`
}

/** Over a page whose form was not taken: what is safe, then what is wrong, with a way to each field. */
function told({ frame, told: it }: FormFrame): Printable {
  if (it === null) return null
  const said = words(frame.lang).packages.refused
  const faults = it.faults.map(fault => ({ ...fault, href: `#${it.form}-${fault.field}` }))
  return faultList({ title: said.notSaved, safe: said.kept, faults })
}
