import { button, linkButton } from '../../../http/components/button.ts'
import { areaField } from '../../../http/components/fields.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import { said as quoted } from '../../../http/components/lists.ts'
import { note } from '../../../http/components/note.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { Text, TextPlace } from '../texts.ts'

/** Before a text is taken out: which one, if its reader may see it, what stays, and why. The same page for one that is sealed or gone. */
export const textPage = (
  frame: PageFrame,
  { root, kind, id }: TextPlace,
  text: Text | null,
  newId: () => string,
): Html => {
  const { text: said, room } = words(frame.lang).privacy
  const back = `/partnerships/${root}/privacy`
  return page(frame, {
    title: said.title,
    current: 'home',
    heading: pageHead({ over: html`<a href="${back}">${room.title}</a>`, title: said.title }),
    body: html`<section class="sheet flow"><h2>${room.kinds[kind]}</h2>${
      text === null ? note({ icon: 'lock', body: html`<p>${said.sealed} ${said.gone}</p>` }) : quoted(text.body)
    }<p>${said.lead}</p><p class="s soft">${said.frozen}</p><form class="flow" method="post" action="/partnerships/${root}/texts/${kind}/${id}/blank">${tokenField(frame)}<input type="hidden" name="once" value="${newId()}">${areaField({ name: 'reason', label: said.reason, required: true })}<p class="row">${button({ label: said.yes })}${linkButton({ href: back, label: room.title, small: true })}</p></form></section>`,
  })
}
