import { type Html, html, type Printable } from '../html.ts'
import { type IconName, icon } from './icons.ts'

/** What is saved, always in sight; the worst state speaks, and is read aloud when it changes. */
export const saveBar = (it: { readonly icon: IconName; readonly says: Printable; readonly aside?: Printable }): Html =>
  html`<div class="save"><span role="status">${icon(it.icon)} ${it.says}</span><span>${it.aside}</span></div>`

/** One wording in a conflict: whose, when, which score; and the text. */
export type Wording = { readonly about: string; readonly text: string }

/** Two people wrote one line: both wordings stand side by side and nothing is chosen for them. */
export const clash = (it: {
  readonly says: Printable
  readonly wordings: readonly Wording[]
  readonly actions: Printable
}): Html =>
  html`<div class="clash flow"><p>${it.says}</p><div class="two">${it.wordings.map(
    one => html`<div class="box"><header>${one.about}</header><p class="said pre">${one.text}</p></div>`,
  )}</div><div class="row">${it.actions}</div></div>`

/** An earlier wording with what was added and taken out; restoring it makes a new one. */
export const earlierWording = (it: {
  readonly about: Printable
  readonly pieces: readonly { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }[]
  readonly action: Printable
}): Html =>
  html`<div class="hist flow"><div class="row apart"><p>${it.about}</p>${it.action}</div><p class="said pre">${it.pieces.map(piece)}</p></div>`

function piece(it: { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }): Printable {
  if (it.kind === 'same') return it.text
  return it.kind === 'added' ? html`<ins>${it.text}</ins>` : html`<del>${it.text}</del>`
}
