import { sheet } from '../../../http/components/sheet.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { relativeTime } from '../../../words/time.ts'
import type { PackageView } from '../package-view.ts'
import { actForm, folded } from './act-form.ts'
import { type FormFrame, reasonField } from './form-parts.ts'
import { slotName } from './names.ts'
import { dueLine, returnedNote } from './state-sheet.ts'

/** Where a package stands for the school that reviews it: not there yet, to be opened, or open. */
export const partnerSheet = (forms: FormFrame, view: PackageView): Html => {
  const said = words(forms.frame.lang).packages.state
  return sheet({
    id: 'state',
    title: words(forms.frame.lang).packages.title,
    remark: !view.arrived && dueLine(forms.frame, view),
    body: view.arrived ? arrived(forms, view) : html`<p class="serif xl">${said.waiting}</p><p>${said.waitingText}</p>`,
  })
}

function arrived(forms: FormFrame, view: PackageView): Html {
  const { frame } = forms
  const said = words(frame.lang).packages.state
  const { sending } = view
  const when = sending && relativeTime(frame.lang, sending.at, frame.viewer?.zone ?? 'UTC', frame.at)
  return html`${view.state === 'preparing' && returnedNote(frame, view, 'reviewer')}${
    when && sending && html`<p class="serif xl">${said.arrived(when, sending.versions.length)}</p>`
  }${
    view.may.open &&
    actForm(forms, view, { act: 'open', label: said.open, primary: true, before: html`<p>${said.openText}</p>` })
  }${view.may.return && giveBack(forms, view)}`
}

function giveBack(forms: FormFrame, view: PackageView): Printable {
  const said = words(forms.frame.lang).packages.giveBack
  const boxes = (view.sending?.versions ?? []).map(
    ({ slot }) =>
      html`<label class="pick"><input type="checkbox" name="slots" value="${slot}"><span>${slotName(forms.frame, view, slot)}</span></label>`,
  )
  const before = html`<p>${said.text}</p><fieldset class="f"><legend>${said.slots}</legend>${boxes}</fieldset>${reasonField(
    {
      form: 'return',
      name: 'reason',
      label: said.reason,
    },
  )}`
  return html`<div id="give-back">${folded(said.open, actForm(forms, view, { act: 'return', label: said.yes, before }))}</div>`
}
