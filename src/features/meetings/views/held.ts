import { said as quoted } from '../../../http/components/lists.ts'
import { note } from '../../../http/components/note.ts'
import { type Html, html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { deadline } from '../../../words/time.ts'
import type { MeetingView } from '../meeting-view.ts'
import { headline, recordLink, who } from './links.ts'
import { actForm, type FormFrame, folded, namesOf, readerZone, reasonField, whenOf } from './parts.ts'

/** The minutes wait: accept them, or mend them; a coordinator can rule. */
export const unconfirmed = (forms: FormFrame, view: MeetingView): Html => {
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

/** The minutes count. */
export const counted = (forms: FormFrame, view: MeetingView): Html => {
  const said = words(forms.frame.lang).meetings
  const { reopenText, reopenReason, reopenYes, reopen } = said.minutes
  const before = html`<p>${reopenText}</p>${reasonField({ form: 'reopen', name: 'reason', label: reopenReason })}`
  return html`${note({ tone: 'ok', body: html`<p><b>${said.state.counted}</b></p>` })}${
    view.may.reopenMinutes && folded(reopen, actForm(forms, view, { act: 'reopen-minutes', label: reopenYes, before }))
  }`
}

/** The minutes are open again. */
export const reopened = (forms: FormFrame, view: MeetingView): Html => {
  const said = words(forms.frame.lang).meetings
  const ruling = view.acts.findLast(({ type }) => type === 'meeting.reopenMinutes')
  return html`${headline(said.state.reopened)}${ruling?.reason && quoted(ruling.reason)}<p>${said.state.reopenedText}</p><p>${recordLink(
    forms,
    view,
    true,
    said.record.again,
  )}</p>`
}

/** There was no meeting. */
export const notHeld = (forms: FormFrame, view: MeetingView): Html => {
  const said = words(forms.frame.lang).meetings
  const act = view.acts.findLast(({ type }) => type === 'meeting.notHeld')
  return html`${headline(said.state.notHeld)}${act?.reason && quoted(act.reason)}<p>${said.state.notHeldText}</p><p>${recordLink(
    forms,
    view,
    false,
    said.record.open,
  )}</p>`
}
