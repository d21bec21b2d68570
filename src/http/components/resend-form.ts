import { words } from '../../words/index.ts'
import type { PageFrame } from '../frame.ts'
import { type Html, html } from '../html.ts'
import { tokenField } from './form-token.ts'

/** A form somebody filled in and could not send: the text to read, and one button that sends it as it is. */
export const resendForm = (
  frame: PageFrame,
  form: { readonly action: string; readonly fields: readonly (readonly [string, string])[] },
  label: string,
): Html => {
  const texts = form.fields.map(([, value]) => value).filter(isText)
  return html`<form class="flow" method="post" action="${form.action}">
${tokenField(frame)}
${form.fields.map(
  ([name, value]) => html`<textarea hidden name="${name}">
${value}</textarea>`,
)}
${texts.length > 0 && html`<h2>${words(frame.lang).frame.kept.yours}</h2>${texts.map(text => html`<p class="said us pre">${text}</p>`)}`}
<p><button class="btn">${label}</button></p>
</form>`
}

/** What a person wrote, and not a number, an id or a box that was ticked. */
function isText(value: string): boolean {
  return value.length > 12 && /\s/.test(value.trim())
}
