import { facts, log, said as quoted } from '../../../http/components/lists.ts'
import { note, tag } from '../../../http/components/note.ts'
import { card, sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { clockTime, plainDate, zoneName } from '../../../words/time.ts'
import type { MeetingView, Party } from '../meeting-view.ts'
import type { Minutes } from '../minutes.ts'
import { meetingPath } from '../place.ts'
import { namesOf, whenOf } from './parts.ts'

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** One wording of the minutes: what it says, who wrote it when, and for whom. */
export const wording = (frame: PageFrame, { body, name, at, behalf }: Minutes): Html => {
  const said = words(frame.lang).meetings
  return html`${body === null ? html`<p class="soft">${said.blanked}</p>` : quoted(body)}<p class="xs soft">${said.minutes.by(name ?? said.someone, whenOf(frame, at))}</p>${
    behalf && html`<p class="s">${said.minutes.behalf(behalf)}</p>`
  }`
}

/** What was recorded of the meeting: when, how, who was there, and the minutes. */
export const minutesSheet = (frame: PageFrame, view: MeetingView): Printable => {
  const said = words(frame.lang).meetings
  const { heldOn, kind, took } = view.context
  const unrecorded = view.draft !== null && view.draft.version !== view.recorded?.version
  if (view.recorded === null && !unrecorded) return null
  return sheet({
    id: 'minutes',
    title: said.minutes.title,
    remark: html`<a href="${meetingPath(view.root)}/minutes">${said.minutes.all}</a>`,
    body: html`${
      heldOn !== null &&
      kind !== null &&
      view.recorded !== null &&
      facts([
        { name: said.minutes.heldOn, value: plainDate(frame.lang, heldOn, frame.at) },
        { name: said.minutes.kind, value: said.kind[kind] },
        { name: said.minutes.took, value: namesOf(view, took) },
      ])
    }${view.recorded !== null && wording(frame, view.recorded)}${
      view.draft !== null &&
      unrecorded &&
      note({
        tone: 'mark',
        body: html`<p><b>${view.recorded === null ? said.record.draft(view.draft.name ?? said.someone, whenOf(frame, view.draft.at)) : said.minutes.draft}</b></p>${
          view.draft.body !== null && quoted(view.draft.body)
        }`,
      })
    }`,
  })
}

const contact = (frame: PageFrame, { contact: person, zone }: Party): Html => {
  const said = words(frame.lang).meetings.contacts
  const now = said.now(`${clockTime(frame.lang, frame.at, zone)} ${zoneName(frame.lang, zone, frame.at)}`)
  return html`${
    person === null
      ? html`<span class="soft">${said.none}</span>`
      : html`<b>${person.name}</b>${person.email && html`<br><a href="mailto:${person.email}">${person.email}</a>`}${person.phone && html`<br>${person.phone}`}`
  }<br><span class="soft">${now}</span>`
}

/** Whom to ring: each school's coordinator, and what time it is there. */
export const contactsCard = (frame: PageFrame, view: MeetingView): Html => {
  const said = words(frame.lang).meetings.contacts
  return card({
    id: 'contacts',
    title: said.title,
    body: html`<ul class="people">${view.parties.map(
      party =>
        html`<li class="flow"><h3>${party.name} ${party.seat === view.own && tag(said.own, 'we')}</h3><p class="s">${contact(frame, party)}</p></li>`,
    )}</ul>`,
  })
}

/** What was done about the meeting, newest first, with the reasons that were given. */
export const logCard = (frame: PageFrame, view: MeetingView): Printable => {
  if (view.acts.length === 0) return null
  const { meetings: said, acts: named } = words(frame.lang)
  const happened: Readonly<Record<string, string>> = named.happened
  const entries = view.acts.toReversed().map(act => ({
    iso: act.at,
    when: whenOf(frame, act.at),
    body: html`<p><b>${capital(happened[act.type] ?? act.type)}.</b> ${
      act.type !== 'silence' &&
      [namesOf(view, act.seat === null ? [] : [act.seat]), act.name ?? said.someone].filter(Boolean).join(' · ')
    }</p>${act.reason && html`<p class="said pre">${said.log.reason(act.reason)}</p>`}${
      act.behalf && html`<p class="said pre">${said.minutes.behalf(act.behalf)}</p>`
    }`,
  }))
  return card({ id: 'log', title: said.log.title, body: log(entries) })
}
