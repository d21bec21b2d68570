import { type Html, html, type Printable } from '../html.ts'

/** What happened, newest first: when (in the reader's words), and what. */
export const log = (
  entries: readonly { readonly iso: string; readonly when: string; readonly body: Printable }[],
): Html =>
  html`<ul class="log">${entries.map(it => html`<li><time datetime="${it.iso}">${it.when}</time><div class="flow">${it.body}</div></li>`)}</ul>`

/** Names and values. */
export const facts = (pairs: readonly { readonly name: string; readonly value: Printable }[]): Html =>
  html`<dl class="kv">${pairs.map(it => html`<dt>${it.name}</dt><dd>${it.value}</dd>`)}</dl>`

/** What a person wrote, in the voice of people: ours beside a blue line, the partner's beside a double one. Keeps its line breaks. */
export const said = (text: string, whose?: 'us' | 'them'): Html =>
  html`<p class="said pre${whose && ` ${whose}`}">${text}</p>`

/** What the colours and shapes of a plot mean: us round, the partner square. `fill` is one of the plots' classes. */
export const legend = (
  entries: readonly { readonly fill: string; readonly round?: boolean; readonly says: string }[],
): Html =>
  html`<p class="key">${entries.map(
    it =>
      html`<span><svg viewBox="0 0 10 10" aria-hidden="true">${
        it.round
          ? html`<circle class="${it.fill}" cx="5" cy="5" r="5"/>`
          : html`<rect class="${it.fill}" width="10" height="10" rx="1"/>`
      }</svg>${it.says}</span>`,
  )}</p>`
