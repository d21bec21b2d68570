import { linkButton } from '../../../http/components/button.ts'
import { said as quoted } from '../../../http/components/lists.ts'
import { note } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { deadline } from '../../../words/time.ts'
import { lastUndoing, type MeetingAct } from '../meeting-acts.ts'
import type { MeetingView } from '../meeting-view.ts'
import { meetingPath } from '../place.ts'
import { moment } from './moments.ts'
import { actForm, type FormFrame, folded, namesOf, readerZone, reasonField, toldTo, whenOf } from './parts.ts'
import { proposeForm } from './propose-form.ts'
import { slotList } from './slots.ts'

const headline = (text: string) => html`<p class="serif xl">${text}</p>`

/** The seats that some open slot still waits for. */
const awaited = ({ slots, parties }: MeetingView): number[] =>
  parties.map(({ seat }) => seat).filter(seat => slots.some(({ yes, past }) => !past && !yes.includes(seat)))

const who = (forms: FormFrame, view: MeetingView, act: MeetingAct): string => {
  const name = act.name ?? words(forms.frame.lang).meetings.someone
  const school = namesOf(view, act.seat === null ? [] : [act.seat])
  return school === '' ? name : `${name} (${school})`
}

const unplanned = (forms: FormFrame, view: MeetingView): Html => {
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

const proposed = (forms: FormFrame, view: MeetingView): Html => {
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

const agreed = (forms: FormFrame, view: MeetingView): Html => {
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

const calendarLink = (forms: FormFrame, { root, calendar }: MeetingView): Printable => {
  const said = words(forms.frame.lang).meetings.calendar
  const label = calendar === 'off' ? said.off : said.add
  const looks = { href: `${meetingPath(root)}.ics`, label, download: true, icon: 'clock' } as const
  return calendar !== null && linkButton({ ...looks, primary: calendar === 'agreed' })
}

/** The way to the page on which the meeting is recorded; for those who may write, though not record, to its text. */
const recordLink = (forms: FormFrame, { root, may }: MeetingView, primary: boolean, label: string): Printable => {
  const href = `${meetingPath(root)}/record`
  if (may.record.length > 0) return linkButton({ href, label, primary })
  return may.write.length > 0 && linkButton({ href, label: words(forms.frame.lang).meetings.record.text, primary })
}

const unconfirmed = (forms: FormFrame, view: MeetingView): Html => {
  const { frame } = forms
  const said = words(frame.lang).meetings
  const { recordedBy, accepted } = view.context
  const spoke = [recordedBy, view.own, ...accepted]
  const silent = view.parties.map(({ seat }) => seat).filter(seat => !spoke.includes(seat))
  const recording = view.acts.findLast(({ type }) => type === 'meeting.record')
  const silence =
    view.silenceEndsAt && said.state.silence(deadline(frame.lang, view.silenceEndsAt, readerZone(frame), frame.at))
  return html`${headline(said.state.unconfirmed)}<p>${
    recording && said.state.recordedBy(who(forms, view, recording), whenOf(frame, recording.at))
  } ${silent.length > 0 && said.state.awaited(namesOf(view, silent))}</p><p>${silence}</p>${
    view.may.acceptMinutes &&
    html`${actForm(forms, view, { act: 'accept-minutes', label: said.minutes.accept, fields: { seat: view.own ?? 0 }, primary: true, before: html`<p>${said.minutes.acceptText}</p>` })}<p class="s soft">${said.minutes.disagree}</p>`
  }${
    view.may.rule &&
    actForm(forms, view, { act: 'rule', label: said.minutes.rule, before: html`<p>${said.minutes.ruleText}</p>` })
  }<p>${recordLink(forms, view, false, said.record.again)}</p>`
}

const counted = (forms: FormFrame, view: MeetingView): Html => {
  const said = words(forms.frame.lang).meetings
  const { reopenText, reopenReason, reopenYes, reopen } = said.minutes
  const before = html`<p>${reopenText}</p>${reasonField({ form: 'reopen', name: 'reason', label: reopenReason })}`
  return html`${note({ tone: 'ok', body: html`<p><b>${said.state.counted}</b></p>` })}${
    view.may.reopenMinutes && folded(reopen, actForm(forms, view, { act: 'reopen-minutes', label: reopenYes, before }))
  }`
}

const reopened = (forms: FormFrame, view: MeetingView): Html => {
  const said = words(forms.frame.lang).meetings
  const ruling = view.acts.findLast(({ type }) => type === 'meeting.reopenMinutes')
  return html`${headline(said.state.reopened)}${ruling?.reason && quoted(ruling.reason)}<p>${said.state.reopenedText}</p><p>${recordLink(
    forms,
    view,
    true,
    said.record.again,
  )}</p>`
}

const notHeld = (forms: FormFrame, view: MeetingView): Html => {
  const said = words(forms.frame.lang).meetings
  const act = view.acts.findLast(({ type }) => type === 'meeting.notHeld')
  return html`${headline(said.state.notHeld)}${act?.reason && quoted(act.reason)}<p>${said.state.notHeldText}</p><p>${recordLink(
    forms,
    view,
    false,
    said.record.open,
  )}</p>`
}

const shown = { unplanned, proposed, agreed, unconfirmed, counted, reopened, notHeld }

/** Where the meeting stands, in a sentence, and the one thing to do. */
export const stateSheet = (forms: FormFrame, view: MeetingView): Html => {
  const said = words(forms.frame.lang).meetings
  return sheet({
    id: 'state',
    title: said.state.title,
    body: html`${shown[view.state](forms, view)}${view.state !== 'agreed' && view.calendar === 'off' && html`<p>${calendarLink(forms, view)}</p>`}`,
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
