import { button } from '../../../http/components/button.ts'
import { tokenField, uploadAction } from '../../../http/components/form-token.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'

/** What a form that was not taken is printed again with: which form, what is wrong by field, what was typed. */
export type Told = {
  readonly form: string
  readonly faults: readonly { readonly field: string; readonly says: string }[]
  readonly typed: Readonly<Record<string, string>>
  /** The thing was changed while this was written: what stands is shown beside what was typed. */
  readonly outrun?: boolean
}

/** What a page's forms are printed with. `once` makes an idempotency key; `told` speaks of one form at most. */
export type FormFrame = { readonly frame: PageFrame; readonly once: () => string; readonly told: Told | null }

/** The part of `told` that speaks of this form. */
export const toldTo = ({ told }: FormFrame, form: string) => {
  const mine = told?.form === form ? told : null
  return {
    faultOf: (field: string): string | undefined => mine?.faults.find(fault => fault.field === field)?.says,
    typed: (field: string): string | undefined => mine?.typed[field],
    spoken: mine !== null,
    outrun: mine?.outrun === true,
  }
}

type Line = {
  readonly form: string
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly fault?: string | undefined
}

/** A field whose name stands in several forms of the page: its id is told apart by the form's. */
const labelled = (it: Line, control: (attributes: Html) => Html): Html => {
  const id = `${it.form}-${it.name}`
  const described = [it.fault && `${id}-e`, it.hint && `${id}-h`].filter(Boolean).join(' ')
  const attributes = html` id="${id}" name="${it.name}"${it.fault && html` aria-invalid="true"`}${described && html` aria-describedby="${described}"`}`
  return html`<div class="f"><label for="${id}">${it.label}</label>${
    it.fault && html`<p class="err" id="${id}-e">${it.fault}</p>`
  }${control(attributes)}${it.hint && html`<p class="hint" id="${id}-h">${it.hint}</p>`}</div>`
}

export const lineField = (
  it: Line & { readonly type: 'date' | 'url' | 'text'; readonly value: string; readonly required?: boolean },
): Html =>
  labelled(
    it,
    attributes =>
      html`<input class="in" type="${it.type}" value="${it.value}"${it.type !== 'date' && html` maxlength="2000"`}${it.required && html` required`}${attributes}>`,
  )

/** The line break after the tag is markup; what a person wrote may begin with one. */
export const wordsField = (
  it: Line & { readonly value: string; readonly required?: boolean; readonly rows?: number },
): Html =>
  labelled(
    it,
    attributes =>
      html`<textarea class="in" rows="${it.rows ?? 3}" maxlength="4000"${it.required && html` required minlength="3"`}${attributes}>
${it.value}</textarea>`,
  )

export const choiceOf = (
  it: Line & { readonly choices: readonly { readonly value: string; readonly label: string }[] },
): Html =>
  labelled(
    it,
    attributes =>
      html`<select class="in" required${attributes}>${it.choices.map(
        ({ value, label }) => html`<option value="${value}">${label}</option>`,
      )}</select>`,
  )

export const fileInput = (it: Line & { readonly accept: string }): Html =>
  labelled(it, attributes => html`<input class="in" type="file" accept="${it.accept}" required${attributes}>`)

/** Asked of whoever acts for the school without being of it (rules 12). */
export const behalfField = (forms: FormFrame, form: string, asked: boolean): Printable => {
  const said = words(forms.frame.lang).finalFiles.behalf
  const { faultOf, typed } = toldTo(forms, form)
  return (
    asked &&
    wordsField({
      ...{ form, name: 'behalf', label: said.label, hint: said.hint, rows: 2, required: true },
      value: typed('behalf') ?? '',
      fault: faultOf('behalf'),
    })
  )
}

/** A plain form with one button; one that holds a file takes its token in its action. */
export const form = (
  { frame, once }: FormFrame,
  it: {
    readonly action: string
    readonly hidden?: Readonly<Record<string, string | number>>
    readonly body?: Printable
    readonly label: string
    readonly primary?: boolean
    readonly withFile?: boolean
  },
): Html =>
  html`<form class="flow" method="post" action="${it.withFile ? uploadAction(frame, it.action) : it.action}"${
    it.withFile && html` enctype="multipart/form-data"`
  }>${!it.withFile && tokenField(frame)}<input type="hidden" name="once" value="${once()}">${Object.entries(
    it.hidden ?? {},
  ).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}${it.body}<p>${button({
    label: it.label,
    primary: it.primary === true,
  })}</p></form>`

/** What opens when it is asked for. */
export const folded = (label: string, body: Printable, open = false): Html =>
  html`<details${open && html` open`}><summary>${label}</summary><div class="flow">${body}</div></details>`
