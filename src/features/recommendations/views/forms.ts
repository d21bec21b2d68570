import { button } from '../../../http/components/button.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import type { IconName } from '../../../http/components/icons.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'

/** A form of hidden fields and one button. */
export const press = (
  frame: PageFrame,
  it: {
    readonly action: string
    readonly fields: Readonly<Record<string, string | number>>
    readonly label: string
    readonly icon?: IconName
    readonly primary?: boolean
    readonly lead?: Printable
  },
): Html =>
  html`<form${it.lead && html` class="flow"`} method="post" action="${it.action}">${tokenField(frame)}${Object.entries(
    it.fields,
  ).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}${it.lead && html`<p>${it.lead}</p>`}${button({ label: it.label, small: it.primary !== true, primary: it.primary ?? false, ...(it.icon === undefined ? {} : { icon: it.icon }) })}</form>`
