import { button } from '../../../http/components/button.ts'
import { choiceField } from '../../../http/components/fields.ts'
import { facts, log, said as quoted } from '../../../http/components/lists.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { dateTime, relativeTime } from '../../../words/time.ts'
import type { Entry, Why } from '../history-query.ts'
import type { HistoryPart } from '../routes.ts'
import { kinds } from '../rules.ts'
import { sentenceOf, slotNames } from '../sentence.ts'

const zoneOf = ({ viewer }: PageFrame) => viewer?.zone ?? 'UTC'

const why = ({ lang }: PageFrame, label: string, it: Why | null): Printable =>
  it !== null &&
  html`<p class="s soft">${label}:</p>${it.text === null ? html`<p class="soft">${words(lang).history.blanked}</p>` : quoted(it.text)}`

const whoOf = ({ lang }: PageFrame, { name, role, person }: Entry): string => {
  const said = words(lang).history
  if (!person) return said.clock
  const roles: Readonly<Record<string, string>> = said.roles
  return said.by(name ?? said.erased, roles[role] ?? role)
}

/** The school's proof of a sending (rules 26); folded, for it is long and seldom needed. */
const receipt = (frame: PageFrame, { n, at, hash, proof }: Entry): Html => {
  const said = words(frame.lang).history
  if (proof === null) return html`<p class="xs soft num">${said.record(n)} · ${hash.slice(0, 16)}</p>`
  return html`<details><summary>${said.receipt.title} · ${said.record(n)}</summary>${facts([
    { name: said.receipt.n, value: n },
    {
      name: said.receipt.at,
      value: html`<time datetime="${at}">${dateTime(frame.lang, at, zoneOf(frame), frame.at)}</time>`,
    },
    { name: said.receipt.version, value: proof.version },
    { name: said.receipt.row, value: html`<code>${hash}</code>` },
    ...(proof.sha256 === null ? [] : [{ name: said.receipt.content, value: html`<code>${proof.sha256}</code>` }]),
  ])}</details>`
}

const entryBody = (frame: PageFrame, { names }: HistoryPart, entry: Entry): Html => {
  const said = words(frame.lang).history
  return html`<p><b>${sentenceOf(names, entry)}.</b></p>
${entry.slots.length > 0 && html`<p class="s">${said.slots(slotNames(names, entry.slots))}</p>`}
${why(frame, said.reason, entry.reason)}${why(frame, said.behalf, entry.behalf)}
<p class="s soft">${whoOf(frame, entry)}</p>${receipt(frame, entry)}`
}

const filters = ({ lang }: PageFrame, { root, names, asked }: HistoryPart): Html => {
  const said = words(lang).history
  const schools = [...names.schools].map(([seat, label]) => ({ value: String(seat), label }))
  const kindChoices = (Object.keys(kinds) as (keyof typeof kinds)[]).map(value => ({ value, label: said.kinds[value] }))
  return html`<form class="sheet flow" method="get" action="/partnerships/${root}/history"><div class="cols c2">${choiceField({ name: 'seat', label: said.school, value: String(asked.seat ?? ''), choices: [{ value: '', label: said.allSchools }, ...schools] })}
${choiceField({ name: 'kind', label: said.kind, value: asked.kind ?? '', choices: [{ value: '', label: said.allKinds }, ...kindChoices] })}</div>
<p>${button({ label: said.apply, small: true })}</p></form>`
}

const onward = ({ lang }: PageFrame, { root, asked, next }: HistoryPart): Printable => {
  const said = words(lang).history
  const at = `/partnerships/${root}/history`
  const chosen = [
    ...(asked.seat === null ? [] : [['seat', String(asked.seat)]]),
    ...(asked.kind === null ? [] : [['kind', asked.kind]]),
  ]
  const href = (more: string[][]) => `${at}?${new URLSearchParams([...chosen, ...more])}`
  return html`<p class="row">${asked.before !== null && html`<a href="${href([])}">${said.newest}</a>`}${
    next !== null && html`<a href="${href([['before', String(next)]])}">${said.earlier}</a>`
  }</p>`
}

/** The history of a partnership: a sentence an entry, the newest first. */
export const historyPage = (frame: PageFrame, part: HistoryPart): Html => {
  const said = words(frame.lang).history
  const { entries, root } = part
  const body =
    entries.length === 0
      ? html`<p>${said.none} <a href="/partnerships/${root}/history">${said.reset}</a></p>`
      : log(
          entries.map(entry => ({
            iso: entry.at,
            when: relativeTime(frame.lang, entry.at, zoneOf(frame), frame.at),
            body: entryBody(frame, part, entry),
          })),
        )
  return page(frame, {
    title: said.title,
    current: 'home',
    heading: pageHead({
      over: html`<a href="/partnerships/${root}">${[...part.names.schools.values()].join(' — ')}</a>`,
      title: said.title,
      under: said.lead,
    }),
    body: html`${filters(frame, part)}<section class="sheet">${body}${onward(frame, part)}</section>`,
  })
}
