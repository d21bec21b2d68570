import { button } from '../../../http/components/button.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { relativeTime } from '../../../words/time.ts'
import { meetingPath } from '../place.ts'

/** A form that was not taken: which one, what is wrong by field, what was typed. */
export type Told = {
  readonly form: string
  readonly faults: ReadonlyMap<string, string>
  readonly typed: Readonly<Record<string, string | readonly string[]>>
}

/** What a page's forms are printed with. `once` makes an idempotency key; `told` speaks of one form at most. */
export type FormFrame = { readonly frame: PageFrame; readonly once: () => string; readonly told: Told | null }

/** The part of `told` that speaks of this form. */
export const toldTo = ({ told }: FormFrame, form: string): Told | null => (told?.form === form ? told : null)

export const readerZone = ({ viewer }: PageFrame): string => viewer?.zone ?? 'UTC'

/** «вчера, 09:15» by the reader's clock. */
export const whenOf = (frame: PageFrame, at: string): string =>
  relativeTime(frame.lang, at, readerZone(frame), frame.at)

/** The hidden fields of an act's form. */
export const hidden = ({ frame, once }: FormFrame, values: Readonly<Record<string, string | number>>): Html =>
  html`${tokenField(frame)}<input type="hidden" name="once" value="${once()}">${Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}`

/** A labelled control whose id is told apart from those of the page's other forms. */
export const labelled = (it: {
  readonly id: string
  readonly label: Printable
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

/** A text that explains something, from three characters on. */
export const reasonField = (it: {
  readonly form: string
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly value?: string
  readonly fault?: string | undefined
  readonly rows?: number
  readonly minLength?: number
  readonly maxLength?: number
}): Html =>
  labelled({
    ...it,
    id: `${it.form}-${it.name}`,
    control: attributes =>
      html`<textarea class="in" rows="${it.rows ?? 2}" name="${it.name}" required minlength="${it.minLength ?? 3}" maxlength="${it.maxLength ?? 4000}"${attributes}>
${it.value ?? ''}</textarea>`,
  })

/** Asked of whoever acts for a school without being of it (rules 12). */
export const behalfField = (forms: FormFrame, form: string, asked: boolean): Printable => {
  const said = words(forms.frame.lang).meetings.behalf
  const told = toldTo(forms, form)
  const value = String(told?.typed.behalf ?? '')
  return asked && reasonField({ form, name: 'behalf', ...said, value, fault: told?.faults.get('behalf') })
}

/** One act as a form with one button. `before` stands over the button: what it asks for. */
export const actForm = (
  forms: FormFrame,
  { root, n }: { readonly root: string; readonly n: number },
  it: {
    readonly act: string
    readonly label: string
    readonly fields?: Readonly<Record<string, string | number>>
    readonly primary?: boolean
    readonly before?: Printable
  },
): Html =>
  html`<form class="flow" method="post" action="${meetingPath(root)}/${it.act}">${hidden(forms, { seen: n, ...it.fields })}${it.before}<p>${button(
    { label: it.label, primary: it.primary === true },
  )}</p></form>`

/** What opens when it is asked for: a form that is not needed most of the time. */
export const folded = (label: string, body: Printable, open = false): Html =>
  html`<details${open && html` open`}><summary>${label}</summary><div class="flow">${body}</div></details>`

/** The names of these seats' schools. */
export const namesOf = (
  { parties }: { readonly parties: readonly { readonly seat: number; readonly name: string }[] },
  seats: readonly number[],
): string => parties.flatMap(({ seat, name }) => (seats.includes(seat) ? [name] : [])).join(', ')
