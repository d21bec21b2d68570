import { note } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { MeetingView } from '../meeting-view.ts'
import { moment, stretch } from './moments.ts'

/** When all schools are at work; where that is never, plainly so, and the edges of the day (rules 18). */
export const hoursSheet = (frame: PageFrame, view: MeetingView): Html => {
  const said = words(frame.lang).meetings.hours
  const { common, edges } = view.hours
  const list = (entries: readonly Html[]) =>
    html`<ul class="when">${entries.map(entry => html`<li>${entry}</li>`)}</ul>`
  const none = html`${note({ tone: 'mark', body: html`<p><b>${said.none}</b></p>` })}<p>${said.edges}</p>`
  return sheet({
    id: 'hours',
    title: said.title,
    remark: said.remark,
    body:
      common.length > 0
        ? html`<p>${said.common}</p>${list(common.map(span => stretch(frame, view, span)))}`
        : edges.length > 0
          ? html`${none}${list(edges.map(at => moment(frame, view, at)))}`
          : html`<p>${said.noDays}</p>`,
  })
}
