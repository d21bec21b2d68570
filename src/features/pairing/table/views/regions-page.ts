import type { PageFrame } from '../../../../http/frame.ts'
import { type Html, html } from '../../../../http/html.ts'
import { page, pageHead } from '../../../../http/layout.ts'
import { words } from '../../../../words/index.ts'
import type { Table } from '../open-table.ts'
import { tablePath } from '../paths.ts'
import type { Draft, Meeting } from '../proposals.ts'

/** How many pairs join two regions, as a table of regions by regions that scrolls by itself. */
export const regionsPage = (
  frame: PageFrame,
  {
    table,
    draft,
    meetings,
  }: { readonly table: Table; readonly draft: Draft | null; readonly meetings: readonly Meeting[] },
): Html => {
  const { regions: said, none, number } = words(frame.lang).pairing
  const names = [...new Set(meetings.flatMap(({ one, other }) => [one, other]))].sort((a, b) =>
    a.localeCompare(b, frame.lang, { numeric: true }),
  )
  const counts = new Map(
    meetings.flatMap(it => [
      [`${it.one}\n${it.other}`, it.pairs],
      [`${it.other}\n${it.one}`, it.pairs],
    ]),
  )
  const rows = names.map(row => {
    const cells = names.map(column => counts.get(`${row}\n${column}`) ?? 0)
    const sum = cells.reduce((all, pairs) => all + pairs, 0)
    return html`<tr><th scope="row">${row}</th>${cells.map(
      (pairs, index) =>
        html`<td class="num${pairs > 0 && ' some'}${names[index] === row && ' own'}">${pairs > 0 ? number(pairs) : ''}</td>`,
    )}<td class="num"><b>${number(sum)}</b></td></tr>`
  })
  const matrix = html`<div class="scroll" tabindex="0" role="region" aria-label="${said.caption}"><table class="mtx"><caption><span class="vh">${said.caption}</span></caption><thead><tr><th scope="col">${said.region}</th>${names.map(
    name => html`<th scope="col"><span>${name}</span></th>`,
  )}<th scope="col">${said.sum}</th></tr></thead><tbody>${rows}</tbody></table></div>`
  return page(frame, {
    title: said.title,
    current: 'pairing',
    wide: true,
    styles: ['pairing.css'],
    heading: pageHead({
      over: html`<a href="${tablePath(table.cycle)}">${said.back}</a>`,
      title: said.title,
      under: said.hint,
    }),
    body: draft === null ? html`<p>${none}</p>` : matrix,
  })
}
