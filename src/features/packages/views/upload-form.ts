import { acceptedEndings } from '../../../files/kinds.ts'
import { button } from '../../../http/components/button.ts'
import { uploadAction } from '../../../http/components/form-token.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { actsOnBehalf, type PackageView } from '../package-view.ts'
import { packagePath, slotId } from '../place.ts'
import { behalfField, type FormFrame, hidden, labelled, reasonField, toldTo } from './form-parts.ts'

const MEGABYTE = 1024 * 1024

/** A form whose file assets/upload.js sends with a progress bar; without scripts it is a plain form. */
export const formWithFile = (
  { frame }: FormFrame,
  it: { readonly action: string; readonly page: string; readonly maxBytes: number; readonly body: Printable },
): Html =>
  html`<form class="flow" method="post" enctype="multipart/form-data" action="${uploadAction(frame, it.action)}" data-upload data-page="${it.page}" data-max-bytes="${it.maxBytes}">
${it.body}</form>`

/** The field of a file. */
export const fileInput = (
  frame: PageFrame,
  it: {
    readonly id: string
    readonly label: string
    readonly required: boolean
    readonly hint?: string
    readonly fault?: string | undefined
  },
): Html =>
  labelled({
    ...it,
    control: attributes =>
      html`<input class="in" type="file" name="file" accept="${acceptedEndings}"${it.required && html` required`}${attributes} lang="${frame.lang}">`,
  })

/** The form that puts a file into a slot, over the version that the page shows. */
export const slotForm = (forms: FormFrame, view: PackageView, slot: string, maxBytes: number): Html => {
  const { documents } = words(forms.frame.lang).packages
  const base = view.content.versions.find(version => version.slot === slot)?.version ?? 0
  const form = slotId(slot)
  const { faultOf, typed } = toldTo(forms, form)
  const body = html`${hidden(forms, { slot, base }, 'withFile')}${fileInput(forms.frame, {
    id: `${form}-file`,
    label: base === 0 ? documents.choose : documents.replace,
    required: true,
    fault: faultOf('file') ?? faultOf('slot'),
  })}${
    view.writes === 'reasoned' &&
    reasonField({
      form,
      name: 'reason',
      label: documents.reason,
      hint: documents.reasonHint,
      value: typed('reason'),
      fault: faultOf('reason'),
    })
  }${behalfField(forms, form, actsOnBehalf(view))}<p class="row">${button({ label: documents.upload, small: true })}</p>`
  return formWithFile(forms, {
    action: `${packagePath(view)}/documents`,
    page: `${packagePath(view)}#${form}`,
    maxBytes,
    body,
  })
}

/** What assets/upload.js says; it has no words of its own. */
export const uploadWords = (frame: PageFrame, maxBytes: number): Html => {
  const said = words(frame.lang).packages.progress
  const limit = String(Math.floor(maxBytes / MEGABYTE))
  return html`<div hidden id="upload-words" data-sending="${said.sending}" data-checking="${said.checking}" data-cancel="${said.cancel}" data-cancelled="${said.cancelled}" data-lost="${said.lost}" data-again="${said.again}" data-reached="${said.reached}" data-done="${said.done}" data-refresh="${said.refresh}" data-signed-out="${said.signedOut}" data-failed="${said.failed}" data-too-large="${said.tooLarge.replace('{limit}', limit)}"></div>`
}
