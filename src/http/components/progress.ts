import { type Html, html } from '../html.ts'

/** How much is filled in; `label` says it in words, for the bar alone says nothing. */
export const progress = (it: {
  readonly done: number
  readonly total: number
  readonly label: string
  readonly whose?: 'us' | 'them'
}): Html => {
  const share = it.total > 0 ? Math.round((1000 * Math.min(it.done, it.total)) / it.total) / 10 : 0
  const fill = it.whose === 'them' ? 'ft' : 'fw'
  return html`<svg class="prog" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="${it.label}"><rect class="${fill}" width="${share}" height="8"/></svg>`
}

/** What a whole is made of, as parts of one bar; the numbers stand beside it, never without. `fill` is one of the plots' classes. */
export const partsBar = (it: {
  readonly whole: number
  readonly parts: readonly { readonly value: number; readonly fill: string }[]
  readonly label: string
}): Html => {
  const starts = it.parts.map((_, i) => it.parts.slice(0, i).reduce((sum, part) => sum + part.value, 0))
  return html`<svg class="parts" viewBox="0 0 ${it.whole} 8" preserveAspectRatio="none" role="img" aria-label="${it.label}">${it.parts.map(
    (part, i) => html`<rect class="${part.fill}" x="${starts[i]}" width="${part.value}" height="8"/>`,
  )}</svg>`
}
