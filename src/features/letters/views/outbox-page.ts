import { button, linkButton } from '../../../http/components/button.ts'
import { textField } from '../../../http/components/fields.ts'
import { card } from '../../../http/components/sheet.ts'
import { chips, filters, table } from '../../../http/components/table.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { hrefOf } from '../filter-query.ts'
import { cursorText } from '../outbox-cursor.ts'
import { type Outbox, type OutboxLetter, outboxStands } from '../outbox-query.ts'
import { sayingOf, whenOf } from '../saying.ts'
import { letterTag, placeFields, readerCell, tabs } from './parts.ts'

const path = '/letters'

const askedBy = ({ filter }: Outbox): Record<string, string> => {
  const { stand, region, municipality, school } = filter
  const fields = { state: stand, region, municipality, school }
  return Object.fromEntries(Object.entries(fields).filter((field): field is [string, string] => field[1] !== null))
}

const ready = ({ lang }: PageFrame, outbox: Outbox): Html => {
  const said = words(lang).letterPages.outbox
  const { state: _, ...asked } = askedBy(outbox)
  const { counts, filter } = outbox
  const { returned: _again, ...states } = counts
  const all = Object.values(states).reduce((sum, n) => sum + n, 0)
  return chips(said.chips, [
    { href: hrefOf(path, asked), label: said.all, count: all, current: filter.stand === null },
    ...outboxStands
      .filter(stand => counts[stand] > 0 || filter.stand === stand)
      .map(stand => ({
        href: hrefOf(path, { ...asked, state: stand }),
        label: stand === 'returned' ? said.manyReturned : said.many[stand],
        count: counts[stand],
        current: filter.stand === stand,
      })),
  ])
}

const filterForm = (frame: PageFrame, { filter, places }: Outbox): Html => {
  const said = words(frame.lang).letterPages.filter
  return filters({
    action: path,
    fields: html`${textField({ name: 'school', label: said.school, type: 'search', value: filter.school ?? '' })}${placeFields(frame, filter, places)}${
      filter.stand !== null && html`<input type="hidden" name="state" value="${filter.stand}">`
    }`,
    button: button({ label: said.show }),
  })
}

/** What became of a letter, in one line. */
export const happened = (frame: PageFrame, it: Omit<OutboxLetter, 'role' | 'schoolName' | 'entries'>): Printable => {
  const said = words(frame.lang).letterPages.outbox
  const saying = sayingOf(frame)
  if (it.bounce !== null) return it.bounce === '' ? said.cameBackSilently : said.cameBack(it.bounce)
  const words_ = it.answer === null || it.answer === '' ? said.withoutWords : said.says(it.answer)
  switch (it.state) {
    case 'sent':
      return it.attempts > 1 ? `${said.accepted}, ${said.tries(it.attempts)}` : said.accepted
    case 'waiting':
      return [
        ...(it.attempts > 0 ? [said.tries(it.attempts), words_] : []),
        ...(it.nextAttemptAt === null ? [] : [said.next(whenOf(saying, it.nextAttemptAt))]),
      ].join('; ')
    case 'failed':
      return `${said.tries(it.attempts)}; ${words_}`
    case 'handing':
      return said.inHand
    case 'dropped':
      return said.notNeeded
  }
}

const list = (frame: PageFrame, outbox: Outbox): Html => {
  const said = words(frame.lang).letterPages
  const { columns } = said.outbox
  if (outbox.letters.length === 0)
    return card({
      id: 'none',
      title: Object.keys(askedBy(outbox)).length === 0 ? said.outbox.empty : said.outbox.emptyState,
      body: html`<p><a href="/letters/forecast">${said.forecast.title}</a></p>`,
    })
  return table({
    caption: said.outbox.caption,
    columns: [
      { label: columns.at },
      { label: columns.state },
      { label: columns.to, kind: 'name' },
      { label: columns.subject },
      { label: columns.why },
    ],
    rows: outbox.letters.map(it => ({
      cells: [
        html`<span class="nb">${whenOf(sayingOf(frame), it.sentAt ?? it.madeAt)}</span>`,
        letterTag(frame.lang, it.state, it.bounce !== null),
        readerCell(frame.lang, { ...it, role: it.role ?? 'school' }),
        html`<a href="/letters/${it.id}">${it.subject ?? (it.mixed ? said.entries(it.entries) : said.outbox.noSubject)}</a>`,
        happened(frame, it),
      ],
    })),
  })
}

/** The letters that went out, or are on their way. */
export const outboxPage = (frame: PageFrame, outbox: Outbox, goesOn: boolean): Html => {
  const said = words(frame.lang).letterPages
  const { next } = outbox
  const asked = askedBy(outbox)
  return page(frame, {
    title: said.outbox.title,
    current: 'letters',
    wide: true,
    styles: ['letters.css'],
    heading: pageHead({ title: said.outbox.title, under: said.outbox.lead }),
    body: html`${tabs(frame, 'outbox')}${filterForm(frame, outbox)}${ready(frame, outbox)}${list(frame, outbox)}${
      (next !== null || goesOn) &&
      html`<p class="row">${goesOn && linkButton({ href: hrefOf(path, asked), label: said.outbox.first, small: true })}${
        next !== null &&
        linkButton({ href: hrefOf(path, { ...asked, after: cursorText(next) }), label: said.outbox.more, small: true })
      }</p>`
    }`,
  })
}
