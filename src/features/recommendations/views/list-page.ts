import { linkButton } from '../../../http/components/button.ts'
import { facts } from '../../../http/components/lists.ts'
import { note, tag } from '../../../http/components/note.ts'
import { card, sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { ListPage } from '../page-query.ts'
import { linePath, listPath } from '../place.ts'
import { type ListAct, replyOf, type Standing } from '../read-list.ts'
import { addSheet, draftSheet, notesSheet, removedSheet } from './draft-sheets.ts'
import { press } from './forms.ts'
import { type Saying, sayingOf } from './saying.ts'
import { sentItem, wordsOf } from './shown-item.ts'

/** Whose list it is, to this reader. */
export const between = ({ lang }: PageFrame, { list, writer, receiver }: ListPage): string => {
  const said = words(lang).recommendations
  if (list.side === 'writer') return said.toPartner(receiver)
  return list.side === 'receiver' ? said.fromPartner(writer) : said.between(writer, receiver)
}

const isAgain = ({ list }: ListPage) => list.state === 'drafting' && list.sentAt !== null

const stateSheet = (frame: PageFrame, saying: Saying, it: ListPage, newId: () => string): Html => {
  const said = words(frame.lang).recommendations
  const { list } = it
  const [own, unsent] = [list.side === 'writer', it.sendings.length === 0]
  const last = it.sendings[0]?.act
  return sheet({
    id: 'state',
    title: !own && unsent ? said.notYet : said.state[isAgain(it) ? 'again' : list.state],
    body: html`${!own && unsent && html`<p>${said.notYetLead}</p>`}
${last !== undefined && html`<p>${own ? said.sentBy(saying.moment(last.at), last.name ?? said.someone) : said.sentAt(saying.moment(last.at))}</p>`}
${own && list.state === 'drafting' && html`<p>${isAgain(it) ? said.againLead : said.draftLead}</p>`}
${!own && isAgain(it) && note({ tone: 'mark', body: html`<p>${said.beingChanged}</p>` })}
${own && list.writable.item && !list.meetingSettled && note({ body: html`<p>${said.meetingFirst}</p>` })}
${it.undecided.map(({ item, part }) => note({ tone: 'mark', body: html`<p>${said.clash.says}</p><p>${linkButton({ href: `${linePath(list.place, item, part)}#clash`, label: said.clash.open, small: true })}</p>` }))}
${list.writable.item && (it.draft?.length ?? 0) > 0 && html`<p>${linkButton({ href: `${listPath(list.place)}/send`, label: said.send.button, primary: list.meetingSettled })}</p>`}
${it.answered !== null && html`<p>${said.answer.answeredAt(saying.moment(it.answered.at))}</p>`}
${it.acts.answer === 'now' && press(frame, { action: `${listPath(list.place)}/answer`, fields: { seen: list.opened.n, once: newId() }, label: said.answer.all, lead: said.answer.allLead, primary: true })}
${it.acts.answer === 'missing' && html`<p class="soft">${said.answer.rest(it.unanswered)}</p>`}`,
  })
}

const replyTools = (frame: PageFrame, { list }: ListPage, { item }: Standing): Printable => {
  const said = words(frame.lang).recommendations
  const { answer, dispute } = list.writable
  if (!answer && !dispute) return null
  const disputed = item.dispute.some(({ fate, body }) => fate === 'kept' && body !== '')
  return html`<p class="row">${answer && linkButton({ href: linePath(list.place, item.id, 'answer'), label: replyOf(item) === null ? said.answer.open : said.answer.change, small: true })}${
    dispute &&
    html`<a class="s" href="${linePath(list.place, item.id, 'dispute')}">${disputed ? said.dispute.change : said.dispute.open}</a>`
  }</p>`
}

const sentSheets = (frame: PageFrame, saying: Saying, it: ListPage): Printable => {
  const [last, ...earlier] = it.sendings
  if (last === undefined) return null
  const said = words(frame.lang).recommendations
  const anchored = it.draft === null || !it.list.writable.item
  return html`${card({
    id: 'sent',
    title: said.title,
    aside: html`<span class="s soft">${said.count(last.items.length)}</span>`,
    body: last.items.map((standing, index) =>
      sentItem(saying, it, standing, index + 1, { anchored, tools: replyTools(frame, it, standing) }),
    ),
  })}${earlier.map(
    ({ act, items }) =>
      html`<section class="sheet"><details><summary>${said.earlier(saying.moment(act.at))}: ${said.count(items.length)}</summary><div class="flow">${items.map(
        (standing, index) => sentItem(saying, it, standing, index + 1, { anchored: false }),
      )}</div></details></section>`,
  )}`
}

/** A school's proof of its act: when, which record, which checksums (rules 26). */
const receiptSheet = (saying: Saying, act: ListAct, title: string, version: number | null): Html => {
  const said = words(saying.lang).recommendations.receipt
  return card({
    id: `receipt-${act.n}`,
    title,
    body: html`<p class="s soft">${said.remark}</p>${facts([
      { name: said.at, value: html`<time datetime="${act.at}">${saying.moment(act.at)}</time>` },
      { name: said.n, value: act.n },
      ...(version === null ? [] : [{ name: said.version, value: version }]),
      { name: said.row, value: html`<code>${act.hash}</code>` },
      ...(act.sha256 === null ? [] : [{ name: said.content, value: html`<code>${act.sha256}</code>` }]),
    ])}`,
  })
}

const receipts = (frame: PageFrame, saying: Saying, { list, sendings, answered }: ListPage): Printable => {
  const said = words(frame.lang).recommendations.receipt
  const sent = sendings[0]?.act
  if (list.side === 'writer' && sent !== undefined) return receiptSheet(saying, sent, said.title, sendings.length)
  return list.side === 'receiver' && answered !== null && receiptSheet(saying, answered, said.answerTitle, null)
}

const latesSheet = (saying: Saying, { list, lates }: ListPage): Printable => {
  if (lates.length === 0) return null
  const said = words(saying.lang).recommendations
  return card({
    id: 'late',
    title: said.lates.title,
    body: html`<p class="s soft">${said.lates.lead}</p>${lates.map(
      ({ item, part, version }) =>
        html`<div class="crit flow"><p class="xs soft">${saying.moment(version.at)} ${tag(said.history.ownOnly, 'plain', 'lock')}</p>${wordsOf(saying, version, 'us')}<p><a class="s" href="${linePath(list.place, item, part)}">${said.history.title}</a></p></div>`,
    )}`,
  })
}

/** A list of recommendations: being written for its school, as it was sent for everybody else, with answers and disputes beside it. */
export const listPage = (frame: PageFrame, it: ListPage, newId: () => string): Html => {
  const saying = sayingOf(frame, it)
  const said = words(frame.lang).recommendations
  const drafting = it.list.writable.item
  return page(frame, {
    title: said.title,
    current: 'review',
    styles: ['review.css'],
    heading: pageHead({
      over: html`<a href="/partnerships/${it.list.place.root}">${words(frame.lang).home.section}</a> · ${between(frame, it)}`,
      title: said.title,
    }),
    body: html`${stateSheet(frame, saying, it, newId)}${latesSheet(saying, it)}${
      drafting &&
      html`${notesSheet(frame, saying, it, newId)}${draftSheet(frame, saying, it)}${addSheet(frame, saying, it, newId)}${removedSheet(frame, saying, it)}`
    }${!drafting && it.sendings.length === 0 && draftSheet(frame, saying, it)}${sentSheets(frame, saying, it)}${receipts(frame, saying, it)}`,
  })
}
