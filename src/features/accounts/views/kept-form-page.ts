import { resendForm } from '../../../http/components/resend-form.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import type { KeptForm } from '../../../http/kept-form.ts'
import { page } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'

/** What the person wrote before they had to sign in again, to read over and to send: the page of POST /kept-form. */
export const keptFormPage = (frame: PageFrame, form: KeptForm): Html => {
  const said = words(frame.lang).frame.kept
  const body = html`<section class="sheet flow"><p>${said.lead}</p>${resendForm(frame, form, said.send)}</section>`
  return page(frame, { title: said.title, body })
}
