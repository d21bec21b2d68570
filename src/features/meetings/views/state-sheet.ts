import { sheet } from '../../../http/components/sheet.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { MeetingView } from '../meeting-view.ts'
import { counted, notHeld, reopened, unconfirmed } from './held.ts'
import { calendarLink, recordLink } from './links.ts'
import { actForm, type FormFrame, folded, reasonField } from './parts.ts'
import { agreed, proposed, unplanned } from './planning.ts'

const shown = { unplanned, proposed, agreed, unconfirmed, counted, reopened, notHeld }

/** Whether an agreed time is off and may still stand in somebody's calendar. */
const isOffStill = ({ state, calendar }: MeetingView) =>
  calendar === 'off' && state !== 'counted' && state !== 'reopened'

/** Where the meeting stands, in a sentence, and the one thing to do. */
export const stateSheet = (forms: FormFrame, view: MeetingView): Html => {
  const said = words(forms.frame.lang).meetings
  return sheet({
    id: 'state',
    title: said.state.title,
    body: html`${shown[view.state](forms, view)}${isOffStill(view) && html`<p>${calendarLink(forms, view)}</p>`}`,
  })
}

/** What can be done from any state, below what the moment asks for: to record the meeting as held, or that there will be none (rules 18). */
export const anywaySheet = (forms: FormFrame, view: MeetingView): Printable => {
  const said = words(forms.frame.lang).meetings
  if (view.state !== 'unplanned' && view.state !== 'proposed' && view.state !== 'agreed') return null
  const { text, reason, yes, open } = said.notHeld
  const before = html`<p>${text}</p>${reasonField({ form: 'not-held', name: 'reason', label: reason })}`
  const link = view.state !== 'agreed' && recordLink(forms, view, false, said.record.open)
  const none = view.may.notHeld && folded(open, actForm(forms, view, { act: 'not-held', label: yes, before }))
  if (!link && !none) return null
  return sheet({
    id: 'anyway',
    title: link ? said.record.title : said.notHeld.title,
    body: html`${link && html`<p>${said.record.lead}</p><p>${link}</p>`}${none}`,
  })
}
