import { linkButton } from '../../../http/components/button.ts'
import { html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { MeetingAct } from '../meeting-acts.ts'
import type { MeetingView } from '../meeting-view.ts'
import { meetingPath } from '../place.ts'
import { type FormFrame, namesOf } from './parts.ts'

/** The sentence that says where the meeting stands. */
export const headline = (text: string) => html`<p class="serif xl">${text}</p>`

/** Who did it, and for which school. */
export const who = (forms: FormFrame, view: MeetingView, act: MeetingAct): string => {
  const name = act.name ?? words(forms.frame.lang).meetings.someone
  const school = namesOf(view, act.seat === null ? [] : [act.seat])
  return school === '' ? name : `${name} (${school})`
}

/** The way to the calendar file; the one filled button while the time stands. */
export const calendarLink = (forms: FormFrame, { root, calendar }: MeetingView): Printable => {
  const said = words(forms.frame.lang).meetings.calendar
  const label = calendar === 'off' ? said.off : said.add
  const looks = { href: `${meetingPath(root)}.ics`, label, download: true, icon: 'clock' } as const
  return calendar !== null && linkButton({ ...looks, primary: calendar === 'agreed' })
}

/** The way to the page on which the meeting is recorded; for those who may write, though not record, to its text. */
export const recordLink = (
  forms: FormFrame,
  { root, may }: MeetingView,
  primary: boolean,
  label: string,
): Printable => {
  const href = `${meetingPath(root)}/record`
  if (may.record.length > 0) return linkButton({ href, label, primary })
  return may.write.length > 0 && linkButton({ href, label: words(forms.frame.lang).meetings.record.text, primary })
}
