import { type Html, html, type Printable } from '../html.ts'

/**
 * A sheet of paper with a margin: the section's name and remark stand left of the red line, its content right of it.
 * One topic a sheet; no sheet in a sheet. `id` is unique on the page.
 */
export const sheet = (it: {
  readonly id: string
  readonly title: string
  readonly remark?: Printable
  readonly body: Printable
  readonly squared?: boolean
}): Html =>
  html`<section class="sheet m" aria-labelledby="${it.id}">
<div class="side"><h2 id="${it.id}">${it.title}</h2>${it.remark && html`<div class="remark">${it.remark}</div>`}</div>
<div class="flow${it.squared && ' sq'}">${it.body}</div>
</section>`

/** A sheet without a margin: a column among columns. `aside` stands at the right of the heading. */
export const card = (it: {
  readonly id: string
  readonly title: string
  readonly aside?: Printable
  readonly body: Printable
}): Html =>
  html`<section class="sheet flow" aria-labelledby="${it.id}">
<div class="row apart"><h2 id="${it.id}">${it.title}</h2>${it.aside}</div>
${it.body}
</section>`
