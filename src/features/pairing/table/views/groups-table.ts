import { linkButton } from '../../../../http/components/button.ts'
import { legend } from '../../../../http/components/lists.ts'
import { tag } from '../../../../http/components/note.ts'
import { chips, type Row, table } from '../../../../http/components/table.ts'
import { type Html, html } from '../../../../http/html.ts'
import { words } from '../../../../words/index.ts'
import { schoolPath, tablePath } from '../paths.ts'
import type { Wanted } from '../proposals.ts'
import type { ShownGroup, TablePage } from '../table-query.ts'
import { actButton, brokenTags, costWords, type FormFrame, mostOf, schoolLines, weightParts } from './parts.ts'

const hrefOf = ({ table: { cycle } }: TablePage, wanted: Wanted, after = 0): string => {
  const query = new URLSearchParams({
    ...(wanted === 'all' ? {} : { show: wanted }),
    ...(after === 0 ? {} : { after: String(after) }),
  })
  return `${tablePath(cycle)}${query.size === 0 ? '' : `?${query}`}#pairs`
}

const rowOf = (forms: FormFrame, it: TablePage, group: ShownGroup): Row => {
  const { lang } = forms.frame
  const { list, number } = words(lang).pairing
  const { table: opened, asking } = it
  const { schools, settings } = asking.request
  const find = (id: string) => schools.find(school => school.id === id)
  const members = group.members.flatMap(id => find(id) ?? [])
  const names = members.map(({ name }) => name).join(' — ')
  const [first = ''] = group.members
  const best = group.best.map(([, found]) => {
    const other = found === null ? undefined : find(found.school)
    if (found === null || other === undefined) return html`<li class="soft">${list.noBest}</li>`
    return html`<li>${other.name}<br><small>${costWords(lang, found.leastLoss)}</small></li>`
  })
  const lock =
    opened.state === 'pairing' &&
    !group.locked &&
    actButton(forms, opened, 'lock', { schools: group.members }, { label: list.lock, spoken: list.lockOf(names) })
  const look = html`<a class="btn q sm" href="${schoolPath(opened.cycle, first)}"><span aria-hidden="true">${list.look}</span><span class="vh">${list.lookOf(names)}</span></a>`
  return {
    cells: [
      html`<div class="duo">${members.map(school => schoolLines(lang, school, schoolPath(opened.cycle, school.id)))}</div>`,
      html`<b>${number(group.weight)}</b>${group.members.length === 3 && html`<br>${tag(list.trio)}`}`,
      html`<div class="flow">${group.sides.map(
        side => html`<div>${weightParts(lang, side, settings)} ${brokenTags(lang, side.broken)}</div>`,
      )}</div>`,
      html`<ul class="plain">${best}</ul>`,
      html`<div class="row">${group.locked && tag(list.locked, 'ok', 'lock')}${lock}${look}</div>`,
    ],
  }
}

/** The proposed pairs, worst first, each with what its weight is made of and the best other partners. */
export const groupsTable = (forms: FormFrame, it: TablePage): Html => {
  const { lang } = forms.frame
  const { list } = words(lang).pairing
  const { columns, parts } = list
  const { settings } = it.asking.request
  const most = mostOf(settings)
  const chip = (wanted: Wanted, label: string) => ({
    href: hrefOf(it, wanted),
    label,
    count: it.counts[wanted],
    current: it.wanted === wanted,
  })
  const key = legend([
    { fill: 'fw', says: list.upTo(parts.risk, most.risk) },
    { fill: 'fw2', says: list.upTo(parts.size, most.size) },
    { fill: 'ft', says: list.upTo(parts.place, most.place) },
    { fill: 'flo', says: list.penalty(parts.region, settings.sameRegionLoss) },
  ])
  const rows = it.groups.map(group => rowOf(forms, it, group))
  const shown = table({
    caption: list.caption,
    columns: [
      { label: columns.schools, kind: 'name' },
      { label: columns.weight, kind: 'number' },
      { label: columns.parts },
      { label: columns.best },
      { label: columns.tools, kind: 'tools' },
    ],
    rows,
  })
  const on = html`<p class="row s">${it.after > 0 && linkButton({ href: hrefOf(it, it.wanted), label: list.first, small: true })}${
    it.next !== null && linkButton({ href: hrefOf(it, it.wanted, it.next), label: list.more, small: true })
  }<span class="soft">${list.shown(rows.length, it.counts[it.wanted])}</span></p>`
  return html`<section aria-labelledby="pairs" class="flow"><div class="row apart"><h2 id="pairs">${list.title}</h2>${key}</div>${chips(
    list.chips,
    [
      chip('all', list.all),
      chip('locked', list.lockedOnly),
      chip('sameRegion', list.sameRegion),
      { href: tablePath(it.table.cycle, '/regions'), label: list.regions },
    ],
  )}${rows.length === 0 ? html`<p>${list.empty}</p>` : shown}${on}</section>`
}
