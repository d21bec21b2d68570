import { card } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import type { Home } from '../home-query.ts'

/** The way to every list of recommendations: what this school writes, and what is written to it. */
export const recommendationsCard = (frame: PageFrame, { root, own, schools, duties }: Home): Html | null => {
  const said = words(frame.lang).recommendations
  const nameOf = (seat: number | null) => schools.find(school => school.seat === seat)?.name ?? ''
  const lists = duties.filter(({ act }) => act === 'recommendations')
  if (lists.length === 0) return null
  return card({
    id: 'recommendations',
    title: said.title,
    body: html`<ul class="log">${lists.map(({ seat, about }) => {
      const whose =
        seat === own
          ? said.toPartner(nameOf(about))
          : about === own
            ? said.fromPartner(nameOf(seat))
            : said.between(nameOf(seat), nameOf(about))
      return html`<li><a href="/partnerships/${root}/assignments/${seat}/${about}/recommendations">${whose}</a></li>`
    })}</ul>`,
  })
}
