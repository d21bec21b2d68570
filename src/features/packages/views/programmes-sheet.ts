import { button } from '../../../http/components/button.ts'
import { sheet } from '../../../http/components/sheet.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { Programme } from '../content.ts'
import { actsOnBehalf, type PackageView, type ShownSlot } from '../package-view.ts'
import { packagePath, slotId } from '../place.ts'
import { folded } from './act-form.ts'
import { factorBoxes, factorName } from './factor-boxes.ts'
import { behalfField, type FormFrame, hidden, labelled, reasonField, toldTo } from './form-parts.ts'
import { fileOf } from './slot-part.ts'
import { fileInput, formWithFile } from './upload-form.ts'

/** The antirisk programmes: title, factors and file of each, and the form for one more. */
export const programmesSheet = (forms: FormFrame, view: PackageView, maxBytes: number): Html => {
  const said = words(forms.frame.lang).packages.programmes
  const slots = view.slots.filter(({ programme }) => programme !== null)
  const adds = view.writes !== null && view.content.privacy !== null
  return sheet({
    id: 'programmes',
    title: said.title,
    remark: view.writes !== null && said.remark,
    body: html`${slots.length === 0 && html`<p class="soft">${said.none}</p>`}${slots.map(slot =>
      programmePart(forms, view, slot, maxBytes),
    )}${
      adds &&
      folded(
        `${said.add}…`,
        newProgramme(forms, view, maxBytes),
        slots.length === 0 || toldTo(forms, 'programme').spoken,
      )
    }`,
  })
}

function programmePart(forms: FormFrame, view: PackageView, shown: ShownSlot, maxBytes: number): Html | null {
  const { programme } = shown
  if (programme === null) return null
  const said = words(forms.frame.lang).packages.programmes
  const names = programme.factors.map(number => factorName(forms.frame, view.season, number))
  return html`<div class="part flow" id="${slotId(shown.slot)}"><h3>${said.heading(programme.title)}</h3><ul class="bullets s">${names.map(
    name => html`<li>${name}</li>`,
  )}</ul>${fileOf(forms, view, shown, maxBytes, view.writes === 'all' && changing(forms, view, programme))}</div>`
}

function changing(forms: FormFrame, view: PackageView, programme: Programme): Html {
  const said = words(forms.frame.lang).packages.programmes
  const action = `${packagePath(view)}/programmes/${programme.id}`
  const base = { base: programme.version }
  const form = `programme-${programme.id}`
  return html`${folded(
    `${said.change}…`,
    html`<form class="flow" method="post" action="${action}">${hidden(forms, base)}${wording(forms, view, form, programme)}${behalfField(
      forms,
      form,
      actsOnBehalf(view),
    )}<p>${button({ label: said.save, small: true })}</p></form>`,
    toldTo(forms, form).spoken,
  )}${folded(
    said.remove,
    html`<form class="flow" method="post" action="${action}/remove">${hidden(forms, base)}<p>${said.removeText}</p>${behalfField(
      forms,
      `remove-${programme.id}`,
      actsOnBehalf(view),
    )}<p>${button({ label: said.removeYes, small: true })}</p></form>`,
  )}`
}

function newProgramme(forms: FormFrame, view: PackageView, maxBytes: number): Html {
  const said = words(forms.frame.lang).packages.programmes
  const form = 'programme'
  const { typed, faultOf } = toldTo(forms, form)
  const late: Printable =
    view.writes === 'reasoned' &&
    reasonField({ form, name: 'reason', label: said.reason, value: typed('reason'), fault: faultOf('reason') })
  return formWithFile(forms, {
    action: `${packagePath(view)}/programmes`,
    page: `${packagePath(view)}#programmes`,
    maxBytes,
    body: html`${hidden(forms, {}, 'withFile')}${wording(forms, view, form, null)}${fileInput(forms.frame, {
      id: `${form}-file`,
      label: said.addFile,
      required: false,
      hint: said.addFileHint,
      fault: faultOf('file'),
    })}${late}${behalfField(forms, form, actsOnBehalf(view))}<p>${button({ label: said.add, small: true })}</p>`,
  })
}

function wording(forms: FormFrame, view: PackageView, form: string, programme: Programme | null): Html {
  const said = words(forms.frame.lang).packages.programmes
  const { typed, faultOf, ticked } = toldTo(forms, form)
  const { factors } = view.content
  return html`${labelled({
    id: `${form}-title`,
    label: said.name,
    fault: faultOf('title'),
    control: attributes =>
      html`<input class="in" type="text" name="title" required maxlength="300" value="${typed('title') || programme?.title}"${attributes}>`,
  })}${factorBoxes({
    frame: forms.frame,
    season: view.season,
    profile: view.content.profile,
    id: `${form}-factors`,
    label: said.factors,
    ticked: ticked('factors') ?? new Set(programme?.factors.map(String)),
    // Those the school works on; before it has said which, all of them.
    ...(factors.length > 0 ? { numbers: new Set([...factors, ...(programme?.factors ?? [])]) } : {}),
    fault: faultOf('factors'),
  })}`
}
