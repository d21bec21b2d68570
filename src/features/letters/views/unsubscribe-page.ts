import { button } from '../../../http/components/button.ts'
import { note } from '../../../http/components/note.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { muteableFor } from '../mute.ts'

/** The way out of informative letters: what it does, or that it is done; `token` is null where the link is nobody's. */
export const unsubscribePage = (
  frame: PageFrame,
  { done, token, federal }: { readonly done: boolean; readonly token: string | null; readonly federal: boolean },
): Html => {
  const said = words(frame.lang).letterPages.unsubscribe
  const title = done ? said.doneTitle : said.title
  if (token === null) return page(frame, { title, body: note({ tone: 'mark', body: html`<p>${said.absent}</p>` }) })
  const { names } = words(frame.lang).letters
  const kinds = html`<ul class="bullets">${muteableFor(federal).map(kind => html`<li>${names[kind]}</li>`)}</ul>`
  return page(frame, {
    title,
    body: html`<section class="sheet flow"><p>${done ? said.done : said.lead}</p>${kinds}<p>${said.still}</p><p>${said.asked}</p>${
      done
        ? html`<p><a href="/me/letters">${said.back}</a></p>`
        : html`<form method="post" action="/letters/unsubscribe/${token}">${button({ label: said.do, primary: true })}</form>`
    }</section>`,
  })
}
