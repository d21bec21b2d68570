import { type Html, html, type Printable } from '../html.ts'
import { type IconName, icon } from './icons.ts'

export type Tone = 'plain' | 'ok' | 'mark' | 'late' | 'we' | 'they'

const noteIcons: Readonly<Record<Tone, IconName>> = {
  plain: 'clock',
  ok: 'ok',
  mark: 'warn',
  late: 'warn',
  we: 'user',
  they: 'user',
}

/** A remark that stands out. `alert` is read aloud at once: only for what stops the person. */
export const note = (it: {
  readonly tone?: Tone
  readonly icon?: IconName
  readonly alert?: boolean
  readonly body: Printable
}): Html => {
  const tone = it.tone ?? 'plain'
  return html`<div class="note ${tone}"${it.alert && html` role="alert"`}>${icon(it.icon ?? noteIcons[tone])}<div class="flow">${it.body}</div></div>`
}

/** One line of state; never without a word. */
export const tag = (label: string, tone: Tone = 'plain', shape?: IconName): Html =>
  html`<span class="tag ${tone}">${shape && icon(shape)}${label}</span>`
