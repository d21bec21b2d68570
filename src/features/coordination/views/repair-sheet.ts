import { linkButton } from '../../../http/components/button.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { Repair } from '../../repairs.ts'
import type { Managed } from '../manage-query.ts'

const previewOf = (cycle: string, orphan: string, { into, schools }: Repair): string => {
  const chosen = into === null ? [orphan, ...schools.map(({ school }) => school)] : [orphan]
  const query = new URLSearchParams(chosen.map(school => ['school', school]))
  if (into !== null) query.set('into', into)
  return `/seasons/${cycle}/pairing/preview?${query}`
}

/** The least disturbing ways to give a school partners again, each leading to the form by hand, filled in (rules 13, 22). */
export const repairSheet = ({ lang }: PageFrame, { cycle, orphan, repairs }: Managed): Html | null => {
  if (orphan === null || repairs === null) return null
  const said = words(lang).pairing.repair
  const lines = repairs.map(repair => {
    const names = repair.schools.map(({ name }) => name).join(' — ')
    const title = repair.into === null ? said.together(names) : said.join(names)
    const disturbs = repair.into === null ? said.nobody : said.more
    return html`<li class="flow"><p><b>${title}</b> <span class="soft">${said.weight(repair.weight)}</span></p><p class="s">${disturbs} ${
      repair.begun > 0 && repair.into !== null && said.begun(repair.begun)
    }</p><p>${linkButton({ href: previewOf(cycle, orphan.school, repair), label: said.choose, small: true })}</p></li>`
  })
  const list = repairs.length === 0 ? html`<p>${said.none}</p>` : html`<ol class="flow">${lines}</ol>`
  return sheet({ id: 'repair', title: said.title, remark: said.hint(orphan.name), body: list })
}
