import { icon } from '../../../http/components/icons.ts'
import { facts } from '../../../http/components/lists.ts'
import { note, tag } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { plainDate } from '../../../words/time.ts'
import type { FileView } from '../file-view.ts'
import { attachmentPath, filePath } from '../place.ts'
import { type Attachment, type AttachmentSlot, newestOf } from '../proof.ts'
import { behalfField, type FormFrame, fileInput, folded, form, lineField, toldTo, wordsField } from './form-parts.ts'
import { whenOf } from './names.ts'

const MEGABYTE = 1024 * 1024

/** What is accepted beside a proof, as browsers want it. */
const acceptedProofs = '.pdf,.jpg,.jpeg,.png'

/** When and where the file was placed: what stands, and the form to change it. */
export const proofSheet = (forms: FormFrame, view: FileView): Html | null => {
  const { frame } = forms
  const said = words(frame.lang).finalFiles.proof
  if (view.state === 'pending' && view.proof.version === 0) return null
  const { outrun } = toldTo(forms, 'proof')
  return sheet({
    id: 'proof',
    title: said.title,
    remark: said.remark,
    body: html`${outrun && note({ tone: 'mark', alert: true, body: html`<p>${said.outrun}</p>` })}${
      view.may.proof && !outrun ? null : proofFacts(frame, view)
    }${view.may.proof && proofForm(forms, view)}`,
  })
}

/** The proof in names and values. A link leads out only where it is one of the web. */
const proofFacts = (frame: PageFrame, { proof }: FileView): Html => {
  const said = words(frame.lang).finalFiles
  if (proof.version === 0) return html`<p class="soft">${said.proof.none}</p>`
  const none = said.proof.nothingElse
  return facts([
    { name: said.proof.date, value: proof.placedOn === null ? none : plainDate(frame.lang, proof.placedOn, frame.at) },
    {
      name: said.proof.link,
      value: proof.link === null ? none : html`<a href="${proof.link}" rel="noreferrer noopener">${proof.link}</a>`,
    },
    { name: said.proof.note, value: proof.note === null ? none : html`<span class="pre">${proof.note}</span>` },
    { name: said.proof.number, value: proof.number ?? none },
    ...(proof.behalf === null ? [] : [{ name: proof.name ?? said.someone, value: said.behalf.said(proof.behalf) }]),
  ])
}

const proofForm = (forms: FormFrame, view: FileView): Html => {
  const said = words(forms.frame.lang).finalFiles.proof
  const { proof } = view
  const { faultOf, typed } = toldTo(forms, 'proof')
  const field = (name: 'placedOn' | 'link' | 'note' | 'number') => ({
    ...{ form: 'proof', name, fault: faultOf(name) },
    value: typed(name) ?? proof[name] ?? '',
  })
  return form(forms, {
    action: `${filePath(view)}/proof`,
    hidden: { base: proof.version },
    body: html`${lineField({ ...field('placedOn'), type: 'date', label: said.date })}${lineField({
      ...field('link'),
      ...{ type: 'url', label: said.link, hint: said.linkHint },
    })}${wordsField({ ...field('note'), label: said.note, hint: said.noteHint, rows: 2 })}${lineField({
      ...field('number'),
      ...{ type: 'text', label: said.number },
    })}${behalfField(forms, 'proof', view.reader === 'officer')}`,
    label: said.save,
  })
}

/** The screenshot and the signed scan, each with all its versions. */
export const attachmentsSheet = (forms: FormFrame, view: FileView, maxBytes: number): Html | null => {
  const said = words(forms.frame.lang).finalFiles.attachments
  if (view.state === 'pending' && view.attachments.length === 0) return null
  return sheet({
    id: 'attachments',
    title: said.title,
    remark: said.remark(Math.floor(maxBytes / MEGABYTE)),
    body: html`${attachmentPart(forms, view, 'screenshot', view.may.proof)}${attachmentPart(forms, view, 'scan', view.may.scan)}`,
  })
}

const attachmentPart = (forms: FormFrame, view: FileView, slot: AttachmentSlot, writes: boolean): Html => {
  const { frame } = forms
  const said = words(frame.lang).finalFiles.attachments
  const current = newestOf(view.attachments, slot)
  const earlier = view.attachments.filter(attachment => attachment.slot === slot && attachment !== current)
  const upload = form(forms, {
    action: `${filePath(view)}/attachments`,
    hidden: { slot, base: current?.version ?? 0 },
    body: html`${fileInput({
      ...{ form: slot, name: 'file', accept: acceptedProofs, label: current === null ? said.choose : said.replace },
      fault: toldTo(forms, slot).faultOf('file'),
    })}${behalfField(forms, slot, view.reader === 'officer')}`,
    label: said.upload,
    withFile: true,
  })
  return html`<div class="part flow" id="${slot}"><h3>${said[slot]}</h3>${
    current === null ? html`<p class="soft">${said.none}</p>` : attachmentLine(frame, view, current)
  }${writes && (current === null ? upload : folded(`${said.replace}…`, upload, toldTo(forms, slot).spoken))}${
    earlier.length > 0 &&
    folded(
      said.earlier(earlier.length),
      earlier.map(attachment => attachmentLine(frame, view, attachment)),
    )
  }</div>`
}

const attachmentLine = (frame: PageFrame, view: FileView, it: Attachment): Html => {
  const { attachments, behalf, someone } = words(frame.lang).finalFiles
  const { documents, kind } = words(frame.lang).packages
  const about = [kind[it.kind], attachments.version(it.version), whenOf(frame, it.at), it.name ?? someone]
  const name: Printable = it.erased
    ? html`<b>${it.filename}</b> ${tag(documents.erased, 'late', 'no')}`
    : html`<a href="${attachmentPath(view, it.id)}" download>${it.filename}</a>`
  return html`<div class="flow"><p>${icon('doc')} ${name}<br><span class="s soft">${about.join(' · ')}</span></p>${
    it.behalf && html`<p class="s">${behalf.said(it.behalf)}</p>`
  }<p class="xs soft">${documents.sum} ${it.sha256}</p></div>`
}
