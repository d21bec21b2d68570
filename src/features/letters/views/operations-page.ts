import { linkButton } from '../../../http/components/button.ts'
import { note } from '../../../http/components/note.ts'
import { card } from '../../../http/components/sheet.ts'
import { table } from '../../../http/components/table.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { cursorText } from '../operations-cursor.ts'
import type { Operations } from '../operations-query.ts'
import { sayingOf, whenOf } from '../saying.ts'
import { type FormFrame, hidden, letterTag, tabs } from './parts.ts'

const sayOf = ({ lang }: PageFrame) => words(lang).letterPages.queues

const dueCard = (frame: PageFrame, { due }: Operations): Html => {
  const said = sayOf(frame)
  const { dueColumns: columns } = said
  return card({
    id: 'due',
    title: said.due,
    body: table({
      caption: said.dueCaption,
      columns: [
        { label: columns.source, kind: 'name' },
        { label: columns.things, kind: 'number' },
        { label: columns.oldest },
      ],
      rows: due.map(({ source, things, oldest }) => ({
        cells: [said.sources[source], things, oldest === null ? said.never : whenOf(sayingOf(frame), oldest)],
      })),
    }),
  })
}

const lettersCard = (frame: PageFrame, { letters }: Operations): Html => {
  const said = sayOf(frame)
  const { lettersColumns: columns } = said
  return card({
    id: 'letters',
    title: said.letters,
    body:
      letters.length === 0
        ? html`<p>${said.neverSent}.</p>`
        : table({
            caption: said.lettersCaption,
            columns: [
              { label: columns.state, kind: 'name' },
              { label: columns.all, kind: 'number' },
              { label: columns.hour, kind: 'number' },
            ],
            rows: letters.map(({ state, all, hour }) => ({
              cells: [html`<a href="/letters?state=${state}">${letterTag(frame.lang, state, false)}</a>`, all, hour],
            })),
          }),
  })
}

const channelCard = (frame: PageFrame, { channel, domains }: Operations): Html => {
  const said = sayOf(frame)
  const saying = sayingOf(frame)
  const { restsUntil, faults, says, lastSentAt } = channel
  const { domainColumns: columns } = said
  const state =
    restsUntil === null
      ? note({ tone: 'ok', icon: 'ok', body: html`<p>${said.works}</p>` })
      : note({
          tone: 'late',
          body: html`<p>${said.rests(whenOf(saying, restsUntil))}</p><p class="s">${said.faults(faults)}${says !== null && html`. ${says}`}</p>`,
        })
  return card({
    id: 'channel',
    title: said.channel,
    body: html`${state}<p class="s">${lastSentAt === null ? said.neverSent : said.lastSent(whenOf(saying, lastSentAt))}</p><h3>${said.domains}</h3>${
      domains.length === 0
        ? html`<p class="s soft">${said.noDomains}</p>`
        : table({
            caption: said.domainsCaption,
            columns: [
              { label: columns.domain, kind: 'name' },
              { label: columns.handed, kind: 'number' },
              { label: columns.since },
            ],
            rows: domains.map(({ domain, handed, since }) => ({ cells: [domain, handed, whenOf(saying, since)] })),
          })
    }`,
  })
}

const queueCard = (frame: PageFrame, { queues }: Operations): Html => {
  const said = sayOf(frame)
  const { queueColumns: columns } = said
  return card({
    id: 'queue',
    title: said.queue,
    body:
      queues === null
        ? note({ tone: 'mark', body: html`<p>${said.queueAway}</p>` })
        : table({
            caption: said.queue,
            columns: [
              { label: columns.queue, kind: 'name' },
              ...[columns.waiting, columns.active, columns.delayed, columns.failed].map(label => ({
                label,
                kind: 'number' as const,
              })),
            ],
            rows: queues.map(({ queue, waiting, active, delayed, failed }) => ({
              cells: [said.names[queue], waiting, active, delayed, failed],
            })),
          }),
  })
}

const faultsCard = (forms: FormFrame, { faults, next }: Operations): Html => {
  const { frame } = forms
  const said = sayOf(frame)
  const { faultColumns: columns } = said
  const { noName } = words(frame.lang).letterPages.why
  const rows = faults.map(it => ({
    cells: [
      html`<a href="/people/${it.person}/letters"><b>${it.schoolName ?? it.name ?? noName}</b></a>${it.schoolName !== null && html`<br><small>${it.name ?? noName}</small>`}`,
      whenOf(sayingOf(frame), it.since),
      [it.status, it.says].filter(each => each !== null).join(' '),
      html`<form method="post" action="/people/${it.person}/address-works">${hidden(forms)}<button class="btn q sm" aria-label="${said.worksOf(it.name ?? noName)}"><span class="nb">${said.worksAgain}</span></button></form>`,
    ],
  }))
  return card({
    id: 'faults',
    title: said.faultsTitle,
    body:
      rows.length === 0
        ? html`<p>${said.noFaults}</p>`
        : html`${table({
            caption: said.faultsCaption,
            columns: [
              { label: columns.person, kind: 'name' },
              { label: columns.since },
              { label: columns.says },
              { label: columns.tools, kind: 'tools' },
            ],
            rows,
          })}${
            next !== null &&
            html`<p>${linkButton({ href: `/operations/queues?after=${encodeURIComponent(cursorText(next))}`, label: said.more, small: true })}</p>`
          }`,
  })
}

/** How letters and deadlines stand, for the operator. */
export const operationsPage = (forms: FormFrame, it: Operations, mended: boolean): Html => {
  const { frame } = forms
  const said = sayOf(frame)
  return page(frame, {
    title: said.title,
    current: 'letters',
    wide: true,
    styles: ['letters.css'],
    heading: pageHead({ title: said.title, under: said.lead }),
    body: html`${tabs(frame, 'queues')}${mended && note({ tone: 'ok', icon: 'ok', body: html`<p>${said.mended}</p>` })}<div class="cols c2"><div>${dueCard(frame, it)}${queueCard(frame, it)}</div><div>${lettersCard(frame, it)}${channelCard(frame, it)}</div></div>${faultsCard(forms, it)}`,
  })
}
