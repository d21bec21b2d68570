import { note } from '../../../http/components/note.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { Unreachable } from '../unreachable-query.ts'

/** Publishing warns of schools without a working address, with the way to change their contacts (rules 9). */
export const unreachableNote = ({ lang }: PageFrame, { count, schools }: Unreachable): Html | null => {
  if (count === 0) return null
  const said = words(lang).letterPages.unreachable
  return note({
    tone: 'mark',
    body: html`<p><b>${said.title(count)}</b></p><p>${said.text}</p><ul class="bullets">${schools.map(
      ({ school, name }) => html`<li><a href="/schools/${school}/people">${name}</a></li>`,
    )}${count > schools.length && html`<li>${said.more(count - schools.length)}</li>`}</ul>`,
  })
}
