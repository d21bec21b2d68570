import { tag } from '../../../../http/components/note.ts'
import { sheet } from '../../../../http/components/sheet.ts'
import type { PageFrame } from '../../../../http/frame.ts'
import { type Html, html } from '../../../../http/html.ts'
import { page } from '../../../../http/layout.ts'
import { words } from '../../../../words/index.ts'
import { tablePath } from '../paths.ts'

type Season = { readonly cycle: string; readonly name: string; readonly state: string; readonly schools: number }

/** All seasons, each a way to its table; those to be paired first. */
export const tablesPage = (frame: PageFrame, seasons: readonly Season[]): Html => {
  const { tables: said, states, title } = words(frame.lang).pairing
  const stateOf = (state: string) => (states as Readonly<Record<string, string>>)[state] ?? state
  const lines = seasons.map(
    ({ cycle, name, state, schools }) =>
      html`<li><a href="${tablePath(cycle)}">${name}</a> ${tag(stateOf(state), state === 'pairing' ? 'mark' : 'plain')} <small>${said.schools(schools)}</small></li>`,
  )
  const body = lines.length === 0 ? html`<p>${said.empty}</p>` : html`<ul class="bullets">${lines}</ul>`
  return page(frame, { title, current: 'pairing', body: sheet({ id: 'seasons', title: said.title, body }) })
}
