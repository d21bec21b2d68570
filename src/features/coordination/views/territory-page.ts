import { button, linkButton } from '../../../http/components/button.ts'
import { choiceField, textField } from '../../../http/components/fields.ts'
import { legend } from '../../../http/components/lists.ts'
import { card } from '../../../http/components/sheet.ts'
import { type Column, chips, filters, table } from '../../../http/components/table.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { cursorText, type Filter, stands } from '../territory-filter.ts'
import type { Territory } from '../territory-query.ts'
import { territoryCells } from './territory-cells.ts'

type Asked = Partial<Record<'state' | 'region' | 'municipality' | 'school' | 'after', string>>

const hrefOf = (asked: Asked): string => {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''))
  return query.size === 0 ? '/territory' : `/territory?${query}`
}

const askedOf = ({ stand, region, municipality, name }: Filter): Asked => ({
  ...(stand === null ? {} : { state: stand }),
  ...(region === null ? {} : { region }),
  ...(municipality === null ? {} : { municipality }),
  ...(name === null ? {} : { school: name }),
})

const ready = ({ lang }: PageFrame, { counts, filter }: Territory): Html => {
  const said = words(lang).coordination.territory
  const { state: _, ...asked } = askedOf(filter)
  return chips(said.chips, [
    { href: hrefOf(asked), label: said.all, count: counts.all, current: filter.stand === null },
    ...stands.map(stand => ({
      href: hrefOf({ ...asked, state: stand }),
      label: said.stands[stand],
      count: counts[stand],
      current: filter.stand === stand,
    })),
  ])
}

const unique = (texts: readonly (string | null)[]) => [...new Set(texts.filter(text => text !== null))]

const filterForm = ({ lang }: PageFrame, { filter, places }: Territory): Html => {
  const said = words(lang).coordination.territory.filter
  const among = (label: string, name: string, value: string | null, texts: readonly string[]) =>
    texts.length > 1 &&
    choiceField({
      name,
      label,
      value: value ?? '',
      choices: [{ value: '', label: said.any }, ...texts.map(text => ({ value: text, label: text }))],
    })
  return filters({
    action: '/territory',
    fields: html`${textField({ name: 'school', label: said.school, type: 'search', value: filter.name ?? '' })}${among(
      said.region,
      'region',
      filter.region,
      unique(places.map(({ region }) => region)),
    )}${among(
      said.municipality,
      'municipality',
      filter.municipality,
      unique(places.map(({ municipality }) => municipality)),
    )}${filter.stand !== null && html`<input type="hidden" name="state" value="${filter.stand}">`}`,
    button: button({ label: said.show }),
  })
}

const columnsOf = ({ lang }: PageFrame): Column[] => {
  const said = words(lang).coordination.territory.columns
  return [
    { label: said.school, kind: 'name' },
    { label: said.partner },
    { label: said.state },
    { label: said.done },
    { label: said.first },
    { label: said.waits, secondary: true },
    { label: said.tools, kind: 'tools' },
  ]
}

const list = (frame: PageFrame, territory: Territory): Html => {
  const said = words(frame.lang).coordination.territory
  if (territory.rows.length === 0)
    return card({
      id: 'none',
      title: said.empty,
      body: html`<p><a href="/territory">${said.reset}</a></p>`,
    })
  const key = legend([
    { fill: 'fo', says: said.legend.done },
    { fill: 'flo', says: said.legend.overdue },
    { fill: 'fe', says: said.legend.open },
    { fill: 'fn', says: said.legend.held },
  ])
  return html`${key}${table({
    caption: said.caption,
    columns: columnsOf(frame),
    rows: territory.rows.map(row => ({ cells: territoryCells(frame, row) })),
  })}`
}

const onward = ({ lang }: PageFrame, { next, filter }: Territory, goesOn: boolean): Html | null => {
  const said = words(lang).coordination.territory
  const asked = askedOf(filter)
  if (next === null && !goesOn) return null
  return html`<p class="row">${goesOn && linkButton({ href: hrefOf(asked), label: said.first, small: true })}${
    next !== null && linkButton({ href: hrefOf({ ...asked, after: cursorText(next) }), label: said.more, small: true })
  }</p>`
}

const aside = ({ lang }: PageFrame, { seasons, scope }: Territory): Html => {
  const said = words(lang).coordination.territory
  return html`${seasons.map(
    ({ cycle }) =>
      html`${linkButton({ href: `/seasons/${cycle}/pairing`, label: said.pairing, small: true })}${
        scope.everything && linkButton({ href: `/seasons/${cycle}`, label: said.season, small: true })
      }`,
  )}`
}

/** The partnerships of a coordinator's territory, the most urgent first; `goesOn` where this is not the list's beginning. */
export const territoryPage = (frame: PageFrame, territory: Territory, goesOn: boolean): Html => {
  const said = words(frame.lang).coordination.territory
  return page(frame, {
    title: said.section,
    current: 'territory',
    wide: true,
    heading: pageHead({
      title: said.title(territory.counts.all),
      under: said.lead,
      aside: aside(frame, territory),
    }),
    body: html`${ready(frame, territory)}${filterForm(frame, territory)}${list(frame, territory)}${onward(frame, territory, goesOn)}`,
  })
}
