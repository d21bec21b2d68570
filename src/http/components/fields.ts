import { type Html, html, type Printable } from '../html.ts'

/** What every field of a form has. `fault` is the sentence of a refusal; it stands above the field and is read with it. */
export type Field = {
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly fault?: string | undefined
  readonly required?: boolean
}

type Line = Field & {
  readonly value?: string | undefined
  readonly type?:
    | 'text'
    | 'email'
    | 'password'
    | 'search'
    | 'tel'
    | 'url'
    | 'date'
    | 'time'
    | 'datetime-local'
    | 'number'
  readonly autocomplete?: string
  readonly inputmode?: 'numeric' | 'decimal'
  readonly maxLength?: number
}

export const fieldId = (name: string): string => `f-${name}`

/** One line of text. */
export const textField = (it: Line): Html =>
  around(
    it,
    html`<input class="in" type="${it.type ?? 'text'}" value="${it.value ?? ''}"${attributes(it)}${it.autocomplete && html` autocomplete="${it.autocomplete}"`}${
      it.inputmode && html` inputmode="${it.inputmode}"`
    }${it.maxLength && html` maxlength="${it.maxLength}"`}>`,
  )

/** Several lines of text, in the voice of people. The line break after the tag is markup; what a person wrote may begin with one. */
export const areaField = (
  it: Field & { readonly value?: string | undefined; readonly rows?: number; readonly maxLength?: number },
): Html =>
  around(
    it,
    html`<textarea class="in" rows="${it.rows ?? 3}"${attributes(it)}${it.maxLength && html` maxlength="${it.maxLength}"`}>
${it.value ?? ''}</textarea>`,
  )

export type Choice = { readonly value: string; readonly label: string }

/** One of a list that drops down. */
export const choiceField = (
  it: Field & { readonly value?: string | undefined; readonly choices: readonly Choice[] },
): Html =>
  around(
    it,
    html`<select class="in"${attributes(it)}>${it.choices.map(
      choice =>
        html`<option value="${choice.value}"${choice.value === it.value && html` selected`}>${choice.label}</option>`,
    )}</select>`,
  )

/** A box to tick; posts `value` (else "yes") only when it is ticked. */
export const tickField = (it: Field & { readonly checked?: boolean; readonly value?: string }): Html =>
  html`<div class="f">${faultLine(it)}<label class="pick"><input type="checkbox" value="${it.value ?? 'yes'}"${attributes(it)}${
    it.checked && html` checked`
  }><span>${it.label}</span></label>${hintLine(it)}</div>`

/** One of a few, all in sight. */
export const radioField = (
  it: Field & { readonly value?: string | undefined; readonly choices: readonly Choice[] },
): Html =>
  html`<fieldset class="f" id="${fieldId(it.name)}"><legend>${it.label}</legend>${faultLine(it)}${it.choices.map(
    choice =>
      html`<label class="pick"><input type="radio" name="${it.name}" value="${choice.value}"${choice.value === it.value && html` checked`}${
        it.required && html` required`
      }><span>${choice.label}</span></label>`,
  )}${hintLine(it)}</fieldset>`

/** A file to send; its form is multipart and takes its action from `uploadAction`. */
export const fileField = (it: Field & { readonly accept?: string; readonly multiple?: boolean }): Html =>
  around(
    it,
    html`<input class="in" type="file"${attributes(it)}${it.accept && html` accept="${it.accept}"`}${it.multiple && html` multiple`}>`,
  )

function around(it: Field, control: Html): Html {
  return html`<div class="f"><label for="${fieldId(it.name)}">${it.label}</label>${faultLine(it)}${control}${hintLine(it)}</div>`
}

function attributes(it: Field): Html {
  const id = fieldId(it.name)
  const described = [it.fault && `${id}-e`, it.hint && `${id}-h`].filter(Boolean).join(' ')
  return html` id="${id}" name="${it.name}"${it.required && html` required`}${it.fault && html` aria-invalid="true"`}${
    described && html` aria-describedby="${described}"`
  }`
}

function faultLine(it: Field): Printable {
  return it.fault && html`<p class="err" id="${fieldId(it.name)}-e">${it.fault}</p>`
}

function hintLine(it: Field): Printable {
  return it.hint && html`<p class="hint" id="${fieldId(it.name)}-h">${it.hint}</p>`
}
