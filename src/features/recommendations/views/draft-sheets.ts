import { button, linkButton } from '../../../http/components/button.ts'
import { areaField, choiceField } from '../../../http/components/fields.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import { said as quoted } from '../../../http/components/lists.ts'
import { tag } from '../../../http/components/note.ts'
import { card, sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { ListPage } from '../page-query.ts'
import { itemId, linePath } from '../place.ts'
import type { Standing } from '../read-list.ts'
import { press } from './forms.ts'
import type { Saying } from './saying.ts'
import { wordsOf } from './shown-item.ts'

/** The documents that a recommendation may be about, the whole package first. */
export const documentChoices = (saying: Saying, slots: readonly (string | null)[]) =>
  [...new Set([null, ...slots])].map(slot => ({ value: slot ?? '', label: saying.document(slot) }))

const tools = (frame: PageFrame, { list, draft }: ListPage, { item, version }: Standing, index: number): Html => {
  const said = words(frame.lang).recommendations
  const at = linePath(list.place, item.id, 'item')
  const move = (to: 'up' | 'down') => press(frame, { action: `${at}/move`, fields: { to }, label: said[to] })
  return html`<div class="row">${linkButton({ href: at, label: said.edit, small: true })}${index > 0 && move('up')}${
    index < (draft?.length ?? 0) - 1 && move('down')
  }${press(frame, { action: `${at}/remove`, fields: { base: version.version }, label: said.remove })}</div>`
}

/** The list while it is written. */
export const draftSheet = (frame: PageFrame, saying: Saying, page: ListPage): Printable => {
  if (page.draft === null) return null
  const said = words(frame.lang).recommendations
  return card({
    id: 'list',
    title: said.list,
    aside: page.draft.length > 0 && html`<span class="s soft">${said.count(page.draft.length)}</span>`,
    body:
      page.draft.length === 0
        ? html`<p class="soft">${said.empty}</p>`
        : page.draft.map(
            (
              standing,
              index,
            ) => html`<div class="crit flow" id="${itemId(standing.item.id)}"><h3><span class="soft">${index + 1}</span> ${saying.document(standing.version.said.document)}</h3>
${wordsOf(saying, standing.version, 'us')}
<p class="xs soft">${saying.moment(standing.version.at)}, ${saying.who(standing.version)}</p>
${page.list.writable.item && tools(frame, page, standing, index)}</div>`,
          ),
  })
}

/** A new recommendation: its id stands in the form, so that a second press is the same one. */
export const addSheet = (frame: PageFrame, saying: Saying, page: ListPage, newId: () => string): Html => {
  const said = words(frame.lang).recommendations
  const { place } = page.list
  return card({
    id: 'add',
    title: said.add,
    body: html`<form class="flow" method="post" action="${linePath(place, newId(), 'item')}">${tokenField(frame)}<input type="hidden" name="base" value="0">
${choiceField({ name: 'document', label: said.document, choices: documentChoices(saying, page.slots) })}
${areaField({ name: 'text', label: said.text, hint: said.textHint, required: true, rows: 4 })}
<p>${button({ label: said.addButton })}</p></form>`,
  })
}

/** The school's private notes, each to be taken over by itself (rules 19). */
export const notesSheet = (frame: PageFrame, saying: Saying, page: ListPage, newId: () => string): Printable => {
  if (page.notes.length === 0) return null
  const said = words(frame.lang).recommendations
  return sheet({
    id: 'notes',
    title: said.notes.title,
    remark: said.notes.remark,
    body: html`<p class="s soft">${said.notes.lead}</p>${page.notes.map(
      note =>
        html`<div class="crit flow"><h3>${saying.document(note.document)}</h3>${quoted(note.body, 'us')}${
          note.taken
            ? html`<p>${tag(said.notes.taken, 'ok', 'ok')}</p>`
            : html`<form method="post" action="${linePath(page.list.place, newId(), 'item')}">${tokenField(frame)}<input type="hidden" name="base" value="0"><input type="hidden" name="note" value="${note.form}"><input type="hidden" name="document" value="${note.document ?? ''}"><textarea hidden name="text">
${note.body}</textarea>${button({ label: said.notes.take, small: true })}</form>`
        }</div>`,
    )}`,
  })
}

/** What was taken out of the list stays at hand. */
export const removedSheet = (frame: PageFrame, saying: Saying, page: ListPage): Printable => {
  if (page.removed.length === 0) return null
  const said = words(frame.lang).recommendations
  return html`<section class="sheet"><details><summary>${said.removed}: ${page.removed.length}</summary><div class="flow">${page.removed.map(
    ({ item, version }) =>
      html`<div class="crit flow"><h3>${saying.document(version.said.document)}</h3>${wordsOf(saying, version)}${
        version.body !== null &&
        press(frame, {
          action: `${linePath(page.list.place, item.id, 'item')}/versions/${version.id}/restore`,
          fields: { base: version.version },
          label: said.bringBack,
          icon: 'back',
        })
      }</div>`,
  )}</div></details></section>`
}
