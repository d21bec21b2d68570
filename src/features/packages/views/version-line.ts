import { icon } from '../../../http/components/icons.ts'
import { said as saidBy } from '../../../http/components/lists.ts'
import { note, tag } from '../../../http/components/note.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import type { Lang } from '../../../words/index.ts'
import { words } from '../../../words/index.ts'
import { relativeTime } from '../../../words/time.ts'
import type { Version } from '../content.ts'
import type { PackageView } from '../package-view.ts'
import { documentPath } from '../place.ts'
import { isPresentable } from '../rules.ts'

/** «84 кБ», «1,2 МБ». */
const sizeInWords = (lang: Lang, bytes: number): string => {
  const [unit, size] = bytes < 1_000_000 ? (['kilobyte', 1024] as const) : (['megabyte', 1024 * 1024] as const)
  const digits = { maximumFractionDigits: unit === 'kilobyte' ? 0 : 1 }
  return new Intl.NumberFormat(lang, { style: 'unit', unit, ...digits }).format(
    Math.max(bytes / size, unit === 'kilobyte' ? 1 : 0.1),
  )
}

/** One version of a file: its name, what it is, who put it in and when, and everything that was said of it. */
export const versionLine = (frame: PageFrame, view: PackageView, version: Version): Html => {
  const { documents, kind, someone } = words(frame.lang).packages
  const zone = frame.viewer?.zone ?? 'UTC'
  const about = [
    `${kind[version.kind]}, ${sizeInWords(frame.lang, version.bytes)}`,
    documents.version(version.version),
    relativeTime(frame.lang, version.at, zone, frame.at),
    version.name ?? someone,
  ]
  return html`<div class="flow"><p>${name(view, version)} ${version.flag && tag(documents.hidden, 'late', 'no')} ${
    version.erased && tag(documents.erased, 'late', 'no')
  } ${version.locked && tag(documents.locked, 'mark', 'lock')}<br><span class="s soft">${about.join(' · ')}</span></p>${
    version.locked && html`<p class="hint">${documents.lockedHint}</p>`
  }${version.reason && saidBy(documents.why(version.reason))}${version.behalf && saidBy(documents.behalf(version.behalf))}${
    version.flag && note({ tone: 'late', body: html`<p>${documents.hiddenFor(version.flag.reason)}</p>` })
  }<p class="s"><a href="${documentPath(view.root, version.id)}/questions">${documents.questions}</a></p><p class="xs soft">${documents.sum} ${version.sha256}</p></div>`
}

function name(view: PackageView, version: Version): Html {
  const mayHave = view.downloadable && !version.erased && (isPresentable(version) || view.reader !== 'reviewer')
  const label = mayHave
    ? html`<a href="${documentPath(view.root, version.id)}" download>${version.filename}</a>`
    : html`<b>${version.filename}</b>`
  return html`${icon('doc')} ${label}`
}
