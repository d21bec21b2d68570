import { button, linkButton } from '../../../http/components/button.ts'
import { textField } from '../../../http/components/fields.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import { facts } from '../../../http/components/lists.ts'
import { note } from '../../../http/components/note.ts'
import { card } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { relativeTime } from '../../../words/time.ts'
import type { KnownPerson } from '../people.ts'
import type { Trace } from '../traces.ts'

const momentOf = ({ lang, viewer, at }: PageFrame, instant: string) =>
  relativeTime(lang, instant, viewer?.zone ?? 'UTC', at)

const rolesOf = ({ lang }: PageFrame, { roles }: KnownPerson): string => {
  const names: Readonly<Record<string, string>> = words(lang).privacy.people.roleNames
  return roles.map(({ role, school }) => [names[role] ?? role, school].filter(Boolean).join(', ')).join('; ')
}

const line = (frame: PageFrame, it: KnownPerson): Html => {
  const said = words(frame.lang).privacy.people
  return html`<li><span class="s soft">${it.askedAt !== null && said.askedAt(momentOf(frame, it.askedAt))}</span><p><a href="/erasures/${it.id}"><b>${it.name ?? it.email ?? said.open}</b></a><br><span class="s soft">${[it.email, rolesOf(frame, it)].filter(Boolean).join(' · ')}</span></p></li>`
}

/** Who asked that their data be erased, and anybody else by their address. */
export const peoplePage = (
  frame: PageFrame,
  it: { readonly asked: readonly KnownPerson[]; readonly email: string; readonly found: readonly KnownPerson[] | null },
): Html => {
  const said = words(frame.lang).privacy.people
  const list = (people: readonly KnownPerson[]) => html`<ul class="log">${people.map(each => line(frame, each))}</ul>`
  return page(frame, {
    title: said.title,
    current: 'erasures',
    body: html`${card({ id: 'asked', title: said.asked, body: it.asked.length === 0 ? html`<p class="soft">${said.none}</p>` : list(it.asked) })}${card(
      {
        id: 'search',
        title: said.search,
        body: html`<form class="flow" method="get" action="/erasures">${textField({ name: 'email', type: 'email', label: said.email, value: it.email })}<p>${button({ label: said.search, small: true })}</p></form>${
          it.found !== null && (it.found.length === 0 ? html`<p>${said.notFound}</p>` : list(it.found))
        }`,
      },
    )}`,
  })
}

/** One person before their erasure: who it is, what will be gone, where else they are named; after it, that it is done. */
export const personPage = (
  frame: PageFrame,
  it: KnownPerson,
  mentions: readonly Trace[],
  newId: () => string,
): Html => {
  const said = words(frame.lang).privacy.people
  const at = `/erasures/${it.id}`
  const body =
    it.erasedAt !== null
      ? note({ tone: 'ok', body: html`<p>${said.erased(momentOf(frame, it.erasedAt))}</p>` })
      : html`${facts([
          { name: said.name, value: it.name },
          { name: said.email, value: it.email },
          ...(it.phone === null ? [] : [{ name: said.phone, value: it.phone }]),
          { name: said.roles, value: rolesOf(frame, it) },
        ])}<h3>${said.mentions}</h3>${
          mentions.length === 0
            ? html`<p>${said.noMentions}</p>`
            : html`<p class="s soft">${said.mentionsLead}</p>${facts(mentions.map(({ table, rows }) => ({ name: html`<code>${table}</code>`, value: said.rows(rows) })))}`
        }<p>${said.lead}</p><div class="row"><form method="post" action="${at}">${tokenField(frame)}<input type="hidden" name="once" value="${newId()}">${button({ label: said.yes })}</form>${linkButton({ href: `${at}/export`, label: said.take, small: true, download: true })}</div>`
  return page(frame, {
    title: said.title,
    current: 'erasures',
    heading: pageHead({ over: html`<a href="/erasures">${said.nav}</a>`, title: said.title }),
    body: html`<section class="sheet flow">${body}</section>`,
  })
}
