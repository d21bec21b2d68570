import type { Seal } from '../../../engine/seal-hash.ts'
import { linkButton } from '../../../http/components/button.ts'
import { facts } from '../../../http/components/lists.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { plainDate, relativeTime } from '../../../words/time.ts'
import type { SealsPart } from '../queries.ts'

/** `zone`: the operator's, whose midnights are meant. `newest`: the page shows the latest ones. */
type Shown = SealsPart & { readonly newest: boolean; readonly zone: string }

/** What whoever runs the program types. */
const command = 'npm run -s verify -- --seal 2022-10-07.json'

// A worker that runs seals within seconds; what came a quarter of an hour after midnight came after a rest.
const soonMs = 900_000

const isLate = ({ day, at }: Seal, zone: string): boolean =>
  Date.parse(at) - Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds > soonMs

const entry = (frame: PageFrame, seal: Seal, zone: string): Html => {
  const { lang } = frame
  const said = words(lang).seals
  const day = plainDate(lang, seal.day, frame.at)
  const when = relativeTime(lang, seal.at, frame.viewer?.zone ?? zone, frame.at)
  const sums = facts([
    { name: said.hash, value: html`<code>${seal.hash}</code>` },
    { name: said.prev, value: html`<code>${seal.prev}</code>` },
    { name: said.merkle, value: html`<code>${seal.merkle}</code>` },
  ])
  // Fifty links of one name would tell nothing to those who listen.
  const label = html`<span aria-hidden="true">${said.take}</span><span class="vh">${said.takeLabel(day)}</span>`
  const take = html`<a class="btn q sm" href="/seals/${seal.day}" download>${label}</a>`
  return html`<li><div class="flow"><p><b>${day}</b></p>
<p class="s soft">${isLate(seal, zone) ? said.late(when) : said.made(when)} · ${said.histories(seal.roots)}</p>
<details><summary class="s">${said.sums}</summary>${sums}</details></div><div>${take}</div></li>`
}

/** The daily seals, the newest first, and how to use them. */
export const sealsPage = (frame: PageFrame, { seals, next, newest, zone }: Shown): Html => {
  const said = words(frame.lang).seals
  const list =
    seals.length === 0
      ? html`<p>${said.none}</p>`
      : html`<ul class="tokens">${seals.map(seal => entry(frame, seal, zone))}</ul>`
  const onward = html`${!newest && linkButton({ href: '/seals', label: said.newest, small: true })}${next !== null && linkButton({ href: `/seals?after=${next}`, label: said.earlier, small: true })}`
  return page(frame, {
    title: said.title,
    current: 'seals',
    styles: ['programs.css'],
    heading: pageHead({ title: said.title, under: said.lead }),
    body: html`${sheet({ id: 'list', title: said.list, remark: said.listRemark, body: html`${list}${(next !== null || !newest) && html`<p class="row">${onward}</p>`}` })}
${sheet({ id: 'how', title: said.how, body: html`<p>${said.howLead}</p><p><code class="secret">${command}</code></p>` })}`,
  })
}
