import type { Talk } from '../../../../workflows/machines/meeting.ts'
import { sheet } from '../../../http/components/sheet.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { plainDate } from '../../../words/time.ts'
import { actsOnBehalf, type MeetingView } from '../meeting-view.ts'
import { kinds } from '../rules.ts'
import { actForm, behalfField, type FormFrame, labelled, namesOf } from './parts.ts'

const isSame = (one: Talk, other: Talk) => one.seat === other.seat && one.about === other.about

const talkForm = (forms: FormFrame, view: MeetingView, talk: Talk): Html => {
  const said = words(forms.frame.lang).meetings
  const form = `talk-${talk.seat}-${talk.about}`
  const date = labelled({
    id: `${form}-heldOn`,
    label: said.talk.heldOn,
    control: attributes => html`<input class="in" type="date" name="heldOn" required max="${view.today}"${attributes}>`,
  })
  const kind = labelled({
    id: `${form}-kind`,
    label: said.talk.kind,
    control: attributes =>
      html`<select class="in" name="kind"${attributes}>${kinds.map(each => html`<option value="${each}">${said.kind[each]}</option>`)}</select>`,
  })
  const before = html`<div class="three even">${date}${kind}</div>${behalfField(forms, form, actsOnBehalf(view))}`
  return actForm(forms, view, { act: 'talk', label: said.talk.yes, fields: { ...talk }, primary: true, before })
}

/** Who was not at a trio's meeting talks with the school that it reviewed, and records that (rules 18). */
export const talkSheet = (forms: FormFrame, view: MeetingView): Printable => {
  const { owed, talks } = view.context
  if (owed.length === 0) return null
  const { frame } = forms
  const said = words(frame.lang).meetings
  const name = (seat: number) => namesOf(view, [seat])
  const lines = owed.map(talk => {
    const held = talks.find(each => isSame(each, talk))
    if (held !== undefined)
      return html`<p>${said.talk.held(name(talk.seat), name(talk.about), plainDate(frame.lang, held.heldOn, frame.at), said.kind[held.kind])}</p>`
    const says = view.own === talk.seat ? said.talk.owed : said.talk.owedBy
    const may = view.may.talk.some(each => isSame(each, talk))
    return html`<p>${says(name(talk.seat), name(talk.about))}</p>${may && talkForm(forms, view, talk)}`
  })
  return sheet({ id: 'talk', title: said.talk.title, body: lines })
}
