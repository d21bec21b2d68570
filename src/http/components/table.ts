import { type Html, html, type Printable } from '../html.ts'

/** A column: its heading, and how it behaves where room is short. */
export type Column = {
  readonly label: string
  /**
   * `name` heads the card of a phone and has room on a screen; `tools` (boxes, buttons) has a heading that is read, not shown; a number
   * stands at the right.
   */
  readonly kind?: 'name' | 'number' | 'tools'
  /** Leaves below 84 rem. */
  readonly secondary?: boolean
  readonly sorted?: 'ascending' | 'descending'
  /** Where the heading leads to sort by this column. */
  readonly sortHref?: string
}

export type Row = { readonly cells: readonly Printable[]; readonly chosen?: boolean }

/** A dense table; on a phone every line becomes a card. The page must be `wide`. `caption` is read, not shown. */
export const table = (it: {
  readonly caption: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}): Html =>
  html`<table class="tbl"><caption><span class="vh">${it.caption}</span></caption><thead><tr>${it.columns.map(heading)}</tr></thead><tbody>${it.rows.map(
    row =>
      html`<tr${row.chosen && html` class="on"`}>${it.columns.map((column, i) => oneCell(row.cells[i], column))}</tr>`,
  )}</tbody></table>`

/** The box that chooses a line; `label` names the line for those who listen. */
export const chooseBox = (it: {
  readonly name: string
  readonly value: string
  readonly label: string
  readonly checked?: boolean
  readonly form?: string
}): Html =>
  html`<label class="ck"><input type="checkbox" name="${it.name}" value="${it.value}"${it.checked && html` checked`}${
    it.form && html` form="${it.form}"`
  }><span class="vh">${it.label}</span></label>`

/** Ready filters as links with their counts. */
export const chips = (
  label: string,
  all: readonly {
    readonly href: string
    readonly label: string
    readonly count?: number
    readonly current?: boolean
  }[],
): Html =>
  html`<nav class="chips" aria-label="${label}">${all.map(
    chip =>
      html`<a href="${chip.href}"${chip.current && html` aria-current="true"`}>${chip.label}${chip.count !== undefined && html` <b class="num">${chip.count}</b>`}</a>`,
  )}</nav>`

/** A form of filters by GET: fields, then one button. */
export const filters = (it: { readonly action: string; readonly fields: Printable; readonly button: Html }): Html =>
  html`<form class="fil" method="get" action="${it.action}" role="search">${it.fields}${it.button}</form>`

/** What can be done with the chosen lines; each act opens a preview. */
export const bulkBar = (it: { readonly label: string; readonly chosen: string; readonly actions: Printable }): Html =>
  html`<div class="bulk" role="region" aria-label="${it.label}"><b>${it.chosen}</b>${it.actions}</div>`

function heading(column: Column): Html {
  const arrow = column.sorted && (column.sorted === 'ascending' ? ' ↑' : ' ↓')
  const label = column.kind === 'tools' ? html`<span class="vh">${column.label}</span>` : html`${column.label}${arrow}`
  return html`<th scope="col"${classOf(column)}${column.sorted && html` aria-sort="${column.sorted}"`}>${
    column.sortHref ? html`<a href="${column.sortHref}">${label}</a>` : label
  }</th>`
}

function oneCell(cell: Printable, column: Column): Html {
  const labelled = column.kind === undefined || column.kind === 'number'
  // A labelled cell is a grid of two on a phone: its content must be one element.
  return labelled
    ? html`<td${classOf(column)} data-l="${column.label}"><div>${cell}</div></td>`
    : html`<td${classOf(column)}>${cell}</td>`
}

function classOf(column: Column): Printable {
  const kind = { name: 'name', number: 'num', tools: '' }[column.kind ?? 'tools']
  const classes = [kind, column.secondary && 'off'].filter(Boolean).join(' ')
  return classes && html` class="${classes}"`
}
