import type { FilePart } from '../../../../workflows/machines/seat.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { relativeTime } from '../../../words/time.ts'
import type { FileView } from '../file-view.ts'
import { partPath } from '../place.ts'

export const whenOf = (frame: PageFrame, at: string): string =>
  relativeTime(frame.lang, at, frame.viewer?.zone ?? 'UTC', frame.at)

type Named = Pick<FileView, 'root' | 'seat' | 'schools'>

/** A code of what a file or a placing lacks, in words, and the way to where it is mended; no way where there is none for this reader. */
export const missingName = (
  { lang }: Pick<PageFrame, 'lang'>,
  view: Named,
  code: string,
): { readonly says: string; readonly href: string | null } => {
  const said = words(lang).finalFiles
  const [what = '', about] = code.split('/')
  const other = about !== undefined && /^\d+$/.test(about) ? Number(about) : null
  const school = view.schools.get(other ?? 0) ?? ''
  const href = partPath(view, what, other)
  switch (what) {
    case 'ownReview':
    case 'ownRecommendations':
    case 'theirReview':
    case 'theirRecommendations':
      return { says: said.missing[what](school), href }
    case 'meeting':
      return { says: said.missing.meeting, href }
    case 'date':
      return { says: said.missing.date, href: '#proof-placedOn' }
    case 'proof':
      return { says: said.missing.proof, href: '#proof' }
    case 'part':
      return { says: said.missing.part(said.parts[about as FilePart] ?? ''), href: null }
    case 'notNow':
      return { says: said.missing.notNow, href: '#state' }
    case 'changed':
      return { says: said.missing.changed, href: '#content' }
    default:
      return { says: said.missing.notReady, href: '#state' }
  }
}

/** What is missing, a line each, with a way to it. */
export const missingList = (frame: PageFrame, view: Named, codes: readonly string[]): Html =>
  html`<ul class="bullets">${codes.map(code => {
    const { says, href } = missingName(frame, view, code)
    return html`<li>${href === null ? says : html`<a href="${href}">${says}</a>`}</li>`
  })}</ul>`
