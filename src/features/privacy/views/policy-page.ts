import { button, linkButton } from '../../../http/components/button.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { relativeTime } from '../../../words/time.ts'
import type { KnownPerson } from '../people.ts'

const rights = (frame: PageFrame, own: KnownPerson | null, newId: () => string): Html => {
  const said = words(frame.lang).privacy.policy.rights
  if (own === null)
    return html`<p>${said.text}</p><p>${linkButton({ href: '/sign-in', label: said.signIn, small: true })}</p>`
  const wish = (value: 'ask' | 'withdraw', label: string) =>
    html`<form method="post" action="/me/erasure">${tokenField(frame)}<input type="hidden" name="wish" value="${value}"><input type="hidden" name="once" value="${newId()}">${button({ label, small: true })}</form>`
  const zone = frame.viewer?.zone ?? 'UTC'
  return html`<p>${said.text} ${said.work}</p>${
    own.askedAt !== null && html`<p>${said.asked(relativeTime(frame.lang, own.askedAt, zone, frame.at))}</p>`
  }<div class="row">${linkButton({ href: '/me/export', label: said.take, small: true, download: true })}${
    own.askedAt === null ? wish('ask', said.ask) : wish('withdraw', said.withdraw)
  }</div>`
}

/** What is kept about people, for everybody; with one's own rights as something to press. */
export const policyPage = (frame: PageFrame, own: KnownPerson | null, newId: () => string): Html => {
  const said = words(frame.lang).privacy.policy
  const { kept, children, readers, third } = said
  const lines = [kept.person, kept.acts, kept.signIn, kept.downloads]
  return page(frame, {
    title: said.title,
    heading: pageHead({ title: said.title, under: said.lead }),
    body: html`${sheet({ id: 'kept', title: kept.title, body: html`<ul class="bullets">${lines.map(line => html`<li>${line}</li>`)}</ul>` })}${sheet({ id: 'children', title: children.title, body: html`<p>${children.text}</p>` })}${sheet({ id: 'readers', title: readers.title, body: html`<p>${readers.text}</p>` })}${sheet({ id: 'third', title: third.title, body: html`<p>${third.text}</p>` })}${sheet({ id: 'rights', title: said.rights.title, body: rights(frame, own, newId) })}`,
  })
}
