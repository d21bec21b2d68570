import { said as quoted } from '../../../http/components/lists.ts'
import { note } from '../../../http/components/note.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { lastUndoing } from '../meeting-acts.ts'
import type { MeetingView } from '../meeting-view.ts'
import { calendarLink, headline, recordLink, who } from './links.ts'
import { moment } from './moments.ts'
import { actForm, type FormFrame, folded, namesOf, reasonField, toldTo, whenOf } from './parts.ts'
import { proposeForm } from './propose-form.ts'
import { slotList } from './slots.ts'

/** The seats that some open slot still waits for. */
const awaited = ({ slots, parties }: MeetingView): number[] =>
  parties.map(({ seat }) => seat).filter(seat => slots.some(({ yes, past }) => !past && !yes.includes(seat)))

/** No time is proposed: propose one. */
export const unplanned = (forms: FormFrame, view: MeetingView): Html => {
  const said = words(forms.frame.lang).meetings
  const undone = lastUndoing(view.acts)
  const says = undone?.type === 'meeting.cancel' ? said.state.cancelled : said.state.declined
  return html`${headline(said.state.unplanned)}${
    undone &&
    note({
      tone: 'mark',
      body: html`<p>${says(who(forms, view, undone), whenOf(forms.frame, undone.at))}</p>${undone.reason && quoted(undone.reason)}`,
    })
  }${
    view.may.propose
      ? html`<p>${said.state.unplannedText}</p>${proposeForm(forms, view, true)}`
      : html`<p class="soft">${said.state.deciders}</p>`
  }`
}

const cancelling = (forms: FormFrame, view: MeetingView, label: string): Printable => {
  const said = words(forms.frame.lang).meetings.cancel
  const before = html`<p>${said.text}</p>${reasonField({ form: 'cancel', name: 'reason', label: said.reason })}`
  return view.may.cancel && folded(label, actForm(forms, view, { act: 'cancel', label: said.yes, before }))
}

const proposing = (forms: FormFrame, view: MeetingView, label: string, lead: Printable = null): Printable =>
  view.may.propose && folded(label, proposeForm(forms, view, false, lead), toldTo(forms, 'propose') !== null)

const declining = (forms: FormFrame, view: MeetingView): Printable => {
  const said = words(forms.frame.lang).meetings.decline
  const fields = { seat: view.own ?? 0 }
  const form = actForm(forms, view, { act: 'decline', label: said.yes, fields, before: html`<p>${said.text}</p>` })
  return view.may.decline && folded(said.open, form)
}

/** Times are proposed: say yes, or propose others. */
export const proposed = (forms: FormFrame, view: MeetingView): Html => {
  const said = words(forms.frame.lang).meetings
  const byUs = view.own !== null && view.own === view.context.proposedBy
  const waitedFor = namesOf(
    view,
    awaited(view).filter(seat => seat !== view.own),
  )
  const asked = view.may.accept.length > 0
  return html`${headline(asked ? said.state.proposedToYou : byUs ? said.state.proposedByYou : said.state.proposed)}${
    asked
      ? html`<p>${said.state.proposedToYouText}</p>`
      : waitedFor !== '' &&
        html`<p>${view.own === null ? said.state.waitingFor(waitedFor) : said.state.waiting(waitedFor)}</p>`
  }${slotList(forms, view)}<div class="folds">${proposing(forms, view, said.propose.others)}${declining(forms, view)}${
    byUs || view.own === null ? cancelling(forms, view, said.cancel.openProposal) : null
  }</div>`
}

/** The time is agreed: put it into the calendar, move it, cancel it; once it has passed, record the meeting. */
export const agreed = (forms: FormFrame, view: MeetingView): Html => {
  const { frame } = forms
  const said = words(frame.lang).meetings
  const slot = view.context.agreed
  if (slot === null) return headline(said.state.agreed)
  const past = Temporal.Instant.compare(Temporal.Instant.from(slot.at), frame.at) <= 0
  return html`<p class="s soft">${past ? said.state.agreedPast : said.state.agreed}</p><p class="serif xl">${moment(frame, view, slot.at)}</p><p>${said.length(slot.minutes)}. ${
    past ? said.state.agreedPastText : said.state.agreedText
  }</p><p class="row">${!past && calendarLink(forms, view)}${recordLink(forms, view, past, said.record.open)}</p>${
    !past && html`<p class="hint">${said.calendar.moved}</p>`
  }<div class="folds">${proposing(forms, view, said.propose.move, html`<p>${said.propose.moveText}</p>`)}${cancelling(
    forms,
    view,
    said.cancel.open,
  )}</div>`
}
