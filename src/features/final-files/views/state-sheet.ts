import { linkButton } from '../../../http/components/button.ts'
import { said as quoted } from '../../../http/components/lists.ts'
import { note } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { deadline } from '../../../words/time.ts'
import { type FileView, isReadable } from '../file-view.ts'
import { filePath, partPath } from '../place.ts'
import { behalfField, type FormFrame, form } from './form-parts.ts'
import { missingList, whenOf } from './names.ts'

/** Where the file stands: what is missing, what is to be done with it, or that it is placed and what the curator said. */
export const stateSheet = (forms: FormFrame, view: FileView): Html => {
  const { frame } = forms
  const said = words(frame.lang).finalFiles.state
  return sheet({
    id: 'state',
    title: said.title,
    remark: dueLine(frame, view),
    body: html`${view.state === 'pending' ? pending(frame, view) : view.state === 'uploaded' || view.state === 'confirmed' ? placed(frame, view) : toPlace(forms, view)}${downloads(frame, view)}${
      view.state !== 'pending' &&
      view.contentSha256 === null &&
      note({ icon: 'lock', body: html`<p>${said.sealedForYou}</p>` })
    }`,
  })
}

/** Until when the file is owed, in the reader's zone; said also when that has passed. */
const dueLine = (frame: PageFrame, { dueAt }: FileView): Printable => {
  if (dueAt === null) return null
  const said = words(frame.lang).finalFiles.state
  const text = deadline(frame.lang, dueAt, frame.viewer?.zone ?? 'UTC', frame.at)
  const past = Temporal.Instant.compare(Temporal.Instant.from(dueAt), frame.at) <= 0
  return html`<p${past && html` class="late"`}>${past ? said.wasUntil(text) : said.until(text)}</p>`
}

const pending = (frame: PageFrame, view: FileView): Html => {
  const said = words(frame.lang).finalFiles.state
  return html`<p class="serif xl">${said.pending}</p><p>${said.pendingText}</p>${missingList(frame, view, view.missing)}`
}

const placed = (frame: PageFrame, view: FileView): Html => {
  const said = words(frame.lang).finalFiles.state
  const [last] = view.uploads
  const confirmed = view.verdicts.find(({ type }) => type === 'file.confirm')
  return html`${last && note({ tone: 'ok', body: html`<p><b>${said.uploaded(whenOf(frame, last.act.at))}</b></p>${view.state === 'uploaded' && view.reader === 'school' && html`<p>${said.uploadedText}</p>`}` })}${
    view.state === 'confirmed' &&
    confirmed !== undefined &&
    note({ tone: 'ok', body: html`<p><b>${said.confirmed(whenOf(frame, confirmed.at))}</b></p>` })
  }`
}

const toPlace = (forms: FormFrame, view: FileView): Html => {
  const { frame } = forms
  const said = words(frame.lang).finalFiles.state
  return html`${returnedNote(frame, view)}${
    view.state === 'ready' &&
    html`<p class="serif xl">${said.ready}</p><p>${view.oneSided ? said.oneSided : said.readyText}</p>`
  }${view.lacking.length > 0 && html`<p>${said.lacking}</p>${missingList(frame, view, view.lacking)}`}${
    view.may.upload
      ? form(forms, {
          action: `${filePath(view)}/upload`,
          hidden: { seen: view.n },
          body: html`<p>${said.uploadText}</p>${behalfField(forms, 'upload', view.reader === 'officer')}`,
          label: view.state === 'returned' ? said.again : said.upload,
          primary: true,
        })
      : view.lacking.length === 0 &&
        !view.may.decide &&
        view.reader === 'school' &&
        html`<p class="soft">${said.nobodyElse}</p>`
  }`
}

/** The last return: which part, why, in whose words, and the way to it. */
const returnedNote = (frame: PageFrame, view: FileView): Printable => {
  const act = view.verdicts.find(({ type }) => type === 'file.return')
  if (view.returned === null || act === undefined) return null
  const said = words(frame.lang).finalFiles
  const { part, mended } = view.returned
  return note({
    tone: mended ? 'plain' : 'mark',
    icon: 'back',
    body: html`<p><b>${said.state.returned(whenOf(frame, act.at))}</b> ${said.state.returnedPart(said.parts[part])}</p>${
      act.reason && quoted(act.reason)
    }<p>${mended ? said.state.partDone : said.state.returnedMark(view.season.workingDays.finalFileReturn)}</p>${!mended && waysTo(frame, view)}`,
  })
}

const waysTo = (frame: PageFrame, view: FileView): Printable => {
  const said = words(frame.lang).finalFiles.state
  const part = view.returned?.part ?? 'scan'
  if (part === 'scan') return html`<p><a href="#scan">${said.goToPart}</a></p>`
  const others = [...view.schools].filter(([seat]) => seat !== view.seat)
  const ways = part === 'minutes' ? others.slice(0, 1) : others
  return html`<p class="row">${ways.map(([seat, name]) => {
    const href = partPath(view, part, seat)
    return href !== null && html`<a href="${href}">${said.goToPart}${ways.length > 1 && html`: ${name}`}</a>`
  })}</p>`
}

/** The document and the archive, for whoever may have them. */
const downloads = (frame: PageFrame, view: FileView): Html => {
  const said = words(frame.lang).finalFiles.state
  const at = filePath(view)
  return html`<p class="row">${
    isReadable(view) &&
    linkButton({
      href: `${at}.docx`,
      label: said.download,
      icon: 'down',
      download: true,
      primary: !view.may.upload && view.state === 'ready',
    })
  }${linkButton({ href: `${at}.zip`, label: said.archive, icon: 'down', download: true })}</p><p class="s soft">${said.archiveText}</p>`
}
