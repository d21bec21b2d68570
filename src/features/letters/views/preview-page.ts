import { facts } from '../../../http/components/lists.ts'
import { note } from '../../../http/components/note.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { signInMark } from '../../../letters/types.ts'
import { type Lang, words } from '../../../words/index.ts'
import type { LetterPreview } from '../preview.ts'
import { sayingOf, whenOf } from '../saying.ts'
import { readerCell } from './parts.ts'

/** A letter's text as a page shows it: where the link will stand, that is said. */
export const letterText = (lang: Lang, text: string): Html =>
  html`<div class="letter pre">${text
    .trimEnd()
    .split(signInMark)
    .map((part, index) => html`${index > 0 && html`<em>${words(lang).letterPages.preview.link}</em>`}${part}`)}</div>`

/** How a letter that will go would look now. */
export const previewPage = (frame: PageFrame, it: LetterPreview): Html => {
  const said = words(frame.lang).letterPages
  const { preview } = said
  const about = facts([
    { name: preview.to, value: readerCell(frame.lang, { ...it, person: '' }) },
    { name: preview.when, value: whenOf(sayingOf(frame), it.sendAt) },
    ...(it.composed === null ? [] : [{ name: preview.subject, value: html`<b>${it.composed.subject}</b>` }]),
  ])
  return page(frame, {
    title: preview.title,
    current: 'letters',
    styles: ['letters.css'],
    heading: pageHead({
      over: html`<a href="/letters/forecast">${said.forecast.title}</a>`,
      title: preview.title,
    }),
    body: html`${note({ body: html`<p>${preview.lead}</p>` })}<section class="sheet flow">${about}${
      it.composed === null ? html`<p>${preview.none}</p>` : letterText(frame.lang, it.composed.text)
    }</section>${it.partial && html`<p class="s soft">${preview.partial}</p>`}`,
  })
}
