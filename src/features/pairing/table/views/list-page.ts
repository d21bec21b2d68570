import { button, linkButton } from '../../../../http/components/button.ts'
import { textField } from '../../../../http/components/fields.ts'
import { sheet } from '../../../../http/components/sheet.ts'
import { filters } from '../../../../http/components/table.ts'
import type { PageFrame } from '../../../../http/frame.ts'
import { type Html, html } from '../../../../http/html.ts'
import { page, pageHead } from '../../../../http/layout.ts'
import { words } from '../../../../words/index.ts'
import type { Listed } from '../enrolled-query.ts'
import type { Table } from '../open-table.ts'
import { schoolPath, tablePath } from '../paths.ts'

type List = {
  readonly table: Table
  readonly name: string | null
  readonly schools: readonly Listed[]
  readonly next: string | null
}

/** The schools of a season's pairing, each a way to its place on the table. */
export const listPage = (frame: PageFrame, { table, name, schools, next }: List): Html => {
  const { enrolled: said, school } = words(frame.lang).pairing
  const here = tablePath(table.cycle, '/schools')
  const query = (after: string) => new URLSearchParams({ ...(name === null ? {} : { name }), after })
  const list = html`<ul class="bullets">${schools.map(
    it => html`<li><a href="${schoolPath(table.cycle, it.school)}">${it.name}</a> <small>${it.region}</small></li>`,
  )}</ul>`
  return page(frame, {
    title: said.search,
    current: 'pairing',
    wide: true,
    heading: pageHead({ over: html`<a href="${tablePath(table.cycle)}">${school.back}</a>`, title: said.search }),
    body: html`${filters({
      action: here,
      fields: textField({ name: 'name', label: school.find, type: 'search', value: name ?? '' }),
      button: button({ label: school.search }),
    })}${sheet({
      id: 'list',
      title: said.list,
      body: html`${schools.length === 0 ? html`<p>${school.found}</p>` : list}${
        next !== null && html`<p>${linkButton({ href: `${here}?${query(next)}`, label: said.more, small: true })}</p>`
      }`,
    })}`,
  })
}
