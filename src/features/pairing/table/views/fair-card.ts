import { facts } from '../../../../http/components/lists.ts'
import { card } from '../../../../http/components/sheet.ts'
import { type Html, html } from '../../../../http/html.ts'
import { type Lang, words } from '../../../../words/index.ts'
import type { Fairness } from '../../fairness.ts'
import type { Draft } from '../proposals.ts'
import type { TablePage } from '../table-query.ts'

const ways = ['proposed', 'greedy', 'random'] as const

/** The least round number that is not below `most`, in five steps. */
const ceilingOf = (most: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 5) / 5))
  return 5 * power * ([1, 2, 2.5, 5, 10].find(step => 5 * power * step >= most) ?? 10)
}

type Look = {
  readonly width: number
  readonly from: number
  readonly row: number
  readonly top: number
  readonly names: 'beside' | 'above'
}
const looks = {
  wid: { width: 680, from: 118, row: 36, top: 20, names: 'beside' },
  nar: { width: 320, from: 10, row: 46, top: 30, names: 'above' },
} as const satisfies Record<string, Look>

const rowOf = (
  lang: Lang,
  it: { readonly name: string; readonly figures: Fairness; readonly y: number; readonly own: boolean },
  x: (value: number) => number,
  names: Look['names'],
): Html => {
  const { number } = words(lang).pairing
  const { y, own, figures } = it
  const [worst, percentile, mean] = [x(figures.worst), x(figures.firstPercentile), x(figures.mean)]
  const fill = own ? 'fo' : 'fe'
  const label =
    names === 'beside'
      ? html`<text class="n" x="0" y="${y + 4}">${it.name}</text>`
      : html`<text class="n" x="0" y="${y - 14}">${it.name}</text>`
  return html`${label}<path class="ax" d="M${worst} ${y}H${mean}M${worst} ${y - 7}V${y + 7}" fill="none"/><circle class="${fill}" cx="${percentile}" cy="${y}" r="5"/><path class="${fill}" d="M${mean} ${y - 8}l8 8-8 8-8-8z"/><text class="n" x="${mean + 13}" y="${y + 4}">${number(Math.round(figures.mean))}</text>`
}

const plot = (lang: Lang, { fairness }: Draft, kind: keyof typeof looks): Html => {
  const { fair, number } = words(lang).pairing
  const look = looks[kind]
  const least = Math.min(0, ...ways.map(way => fairness[way].worst))
  const ceiling = ceilingOf(Math.max(...ways.map(way => fairness[way].mean)) * 1.15)
  const room = look.width - look.from - 60
  const x = (value: number) => Math.round(look.from + ((value - least) / (ceiling - least)) * room)
  const foot = look.top + ways.length * look.row - 12
  const steps = (kind === 'nar' ? [0, 1] : [0, 0.2, 0.4, 0.6, 0.8, 1]).map(share => share * ceiling)
  const grid = steps.map(
    value =>
      html`<path class="g" d="M${x(value)} 4V${foot}"/><text x="${x(value)}" y="${foot + 16}" text-anchor="middle">${number(value)}</text>`,
  )
  const means = ways.map(way => number(Math.round(fairness[way].mean)))
  const [proposed = '', greedy = '', random = ''] = means
  const rows = ways.map((way, index) =>
    rowOf(
      lang,
      { name: fair[way], figures: fairness[way], y: look.top + index * look.row, own: way === 'proposed' },
      x,
      look.names,
    ),
  )
  return html`<svg class="plot ${kind} fair" viewBox="0 0 ${look.width} ${foot + 22}" role="img" aria-label="${fair.plot(proposed, greedy, random)}">${grid}${rows}</svg>`
}

const key = (lang: Lang): Html => {
  const { fair } = words(lang).pairing
  return html`<p class="key"><span><svg viewBox="0 0 10 10" aria-hidden="true"><path class="fe" d="M4 0h2v10H4z"/></svg>${fair.worst}</span><span><svg viewBox="0 0 10 10" aria-hidden="true"><circle class="fe" cx="5" cy="5" r="5"/></svg>${fair.percentile}</span><span><svg viewBox="0 0 10 10" aria-hidden="true"><path class="fe" d="M5 0l5 5-5 5-5-5z"/></svg>${fair.mean}</span></p>`
}

const numbers = (lang: Lang, { fairness }: Draft): Html => {
  const { fair, number } = words(lang).pairing
  const rows = ways.map(way => {
    const { total, mean, worst, firstPercentile, alone } = fairness[way]
    const cells = [worst, firstPercentile, Math.round(mean), total].map(
      value => html`<td class="num">${number(value)}</td>`,
    )
    return html`<tr><th scope="row">${fair[way]}${alone > 0 && html` <small>${fair.alone}: ${alone}</small>`}</th>${cells}</tr>`
  })
  const heads = [fair.worst, fair.percentile, fair.mean, fair.total]
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${fair.caption}"><table class="figs"><caption><span class="vh">${fair.caption}</span></caption><thead><tr><th scope="col">${fair.way}</th>${heads.map(
    head => html`<th scope="col" class="num">${head}</th>`,
  )}</tr></thead><tbody>${rows}</tbody></table></div>`
}

/** How good and how fair a proposal is, beside two ways without a plan: as a picture and in numbers. */
export const fairCard = (lang: Lang, { asking, counts }: TablePage, draft: Draft): Html => {
  const { fair, number } = words(lang).pairing
  const { bans, conflicts, earlier } = asking.request
  const shown = facts([
    { name: fair.bound, value: number(draft.bound) },
    { name: fair.locked, value: fair.lockedPairs(counts.locked) },
    { name: fair.forbidden, value: fair.apart(bans.length, conflicts.length, earlier.length) },
    { name: fair.checked, value: `${fair.seconds(draft.checkSeconds)}, ${fair.rounds(draft.rounds)}` },
  ])
  return card({
    id: 'fair',
    title: fair.title,
    body: html`<div class="cols halves fairs"><div>${plot(lang, draft, 'wid')}${plot(lang, draft, 'nar')}${key(lang)}</div><div class="flow">${numbers(lang, draft)}${shown}</div></div>`,
  })
}
