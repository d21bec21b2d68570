import { linkButton } from '../../../http/components/button.ts'
import { faultList } from '../../../http/components/fault-list.ts'
import { note } from '../../../http/components/note.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import type { ListPage } from '../page-query.ts'
import { listPath } from '../place.ts'
import { press } from './forms.ts'
import { between } from './list-page.ts'
import { sayingOf } from './saying.ts'
import { wordsOf } from './shown-item.ts'

const known = (code: string): code is 'items' | 'meeting' => code === 'items' || code === 'meeting'

/** Before a sending: what is missing, or the list as it would go and the one question. */
export const sendingPage = (frame: PageFrame, it: ListPage, newId: () => string): Html => {
  const said = words(frame.lang).recommendations
  const saying = sayingOf(frame, it)
  const at = listPath(it.list.place)
  const back = html`<p>${linkButton({ href: at, label: said.back })}</p>`
  const faults = it.missing
    .filter(known)
    .map(code => ({ field: code, says: said.missing[code], href: code === 'items' ? `${at}#add` : at }))
  const draft = it.draft ?? []
  const asked = html`${draft.map(
    ({ version }, index) =>
      html`<div class="crit flow"><h3><span class="soft">${index + 1}</span> ${saying.document(version.said.document)}</h3>${wordsOf(saying, version, 'us')}</div>`,
  )}${
    it.acts.send === 'now'
      ? press(frame, {
          action: `${at}/send`,
          fields: { seen: it.list.opened.n, once: newId() },
          label: said.send.button,
          primary: true,
          lead: said.send.ask(draft.length, it.receiver),
        })
      : note({ icon: 'user', body: html`<p>${said.send.decider}</p>` })
  }${back}`
  const body = !it.list.writable.item
    ? html`${note({ icon: 'lock', body: html`<p>${said.send.notNow}</p>` })}${back}`
    : faults.length > 0
      ? html`${faultList({ title: said.send.notYet, safe: said.send.safe, faults })}${back}`
      : asked
  return page(frame, {
    title: said.send.title,
    current: 'review',
    styles: ['review.css'],
    heading: pageHead({ over: html`<a href="${at}">${between(frame, it)}</a>`, title: said.send.title }),
    body: html`<section class="sheet flow">${body}</section>`,
  })
}
