import { button } from '../../../../http/components/button.ts'
import { tokenField } from '../../../../http/components/form-token.ts'
import { tag } from '../../../../http/components/note.ts'
import { partsBar } from '../../../../http/components/progress.ts'
import type { PageFrame } from '../../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../../http/html.ts'
import { type Lang, words } from '../../../../words/index.ts'
import type { ProposedPair } from '../../proposal.ts'
import type { Rule } from '../../rules.ts'
import type { School } from '../../schools.ts'
import { factorCount } from '../../schools.ts'
import { type PairingSettings, placePart } from '../../weights.ts'
import type { Table } from '../open-table.ts'
import { tablePath } from '../paths.ts'

/** What a page's forms are printed with. `once` makes an idempotency key. */
export type FormFrame = { readonly frame: PageFrame; readonly once: () => string }

type Hidden = Readonly<Record<string, string | number | readonly string[]>>

/** A form of the table with its hidden fields; lists are printed one by one. */
export const actForm = (
  { frame, once }: FormFrame,
  { cycle, revision }: Pick<Table, 'cycle' | 'revision'>,
  act: string,
  values: Hidden,
  body: Printable,
): Html => {
  const all = Object.entries({ ...values, seen: revision }).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map(each => [name, String(each)] as const),
  )
  return html`<form class="flow" method="post" action="${tablePath(cycle, `/${act}`)}">${tokenField(frame)}<input type="hidden" name="once" value="${once()}">${all.map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}${body}</form>`
}

/** What opens when it is asked for. */
export const folded = (label: string, body: Printable): Html =>
  html`<details><summary>${label}</summary><div class="flow">${body}</div></details>`

/** A reason's field; told apart by its form. */
export const reasonField = (id: string, label: string, required: boolean): Html =>
  html`<div class="f"><label for="${id}">${label}</label><textarea class="in" rows="2" id="${id}" name="reason" maxlength="4000"${
    required && html` required minlength="3"`
  }></textarea></div>`

/** A button that does one act of the table at once. */
export const actButton = (
  forms: FormFrame,
  table: Table,
  act: string,
  values: Hidden,
  it: { readonly label: string; readonly spoken: string },
): Html => {
  const label = html`<span aria-hidden="true">${it.label}</span><span class="vh">${it.spoken}</span>`
  return actForm(forms, table, act, values, html`<button class="btn q sm"><span>${label}</span></button>`)
}

export const plainButton = (label: string, primary = false): Html => html`<p>${button({ label, primary })}</p>`

const said = (lang: Lang) => words(lang).pairing

/** A school in two lines: its name, and where and how big it is. */
export const schoolLines = (lang: Lang, it: School, href: string | null): Html => {
  const { place, localities } = said(lang).school
  const name = href === null ? html`<b>${it.name}</b>` : html`<a href="${href}"><b>${it.name}</b></a>`
  return html`<div class="who2">${name}<br><small>${place(it.region, localities[it.locality], it.students)}</small></div>`
}

/** The most that each part can give under these settings. */
export const mostOf = (s: PairingSettings) => ({
  risk: factorCount * s.riskStep * Math.max(...s.affinity.flat()),
  size: s.sizeBest,
  place: placePart({ step: 0, offset: 0 }, { step: 0, offset: 0 }, s),
})

/** What a weight is made of: a bar, and the same in numbers. What the same region takes away stands as a part of its own. */
export const weightParts = (lang: Lang, { weight, parts }: ProposedPair, settings: PairingSettings): Html => {
  const { list } = said(lang)
  const most = mostOf(settings)
  const whole = Math.max(1, most.risk + most.size + most.place)
  const bar = partsBar({
    whole,
    label: list.bar(weight),
    parts: [
      { value: Math.max(0, parts.risk), fill: 'fw' },
      { value: Math.max(0, parts.size), fill: 'fw2' },
      { value: Math.max(0, parts.place), fill: 'ft' },
      { value: Math.max(0, -parts.region), fill: 'flo' },
    ],
  })
  return html`${bar}<small class="nb">${list.sum(parts.risk, parts.size, parts.place, parts.region)}</small>`
}

/** What choosing another partner costs all schools, as far as it is known at once. */
export const costWords = (lang: Lang, loss: number | null): Html => {
  const { cost, number } = said(lang)
  if (loss === null) return html`<span class="soft">${cost.unknown}</span>`
  if (loss > 0) return html`<b class="late nb">${cost.least(number(loss))}</b>`
  return html`<b class="ok">${loss === 0 ? cost.free : cost.gain(number(-loss))}</b>`
}

/** The rules that two schools break together. */
export const brokenTags = (lang: Lang, broken: readonly Rule[]): Html[] =>
  broken.map(rule => tag(said(lang).school.broken[rule], 'mark'))
