import { button } from '../../../http/components/button.ts'
import { tag } from '../../../http/components/note.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { Version } from '../content.ts'
import type { PackageView, ShownSlot } from '../package-view.ts'
import { documentPath, slotId } from '../place.ts'
import { folded } from './act-form.ts'
import { type FormFrame, hidden, reasonField, toldTo } from './form-parts.ts'
import { slotName } from './names.ts'
import { slotForm } from './upload-form.ts'
import { versionLine } from './version-line.ts'

/** A slot with all its versions, the way to a new one, and what else can be done with its file. */
export const slotPart = (forms: FormFrame, view: PackageView, shown: ShownSlot, maxBytes: number): Html => {
  const { documents } = words(forms.frame.lang).packages
  const asked = view.returned?.slots.includes(shown.slot) && view.state === 'preparing' && view.reader !== 'reviewer'
  return html`<div class="part flow" id="${slotId(shown.slot)}"><h3>${slotName(forms.frame, view, shown.slot)} ${
    !shown.required && tag(documents.optional)
  } ${asked && tag(words(forms.frame.lang).packages.state.returnedFor.replace(/:$/, ''), 'mark')}</h3>${fileOf(forms, view, shown, maxBytes)}</div>`
}

/** The same without its heading, where a programme has given one; `more` can be unfolded beside the rest. */
export const fileOf = (
  forms: FormFrame,
  view: PackageView,
  { slot, versions }: ShownSlot,
  maxBytes: number,
  more: Printable = null,
): Html => {
  const { documents } = words(forms.frame.lang).packages
  const [current, ...earlier] = versions
  const writes = view.writes !== null && view.content.privacy !== null
  return html`${current ? versionLine(forms.frame, view, current) : html`<p class="soft">${documents.none}</p>`}${
    writes && current === undefined && slotForm(forms, view, slot, maxBytes)
  }<div class="folds">${
    earlier.length > 0 &&
    folded(
      documents.earlier(earlier.length),
      earlier.map(version => versionLine(forms.frame, view, version)),
    )
  }${writes && current && replacing(forms, view, slot, maxBytes)}${current && flagging(forms, view, current)}${more}</div>`
}

const replacing = (forms: FormFrame, view: PackageView, slot: string, maxBytes: number): Html =>
  folded(
    `${words(forms.frame.lang).packages.documents.replace}…`,
    slotForm(forms, view, slot, maxBytes),
    toldTo(forms, slotId(slot)).spoken,
  )

/** Whoever reads a partner's or a ward's file and sees children's names in it can hide it (rules 24). */
const flagging = (forms: FormFrame, view: PackageView, current: Version): Printable => {
  const { documents } = words(forms.frame.lang).packages
  if (view.reader === 'school' || !view.downloadable || current.flag !== null || current.erased) return null
  const form = `flag-${current.id}`
  return folded(
    documents.flag,
    html`<form class="flow" method="post" action="${documentPath(view.root, current.id)}/flag">${hidden(forms, {})}<p>${documents.flagText}</p>${reasonField(
      { form, name: 'reason', label: documents.flagReason },
    )}<p>${button({ label: documents.flagYes })}</p></form>`,
  )
}
