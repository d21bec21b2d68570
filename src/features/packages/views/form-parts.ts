import { tokenField } from '../../../http/components/form-token.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'

/** What a form that was not taken is printed again with: which form, what is wrong by field, what was typed. */
export type Told = {
  readonly form: string
  readonly faults: readonly { readonly field: string; readonly says: string }[]
  readonly typed: Readonly<Record<string, string | readonly string[]>>
}

/** What a page's forms are printed with. `once` makes an idempotency key; `told` speaks of one form at most. */
export type FormFrame = { readonly frame: PageFrame; readonly once: () => string; readonly told: Told | null }

/** The part of `told` that speaks of this form. */
export const toldTo = ({ told }: FormFrame, form: string) => {
  const mine = told?.form === form ? told : null
  return {
    faultOf: (field: string): string | undefined => mine?.faults.find(fault => fault.field === field)?.says,
    typed: (field: string): string => String(mine?.typed[field] ?? ''),
    ticked: (field: string): ReadonlySet<string> | null => {
      const values = mine?.typed[field]
      return values === undefined ? null : new Set([values].flat())
    },
    spoken: mine !== null,
  }
}

/** A form's hidden fields; the token stands in the action of a form with files. */
export const hidden = (
  { frame, once }: FormFrame,
  values: Readonly<Record<string, string | number>>,
  kind: 'plain' | 'withFile' = 'plain',
): Html =>
  html`${kind === 'plain' && tokenField(frame)}<input type="hidden" name="once" value="${once()}">${Object.entries(
    values,
  ).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`

/** A field whose name stands in several forms of the page: its id is told apart by the form's. */
export const labelled = (it: {
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  readonly fault?: string | undefined
  readonly control: (attributes: Html) => Html
}): Html => {
  const described = [it.fault && `${it.id}-e`, it.hint && `${it.id}-h`].filter(Boolean).join(' ')
  const attributes = html` id="${it.id}"${it.fault && html` aria-invalid="true"`}${described && html` aria-describedby="${described}"`}`
  return html`<div class="f"><label for="${it.id}">${it.label}</label>${
    it.fault && html`<p class="err" id="${it.id}-e">${it.fault}</p>`
  }${it.control(attributes)}${it.hint && html`<p class="hint" id="${it.id}-h">${it.hint}</p>`}</div>`
}

/** A text that explains: the reason of a change, or why somebody acts for the school. */
export const reasonField = (it: {
  readonly form: string
  readonly name: 'reason' | 'behalf'
  readonly label: string
  readonly hint?: string
  readonly value?: string
  readonly fault?: string | undefined
}): Html =>
  labelled({
    ...it,
    id: `${it.form}-${it.name}`,
    control: attributes =>
      html`<textarea class="in" rows="2" name="${it.name}" required minlength="3" maxlength="4000"${attributes}>
${it.value ?? ''}</textarea>`,
  })

/** Asked of whoever acts for the school without being of it (rules 12). */
export const behalfField = (forms: FormFrame, form: string, asked: boolean): Printable => {
  const said = words(forms.frame.lang).packages.behalf
  const { faultOf, typed } = toldTo(forms, form)
  return (
    asked &&
    reasonField({
      form,
      name: 'behalf',
      label: said.label,
      hint: said.hint,
      value: typed('behalf'),
      fault: faultOf('behalf'),
    })
  )
}
