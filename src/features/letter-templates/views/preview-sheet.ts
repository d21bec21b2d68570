import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, NOTHING, raw } from '../../../http/html.ts'
import { signInMark } from '../../../letters/types.ts'
import { words } from '../../../words/index.ts'
import type { TemplateView } from '../read-page.ts'

const body = /<body[^>]*>([\s\S]*)<\/body>/

/**
 * The letter's own markup in the page's own looks: markdown-it escaped what people wrote, styles are left out, and links lead nowhere from a
 * preview.
 */
const lookOf = (letter: string): Html =>
  raw(
    (body.exec(letter)?.[1] ?? '')
      .replace(/ style="[^"]*"/g, '')
      .replaceAll('<li>', '<li>– ')
      .replace(new RegExp(`<a href="${signInMark}">(.*?)</a>`, 'g'), '<span class="btn">$1</span>')
      .replace(/<a href="[^"]*">(.*?)<\/a>/g, '<u>$1</u>'),
  )

/** What comes of the text, as a letter is read and as plain text; nothing where it makes no letter. */
export const previewSheet = (frame: PageFrame, { preview, place }: TemplateView): Html => {
  if (preview === null) return NOTHING
  const said = words(frame.lang).letterTemplates.preview
  return sheet({
    id: 'preview',
    title: said.title,
    remark: said.remark,
    body: html`<p>${said.subject}: <b lang="${place.lang}">${preview.subject}</b></p>
<div class="letter flow" lang="${place.lang}">${lookOf(preview.html)}</div>
<details><summary>${said.text}</summary><div class="letter pre" lang="${place.lang}">${preview.text
      .trimEnd()
      .split(signInMark)
      .map((part, index) => html`${index > 0 && html`<em>${said.link}</em>`}${part}`)}</div></details>`,
  })
}
