import { linkButton } from '../../../http/components/button.ts'
import { tag } from '../../../http/components/note.ts'
import { table } from '../../../http/components/table.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { type Current, templateNames } from '../../../letters/compose/templates.ts'
import { LANGS, type Lang, words } from '../../../words/index.ts'
import { longDate } from '../../../words/time.ts'
import { templatePath } from '../place.ts'
import { templateName } from '../saying.ts'

/** All templates in both languages, and which of them somebody has changed. */
export const listPage = (frame: PageFrame, current: (lang: Lang, kind: string) => Current): Html => {
  const said = words(frame.lang).letterTemplates
  const zone = frame.viewer?.zone ?? 'UTC'
  const cell = (kind: string, lang: Lang) => {
    const { changed, at } = current(lang, kind)
    const state = changed && at !== null ? said.changed(longDate(frame.lang, at, zone, frame.at)) : said.original
    const name = said.open(templateName(frame.lang, kind), said.language[lang])
    return html`<a href="${templatePath({ kind, lang })}" aria-label="${name}: ${state}">${changed ? tag(state, 'mark') : state}</a>`
  }
  return page(frame, {
    title: said.title,
    current: 'letterTemplates',
    wide: true,
    heading: pageHead({
      title: said.title,
      under: said.lead,
      aside: linkButton({ href: '/letters', label: words(frame.lang).nav.letters, small: true }),
    }),
    body: table({
      caption: said.caption,
      columns: [{ label: said.columns.letter, kind: 'name' }, { label: said.columns.ru }, { label: said.columns.en }],
      rows: templateNames.map(kind => ({
        cells: [templateName(frame.lang, kind), ...LANGS.map(lang => cell(kind, lang))],
      })),
    }),
  })
}
