import { button } from '../../../http/components/button.ts'
import { type Choice, choiceField, textField } from '../../../http/components/fields.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import { note, tag } from '../../../http/components/note.ts'
import { card, sheet } from '../../../http/components/sheet.ts'
import { table } from '../../../http/components/table.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page, pageHead } from '../../../http/layout.ts'
import { type Lang, words } from '../../../words/index.ts'
import { isLastDecider, type Member, peopleSeen, schoolRoles } from '../people-queries.ts'
import { addressCell, addressForms } from './address-fault.ts'

/** `typed` and `faults` where a form was not taken; `once` is a fresh key for the form. */
export type PeoplePage = {
  readonly school: { readonly id: string; readonly name: string }
  readonly people: readonly Member[]
  readonly mayEdit: boolean
  readonly once: string
  readonly done?: string
  readonly typed?: Readonly<Record<string, unknown>>
  readonly faults?: Readonly<Record<string, string>>
}

const roleChoices = (lang: Lang): Choice[] =>
  schoolRoles.map(role => ({ value: role, label: words(lang).accounts.roles[role] }))

const head = ({ school }: PeoplePage, title: string) =>
  pageHead({ over: html`<a href="/schools/${school.id}">${school.name}</a>`, title })

const news = (lang: Lang, done: string | undefined): Printable => {
  const said: Readonly<Record<string, string>> = words(lang).accounts.people.done
  const tone = done === 'unsent' ? 'mark' : 'ok'
  return done !== undefined && note({ tone, body: html`<p>${said[done]}</p>` })
}

const hidden = (frame: PageFrame, { once, people }: PeoplePage, seen: boolean): Html =>
  html`${tokenField(frame)}<input type="hidden" name="once" value="${once}">${seen && html`<input type="hidden" name="seen" value="${peopleSeen(people)}">`}`

const newcomerFields = (lang: Lang, { typed, faults }: PeoplePage): Html => {
  const said = words(lang).accounts
  const line = (name: 'name' | 'email', label: string) => ({
    name,
    label,
    required: true,
    value: typeof typed?.[name] === 'string' ? typed[name] : undefined,
    fault: faults?.[name],
  })
  return html`${textField({ ...line('name', said.name), maxLength: 200 })}
${textField({ ...line('email', said.email), type: 'email', maxLength: 254 })}`
}

const access = (lang: Lang, member: Member): Html => {
  const said = words(lang).accounts.people
  switch (member.access) {
    case 'here':
      return tag(said.here, 'ok', 'ok')
    case 'invited':
      return tag(said.invited, 'plain', 'mail')
    case 'lapsed':
      return tag(said.invitedLapsed, 'mark', 'warn')
    case 'never':
      return tag(said.never, 'mark', 'warn')
  }
}

/** The people of a school, and the invitation of one more. */
export const peoplePage = (frame: PageFrame, it: PeoplePage): Html => {
  const said = words(frame.lang).accounts
  const { people } = said
  const rows = it.people.map(member => ({
    cells: [
      member.name,
      said.roles[member.role],
      addressCell(frame, member, it.mayEdit && `/schools/${it.school.id}/people/${member.person}`),
      access(frame.lang, member),
      ...(it.mayEdit ? [html`<a href="/schools/${it.school.id}/people/${member.person}">${people.change}</a>`] : []),
    ],
  }))
  const columns = [said.name, said.role, said.email, people.access, ...(it.mayEdit ? [''] : [])]
  const list =
    rows.length === 0
      ? html`<p>${people.none}</p>`
      : table({ caption: people.caption, columns: columns.map(label => ({ label })), rows })
  const form = html`<form class="flow" method="post" action="/schools/${it.school.id}/people">${newcomerFields(frame.lang, it)}
${choiceField({ name: 'role', label: said.role, choices: roleChoices(frame.lang), value: typeof it.typed?.role === 'string' ? it.typed.role : 'helper' })}
<p>${button({ label: people.invite, icon: 'mail', primary: true })}</p>${hidden(frame, it, false)}</form>`
  const body = html`${news(frame.lang, it.done)}
${card({ id: 'people', title: people.list, body: html`<p class="s soft">${people.lead}</p>${list}` })}
${it.mayEdit && sheet({ id: 'invite', title: people.inviteTitle, remark: people.inviteRemark, body: form })}`
  return page(frame, { title: people.title, heading: head(it, people.title), wide: true, body })
}

/** One of them, to those who may change who is at the school. What cannot be undone says what it does, right above its button. */
export const personPage = (frame: PageFrame, it: PeoplePage, member: Member): Html => {
  const said = words(frame.lang).accounts
  const { people } = said
  const at = `/schools/${it.school.id}/people/${member.person}`
  const last = isLastDecider(it.people, member.person)
  const form = (path: string, seen: boolean, content: Printable): Html =>
    html`<form class="flow" method="post" action="${at}/${path}">${content}${hidden(frame, it, seen)}</form>`
  const role = html`${choiceField({ name: 'role', label: said.role, choices: roleChoices(frame.lang).filter(({ value }) => !last || value !== 'helper'), value: member.role })}<p>${button({ label: people.saveRole })}</p>`
  const replaced = html`<p>${people.replaceText}</p>${newcomerFields(frame.lang, it)}<p>${button({ label: people.replace, icon: 'swap', primary: true })}</p>`
  const removed = last
    ? html`<p>${people.lastDecider}</p>`
    : form('remove', true, html`<p>${people.removeText}</p><p>${button({ label: people.remove, icon: 'out' })}</p>`)
  const body = html`${news(frame.lang, it.done)}
${sheet({ id: 'contact', title: people.contact, remark: html`${said.roles[member.role]}<br>${access(frame.lang, member)}`, body: html`<p><b>${member.name}</b><br>${member.email}${member.phone !== null && html`<br>${member.phone}`}</p>${form('invite', false, button({ label: people.again, icon: 'mail', small: true }))}` })}
${sheet({ id: 'address', title: said.address.title, body: addressForms(frame, it, member, form) })}
${sheet({ id: 'role', title: people.roleTitle, body: form('role', true, role) })}
${sheet({ id: 'replace', title: people.replaceTitle, body: form('replace', true, replaced) })}
${sheet({ id: 'remove', title: people.removeTitle, body: removed })}`
  return page(frame, { title: member.name ?? people.title, heading: head(it, member.name ?? people.title), body })
}
