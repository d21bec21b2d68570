import { tokenField } from '../../../http/components/form-token.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'

/** What a page's forms are printed with. `once` makes an idempotency key. */
export type FormFrame = { readonly frame: PageFrame; readonly once: () => string }

/** A form's hidden fields. */
export const hidden = ({ frame, once }: FormFrame, values: Readonly<Record<string, string | number>>): Html =>
  html`${tokenField(frame)}<input type="hidden" name="once" value="${once()}">${Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}`

/** A text that explains an act; the field's name stands in several forms of a page, so its id is told apart by the form's. */
export const reasonField = (form: string, label: string, hint?: string): Html =>
  html`<div class="f"><label for="${form}-reason">${label}</label><textarea class="in" rows="2" id="${form}-reason" name="reason" required minlength="3" maxlength="4000"${
    hint && html` aria-describedby="${form}-hint"`
  }></textarea>${hint && html`<p class="hint" id="${form}-hint">${hint}</p>`}</div>`

/** What opens when it is asked for: a form that is not needed most of the time. */
export const folded = (label: string, body: Html): Html =>
  html`<details><summary>${label}</summary><div class="flow">${body}</div></details>`
