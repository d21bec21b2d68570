import type { FilePart } from '../../../../workflows/machines/seat.ts'
import { linkButton } from '../../../http/components/button.ts'
import { facts, log, said as quoted } from '../../../http/components/lists.ts'
import { note } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { dateTime, plainDate, zoneName } from '../../../words/time.ts'
import type { FileView, Upload } from '../file-view.ts'
import { filePath, uploadPath } from '../place.ts'
import { behalfField, type FormFrame, form, lineField, toldTo } from './form-parts.ts'
import { whenOf } from './names.ts'

/** Every placing with its receipt and its very bytes, the newest first; of the last one, whether the school saw it confirmed. */
export const uploadsSheet = (forms: FormFrame, view: FileView): Html | null => {
  if (view.uploads.length === 0) return null
  const said = words(forms.frame.lang).finalFiles.uploads
  return sheet({
    id: 'uploads',
    title: said.title,
    remark: said.receipt,
    body: html`${view.uploads.map((upload, index) => uploadPart(forms, view, upload, view.uploads.length - index))}`,
  })
}

/** The proof of a placing: when, by whom, the history row and its hash, the checksums of the file and of what it says (rules 26). */
const uploadPart = (forms: FormFrame, view: FileView, upload: Upload, number: number): Html => {
  const { frame } = forms
  const { uploads: said, someone, behalf, state } = words(frame.lang).finalFiles
  const zone = frame.viewer?.zone ?? 'UTC'
  const { act } = upload
  const sealed = view.contentSha256 === null
  return html`<div class="part flow"><h3>${said.version(number)}</h3>${
    !sealed &&
    !upload.erased &&
    html`<p>${linkButton({ href: uploadPath(view, upload.id), label: state.download, icon: 'down', small: true, download: true })}</p>`
  }${facts([
    {
      name: said.at,
      value: html`<time datetime="${act.at}">${dateTime(frame.lang, act.at, zone, frame.at)} ${zoneName(frame.lang, zone, act.at)}</time>`,
    },
    { name: said.who, value: html`${act.name ?? someone}${act.behalf && html`. ${behalf.said(act.behalf)}`}` },
    ...(upload.placedOn === null
      ? []
      : [{ name: said.placed, value: plainDate(frame.lang, upload.placedOn, frame.at) }]),
    { name: said.row, value: `№ ${act.n}` },
    { name: said.hash, value: act.hash },
    ...(sealed
      ? []
      : [
          { name: said.sum, value: upload.sha256 },
          { name: said.content, value: upload.contentSha256 },
        ]),
  ])}${markOf(forms, view, upload, number === view.uploads.length)}</div>`
}

/** «Confirmed in IS MEDK»: the school's own word, beside the curator's verdict. */
const markOf = (forms: FormFrame, view: FileView, { mark }: Upload, last: boolean): Printable => {
  const { frame } = forms
  const { mark: said, someone, behalf } = words(frame.lang).finalFiles
  if (mark !== null)
    return note({
      tone: 'ok',
      body: html`<p>${said.seen(plainDate(frame.lang, mark.seenOn, frame.at), mark.name ?? someone)}${mark.behalf && html`. ${behalf.said(mark.behalf)}`}</p>`,
    })
  if (!last) return null
  if (!view.may.mark) return html`<p class="s soft">${said.none}</p>`
  const { faultOf, typed } = toldTo(forms, 'mark')
  return form(forms, {
    action: `${filePath(view)}/mark`,
    body: html`<p>${said.ask}</p>${lineField({
      ...{ form: 'mark', name: 'seenOn', type: 'date', label: said.date, required: true },
      value: typed('seenOn') ?? '',
      fault: faultOf('seenOn'),
    })}${behalfField(forms, 'mark', view.reader === 'officer')}`,
    label: said.set,
  })
}

/** What was decided about the file and why, the newest first. */
export const verdictsSheet = (frame: PageFrame, { verdicts }: FileView): Html | null => {
  if (verdicts.length === 0) return null
  const { verdicts: said, verdict, someone } = words(frame.lang).finalFiles
  const partOf = (part: string | null) => verdict.parts[(part ?? 'scan') as FilePart]
  const entries = verdicts.map(act => ({
    iso: act.at,
    when: whenOf(frame, act.at),
    body: html`<p><b>${act.type === 'file.confirm' ? said.confirmed : said.returned(partOf(act.part))}.</b> ${act.name ?? someone}</p>${act.reason && quoted(act.reason)}`,
  }))
  return sheet({ id: 'verdicts', title: said.title, body: log(entries) })
}
