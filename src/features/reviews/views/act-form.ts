import { button } from '../../../http/components/button.ts'
import { areaField } from '../../../http/components/fields.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'

/** The plain form of one act: what the page had seen, a key that makes a second press the same act, and a reason where one is asked. */
export const actForm = (
  frame: PageFrame,
  it: {
    readonly action: string
    readonly seen: number
    readonly once: string
    readonly label: string
    readonly primary?: boolean
    readonly reason?: string
    readonly lead?: Printable
  },
): Html =>
  html`<form class="flow" method="post" action="${it.action}">${tokenField(frame)}<input type="hidden" name="seen" value="${it.seen}"><input type="hidden" name="once" value="${it.once}">
${it.lead && html`<p>${it.lead}</p>`}
${it.reason && areaField({ name: 'reason', label: it.reason, required: true })}
<p>${button({ label: it.label, primary: it.primary ?? false })}</p></form>`
