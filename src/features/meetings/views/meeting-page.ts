import { faultList } from '../../../http/components/fault-list.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { MeetingView } from '../meeting-view.ts'
import { hoursSheet } from './hours-sheet.ts'
import type { FormFrame } from './parts.ts'
import { contactsCard, logCard, minutesSheet } from './sheets.ts'
import { anywaySheet, stateSheet } from './state-sheet.ts'
import { talkSheet } from './talk-sheet.ts'

/** Over a page whose form was not taken: what is safe, then what is wrong, with a way to each field. */
export const toldOf = ({ frame, told }: FormFrame): Printable => {
  if (told === null || told.faults.size === 0) return null
  const said = words(frame.lang).meetings.faults
  const faults = [...told.faults].map(([field, says]) => ({
    field,
    says,
    href: field.startsWith('slot-') ? `#${field}-date` : `#${told.form}-${field}`,
  }))
  return faultList({ title: said.notSaved, safe: said.kept, faults })
}

/** Whether the schools are still looking for a time. */
const isSearching = ({ state }: MeetingView) => state === 'unplanned' || state === 'proposed' || state === 'agreed'

/** A partnership's meeting: where it stands and the one thing to do, when all are at work, whom to ring, what happened. */
export const meetingPage = (forms: FormFrame, view: MeetingView): Html => {
  const { frame } = forms
  const said = words(frame.lang).meetings
  return page(frame, {
    title: said.title,
    current: 'home',
    styles: ['meeting.css'],
    heading: pageHead({
      over: html`<a href="/partnerships/${view.root}">${words(frame.lang).home.section}</a>`,
      title: said.title,
      under: view.parties.map(({ name }) => name).join(' — '),
    }),
    body: html`${toldOf(forms)}${stateSheet(forms, view)}${talkSheet(forms, view)}${minutesSheet(frame, view)}${
      isSearching(view) && hoursSheet(frame, view)
    }${anywaySheet(forms, view)}${
      view.acts.length === 0
        ? contactsCard(frame, view)
        : html`<div class="cols c3"><div>${logCard(frame, view)}</div>${contactsCard(frame, view)}</div>`
    }`,
  })
}
