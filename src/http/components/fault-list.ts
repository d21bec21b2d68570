import { type Html, html } from '../html.ts'
import { fieldId } from './fields.ts'
import { icon } from './icons.ts'

/**
 * Over a form that was not taken: what is wrong in one line, what is safe, and a link to each line to mend. `href` leads elsewhere than
 * to the field of that name.
 */
export const faultList = (it: {
  readonly title: string
  readonly safe: string
  readonly faults: readonly { readonly field: string; readonly says: string; readonly href?: string }[]
}): Html =>
  html`<section class="note late" role="alert" tabindex="-1">${icon('warn')}<div class="flow"><h2>${it.title}</h2><p>${it.safe}</p><ol class="go">${it.faults.map(
    fault => html`<li><a href="${fault.href ?? `#${fieldId(fault.field)}`}">${fault.says}</a></li>`,
  )}</ol></div></section>`
