import { button } from '../../../http/components/button.ts'
import { tag } from '../../../http/components/note.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { MeetingView, ShownSlot } from '../meeting-view.ts'
import { meetingPath } from '../place.ts'
import { moment, momentText } from './moments.ts'
import { type FormFrame, hidden, namesOf } from './parts.ts'

const yesButton = (forms: FormFrame, view: MeetingView, slot: ShownSlot): Printable => {
  if (!view.may.accept.includes(slot.index) || view.own === null) return null
  const said = words(forms.frame.lang).meetings.slots
  const label = html`${said.yes}<span class="vh"> ${momentText(forms.frame, slot.at)}</span>`
  const fields = hidden(forms, { seen: view.n, seat: view.own, slot: slot.index })
  return html`<form method="post" action="${meetingPath(view.root)}/accept">${fields}${
    view.may.accept.length === 1
      ? button({ label: said.yes, primary: true })
      : html`<button class="btn q"><span>${label}</span></button>`
  }</form>`
}

const oneSlot = (forms: FormFrame, view: MeetingView, slot: ShownSlot): Html => {
  const { meetings } = words(forms.frame.lang)
  const others = slot.yes.filter(seat => seat !== view.own)
  const mine = view.own !== null && slot.yes.includes(view.own)
  return html`<li class="${slot.past ? 'soft' : ''}"><div><p class="serif">${moment(forms.frame, view, slot.at)}</p><p class="s soft">${meetings.length(slot.minutes)}${
    others.length > 0 && html` · ${meetings.slots.saidYes(namesOf(view, others))}`
  }</p>${mine && html`<p>${tag(meetings.slots.mine, 'ok', 'ok')}</p>`}${
    slot.past && html`<p>${tag(meetings.slots.past)}</p>`
  }</div>${yesButton(forms, view, slot)}</li>`
}

/** The proposed times, each with who has said yes and the reader's own way to say it. */
export const slotList = (forms: FormFrame, view: MeetingView): Html =>
  html`<ul class="slots">${view.slots.map(slot => oneSlot(forms, view, slot))}</ul>`
