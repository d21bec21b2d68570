import { button } from '../../../http/components/button.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { zoneName } from '../../../words/time.ts'
import type { MeetingView } from '../meeting-view.ts'
import { meetingPath } from '../place.ts'
import { longest, mostSlots, shortest, usualMinutes } from '../rules.ts'
import { type FormFrame, folded, hidden, labelled, readerZone, type Told, toldTo } from './parts.ts'

/** The rows that stand open; the others unfold. */
const rowsInSight = 3

const typedIn = (told: Told | null, name: string, row: number): string => {
  const values = told?.typed[name] ?? []
  return (typeof values === 'string' ? [values] : values)[row] ?? ''
}

const slotRow = (forms: FormFrame, told: Told | null, row: number, earliest: string): Html => {
  const said = words(forms.frame.lang).meetings
  const fault = told?.faults.get(`slot-${row}`)
  const one = (name: 'date' | 'time' | 'minutes', input: (value: string) => Html) =>
    labelled({
      id: `slot-${row}-${name}`,
      label: said.propose[name],
      control: attributes => html`<input class="in" name="${name}"${input(typedIn(told, name, row))}${attributes}>`,
    })
  return html`<fieldset class="f slot" id="slot-${row}"${fault && html` aria-describedby="slot-${row}-e"`}><legend>${said.slots.legend(row + 1)}</legend>${
    fault && html`<p class="err" id="slot-${row}-e">${fault}</p>`
  }<div class="three">${one('date', value => html` type="date" min="${earliest}" value="${value}"`)}${one(
    'time',
    value => html` type="time" step="300" value="${value}"`,
  )}${one(
    'minutes',
    value =>
      html` type="number" min="${shortest}" max="${longest}" step="5" inputmode="numeric" value="${value || usualMinutes}"`,
  )}</div></fieldset>`
}

/** Up to five times, by the clock of whoever proposes. */
export const proposeForm = (forms: FormFrame, view: MeetingView, primary: boolean, lead: Printable = null): Html => {
  const { frame } = forms
  const said = words(frame.lang).meetings
  const told = toldTo(forms, 'propose')
  const zone = readerZone(frame)
  const earliest = frame.at.toZonedDateTimeISO(zone).toPlainDate().toString()
  const rows = Array.from({ length: mostSlots }, (_, row) => slotRow(forms, told, row, earliest))
  const more = Array.from({ length: mostSlots }, (_, row) => row).some(
    row => row >= rowsInSight && (typedIn(told, 'date', row) !== '' || told?.faults.has(`slot-${row}`)),
  )
  return html`<form class="flow" method="post" action="${meetingPath(view.root)}/propose">${hidden(forms, { seen: view.n, seat: view.own ?? 0 })}${lead}<p class="s soft">${said.propose.remark(zoneName(frame.lang, zone, frame.at))}</p>${rows.slice(0, rowsInSight)}${folded(
    said.propose.more,
    rows.slice(rowsInSight),
    more,
  )}<p>${button({ label: said.propose.send, primary })}</p></form>`
}
