import { type Html, html, type Printable } from '../html.ts'

/** One cell of a scale: what is posted, what is drawn large, and its word. */
export type ScaleCell = { readonly value: string; readonly sign: string; readonly word: string }

/** A native group of radio buttons as a row of cells; the whole cell is the target, nothing is chosen beforehand. Lives in a `criterion`. */
export const scale = (it: {
  readonly name: string
  readonly cells: readonly ScaleCell[]
  readonly value?: string | undefined
  readonly faultId?: string | undefined
}): Html =>
  html`<div class="scale${it.faultId && ' bad'}">${it.cells.map(
    cell =>
      html`<label><input type="radio" name="${it.name}" value="${cell.value}"${cell.value === it.value && html` checked`}${
        it.faultId && html` aria-describedby="${it.faultId}"`
      }><span><b>${cell.sign}</b>${cell.word}</span></label>`,
  )}</div>`

/** One line of a scoring form: number, text, what is wrong with it, the scale and comment, what is saved. */
export const criterion = (it: {
  readonly id: string
  readonly number: string | number
  readonly text: string
  readonly fault?: string | undefined
  readonly body: Printable
  readonly status?: Printable
}): Html =>
  html`<fieldset class="crit${it.fault && ' miss'}" id="${it.id}"><legend><span>${it.number}</span> ${it.text}</legend>${
    it.fault && html`<p class="err" id="${it.id}-e">${it.fault}</p>`
  }${it.body}${it.status && html`<div class="st8">${it.status}</div>`}</fieldset>`

/** The forms of one review, as tabs: a link each, with how much of it is filled in. */
export const formTabs = (
  label: string,
  tabs: readonly {
    readonly href: string
    readonly title: string
    readonly state: Printable
    readonly current?: boolean
  }[],
): Html =>
  html`<nav class="tabs" aria-label="${label}">${tabs.map(
    tab => html`<a href="${tab.href}"${tab.current && html` aria-current="page"`}><b>${tab.title}</b>${tab.state}</a>`,
  )}</nav>`
