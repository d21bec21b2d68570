import { button } from '../../../http/components/button.ts'
import { textField } from '../../../http/components/fields.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import { said as quoted } from '../../../http/components/lists.ts'
import { note, tag } from '../../../http/components/note.ts'
import { card } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { relativeTime } from '../../../words/time.ts'
import type { KeptFile } from '../files.ts'
import type { Room } from '../room-query.ts'

const momentOf = ({ lang, viewer, at }: PageFrame, instant: string) =>
  relativeTime(lang, instant, viewer?.zone ?? 'UTC', at)

const nameOf = ({ lang }: PageFrame, { opened }: Room, { kind, slot }: KeptFile): string => {
  const said = words(lang).privacy.room
  if (kind === 'finalFile') return said.file
  if (slot === 'screenshot' || slot === 'scan') return said[slot]
  return opened.season.package.find(({ id }) => id === slot.split('/')[0])?.name[lang] ?? slot
}

/** A reason and a button; ids of fields are the file's own. */
const reasoned = (
  frame: PageFrame,
  it: {
    readonly action: string
    readonly id: string
    readonly label: string
    readonly button: string
    readonly once: string
    readonly lead?: string
  },
): Html =>
  html`<form class="flow" method="post" action="${it.action}">${tokenField(frame)}<input type="hidden" name="once" value="${it.once}">${it.lead && html`<p class="s">${it.lead}</p>`}<div class="f"><label for="${it.id}">${it.label}</label><textarea class="in" id="${it.id}" name="reason" rows="2" required minlength="3"></textarea></div><p>${button({ label: it.button, small: true })}</p></form>`

const fileBlock = (frame: PageFrame, it: Room, file: KeptFile, newId: () => string): Html => {
  const said = words(frame.lang).privacy.room
  const at = `/partnerships/${it.opened.id}/kept/${file.kind}/${file.id}`
  const about = [it.schools.get(file.seat), said.version(file.version), file.filename, momentOf(frame, file.at)]
  return html`<div class="part flow"><h3>${nameOf(frame, it, file)} ${file.erased && tag(said.erased, 'plain', 'no')}</h3><p class="s soft">${about.filter(Boolean).join(' · ')}</p>
${file.flag !== null && note({ tone: 'late', body: html`<p>${said.hidden(momentOf(frame, file.flag.at))}</p>${file.flag.text !== null && quoted(file.flag.text)}` })}
<div class="folds">${
    file.flag !== null &&
    html`<details><summary>${said.lift}</summary>${reasoned(frame, { action: `${at}/lift`, id: `lift-${file.id}`, once: newId(), label: said.liftReason, button: said.lift })}</details>`
  }${
    !file.erased &&
    html`<details><summary>${said.erase}</summary>${reasoned(frame, { action: `${at}/erase`, id: `erase-${file.id}`, once: newId(), label: said.eraseReason, button: said.eraseYes, lead: said.eraseLead })}</details>`
  }</div></div>`
}

const filesSheet = (frame: PageFrame, it: Room, newId: () => string): Html => {
  const said = words(frame.lang).privacy.room
  const [hidden, others] = [it.files.filter(({ flag }) => flag !== null), it.files.filter(({ flag }) => flag === null)]
  return card({
    id: 'files',
    title: said.files,
    body: html`<p class="s soft">${said.filesLead}</p>${it.files.length === 0 && html`<p>${said.noFiles}</p>`}${hidden.map(file => fileBlock(frame, it, file, newId))}${
      others.length > 0 &&
      html`<details><summary>${said.others}: ${others.length}</summary>${others.map(file => fileBlock(frame, it, file, newId))}</details>`
    }`,
  })
}

const textsSheet = (frame: PageFrame, { opened, texts, find, next }: Room): Printable => {
  if (texts === null) return null
  const said = words(frame.lang).privacy.room
  const at = `/partnerships/${opened.id}`
  return card({
    id: 'texts',
    title: said.texts,
    body: html`<p class="s soft">${said.textsLead}</p><form class="row" method="get" action="${at}/privacy">${textField({ name: 'find', type: 'search', label: said.find, value: find })}${button({ label: said.search, small: true })}</form>${texts.length === 0 && html`<p>${said.noTexts}</p>`}${texts.map(
      ({ kind, id, at: written, name, body }) =>
        html`<div class="part flow"><p class="s soft">${[said.kinds[kind], name ?? said.someone, momentOf(frame, written)].join(' · ')}</p>${quoted(body)}<p><a class="s" href="${at}/texts/${kind}/${id}">${said.blank}</a></p></div>`,
    )}${next !== null && html`<p><a href="${at}/privacy?${String(new URLSearchParams({ find, after: next }))}">${said.more}</a></p>`}`,
  })
}

/** What a coordinator can take out of a partnership. */
export const roomPage = (frame: PageFrame, it: Room, newId: () => string): Html => {
  const said = words(frame.lang).privacy.room
  return page(frame, {
    title: said.title,
    current: 'home',
    styles: ['package.css'],
    heading: pageHead({
      over: html`<a href="/partnerships/${it.opened.id}">${[...it.schools.values()].join(' — ')}</a>`,
      title: said.title,
    }),
    body: html`${filesSheet(frame, it, newId)}${textsSheet(frame, it)}`,
  })
}
