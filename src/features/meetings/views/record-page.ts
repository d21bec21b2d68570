import { localDate } from '../../../../workflows/deadlines.ts'
import { button, linkButton } from '../../../http/components/button.ts'
import { note } from '../../../http/components/note.ts'
import { clash } from '../../../http/components/saved-words.ts'
import { sheet } from '../../../http/components/sheet.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { actsOnBehalf, type MeetingView } from '../meeting-view.ts'
import type { Minutes } from '../minutes.ts'
import { meetingPath } from '../place.ts'
import { kinds, longestMinutes } from '../rules.ts'
import { toldOf } from './meeting-page.ts'
import { behalfField, type FormFrame, hidden, labelled, readerZone, reasonField, toldTo, whenOf } from './parts.ts'

/** What stands in the way of a saved text: the wording that came first, if any. `late`: nothing may be written any more. */
export type Met = { readonly late: boolean; readonly theirs: Minutes | null; readonly yours: string }

const metNote = (forms: FormFrame, met: Met): Html => {
  const { frame } = forms
  const said = words(frame.lang).meetings
  const who = met.theirs && said.clash.who(met.theirs.name ?? said.someone, whenOf(frame, met.theirs.at))
  const wordings = [
    { about: said.clash.mine, text: met.yours },
    ...(met.theirs === null ? [] : [{ about: met.theirs.name ?? said.someone, text: met.theirs.body ?? said.blanked }]),
  ]
  const says = html`<b>${met.late ? said.clash.late : said.clash.says}</b> ${who}`
  return html`<section class="sheet" role="alert">${clash({ says, wordings, actions: html`<p class="s">${!met.late && said.clash.stays}</p>` })}</section>`
}

type Typed = (name: string) => string

const faultLine = (fault: string | undefined): Printable => fault && html`<p class="err">${fault}</p>`

const howFields = (forms: FormFrame, view: MeetingView, typed: Typed, took: ReadonlySet<string>): Html => {
  const said = words(forms.frame.lang).meetings
  const faults = toldTo(forms, 'record')?.faults
  const date = labelled({
    id: 'record-heldOn',
    label: said.record.heldOn,
    fault: faults?.get('heldOn'),
    control: attributes =>
      html`<input class="in" type="date" name="heldOn" max="${view.today}" value="${typed('heldOn')}"${attributes}>`,
  })
  const radios = kinds.map(
    kind =>
      html`<label class="pick"><input type="radio" name="kind" value="${kind}"${typed('kind') === kind && html` checked`}><span>${said.kind[kind]}</span></label>`,
  )
  const boxes = view.parties.map(
    ({ seat, name }) =>
      html`<label class="pick"><input type="checkbox" name="took" value="${seat}"${took.has(String(seat)) && html` checked`}><span>${name}</span></label>`,
  )
  return html`${date}<fieldset class="f" id="record-kind"><legend>${said.record.kind}</legend>${faultLine(faults?.get('kind'))}${radios}</fieldset><fieldset class="f" id="record-took"><legend>${said.record.took}</legend>${faultLine(faults?.get('took'))}${boxes}</fieldset>`
}

/** For which school it is written: hidden for the school's own people, chosen by those who cover several. */
const seatField = (forms: FormFrame, view: MeetingView, seats: readonly number[], typed: Typed): Printable => {
  const [only, ...rest] = seats
  if (rest.length === 0) return html`<input type="hidden" name="seat" value="${only ?? ''}">`
  const chosen = typed('seat') || String(only)
  const radios = view.parties
    .filter(({ seat }) => seats.includes(seat))
    .map(
      ({ seat, name }) =>
        html`<label class="pick"><input type="radio" name="seat" value="${seat}"${chosen === String(seat) && html` checked`}><span>${name}</span></label>`,
    )
  return html`<fieldset class="f"><legend>${words(forms.frame.lang).meetings.record.school}</legend>${radios}</fieldset>`
}

/** The date of the agreed time by the reader's clock, once it has come. */
const agreedDate = ({ frame }: FormFrame, { context: { agreed }, today }: MeetingView): string => {
  if (agreed === null) return ''
  const date = localDate(agreed.at, readerZone(frame))
  return date <= today ? date : ''
}

const recordForm = (forms: FormFrame, view: MeetingView, met: Met | null): Html => {
  const said = words(forms.frame.lang).meetings.record
  const told = toldTo(forms, 'record')
  const records = view.may.record.length > 0
  const typed: Typed = name => String(told?.typed[name] ?? '')
  const kept: Typed = name => {
    if (told !== null) return typed(name)
    if (name === 'heldOn') return view.context.heldOn ?? agreedDate(forms, view)
    return name === 'kind' ? (view.context.kind ?? '') : ''
  }
  const recorded = view.context.took.length > 0 ? view.context.took : view.parties.map(({ seat }) => seat)
  const took = new Set(told === null ? recorded.map(String) : [told.typed.took ?? []].flat())
  const text = met?.yours ?? (told === null ? (view.draft?.body ?? '') : typed('text'))
  const base = met === null ? typed('base') || (view.draft?.version ?? 0) : (met.theirs?.version ?? 0)
  const area = reasonField({
    form: 'record',
    name: 'text',
    label: said.text,
    hint: said.textHint,
    value: text,
    rows: 10,
    minLength: 1,
    maxLength: longestMinutes,
    fault: told?.faults.get('text'),
  })
  return html`<form class="flow" method="post" action="${meetingPath(view.root)}/${records ? 'record' : 'minutes'}">${hidden(forms, { ...(records ? { seen: view.n } : {}), base })}${seatField(forms, view, records ? view.may.record : view.may.write, typed)}${
    records ? howFields(forms, view, kept, took) : html`<p class="soft">${said.helper}</p>`
  }${area}${behalfField(forms, 'record', actsOnBehalf(view))}<p class="row">${
    records && button({ label: said.send, primary: true, name: 'press', value: 'record' })
  }${button({ label: said.save, primary: !records, name: 'press', value: 'save' })}</p></form>`
}

/** Where a meeting is recorded: when, how, who was there, the minutes; or where its text is prepared. */
export const recordPage = (forms: FormFrame, view: MeetingView, met: Met | null): Html => {
  const { frame } = forms
  const { record: said, state, title } = words(frame.lang).meetings
  const back = meetingPath(view.root)
  const writes = view.may.write.length > 0
  const { draft } = view
  return page(frame, {
    title: said.title,
    current: 'home',
    styles: ['meeting.css', 'review.css'],
    heading: pageHead({ over: html`<a href="${back}">${title}</a>`, title: said.title, under: said.lead }),
    body: html`${met && metNote(forms, met)}${toldOf(forms)}${sheet({
      id: 'record',
      title: said.text,
      remark:
        writes &&
        draft !== null &&
        said.draft(draft.name ?? words(frame.lang).meetings.someone, whenOf(frame, draft.at)),
      body: writes
        ? html`${view.reviewsOpen && note({ tone: 'mark', body: html`<p>${said.early}</p>` })}${
            view.state === 'unconfirmed' && note({ body: html`<p>${said.resets}</p>` })
          }${recordForm(forms, view, met)}`
        : html`<p>${view.state === 'counted' ? said.notWritable : state.closed}</p>`,
    })}<p>${linkButton({ href: back, label: said.back })}</p>`,
  })
}
