import { button } from '../../../http/components/button.ts'
import { choiceField, textField } from '../../../http/components/fields.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import { note } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page } from '../../../http/layout.ts'
import { LANGS, words } from '../../../words/index.ts'
import { relativeTime } from '../../../words/time.ts'
import { zoneChoices } from '../../zone-choices.ts'
import type { Me } from '../me-queries.ts'
import { passwordLength } from '../rules.ts'
import { faultNote } from './address-fault.ts'

/** Sentences beside fields, by the field's name. */
export type MeFaults = {
  readonly [field in 'name' | 'email' | 'phone' | 'zone' | 'password' | 'presentPassword']?: string
}

/** What was typed into a form that was not taken. */
export type Typed = { readonly name: string; readonly phone: string; readonly email: string }

/** What has just been done. */
export type Done = 'saved' | 'passwordSet' | 'passwordRemoved' | 'left' | 'addressWorks'

/** `now`: the machine's clock, by which sessions and passwords are dated. */
export type MePage = {
  readonly me: Me
  readonly now: Temporal.Instant
  readonly faults?: MeFaults
  readonly typed?: Typed
  readonly done?: Done
}

/** A person's own page. */
export const mePage = (frame: PageFrame, it: MePage): Html => {
  const { accounts, letterPages, programs } = words(frame.lang)
  const said = accounts.me
  const body = html`${it.done && note({ tone: 'ok', icon: 'ok', body: html`<p>${said[it.done]}</p>` })}
${it.me.addressFault && faultNote(frame, it.me.addressFault, addressWorks(frame))}
${sheet({ id: 'about', title: said.about, remark: said.aboutRemark, body: about(frame, it) })}
${sheet({ id: 'password', title: said.passwordTitle, remark: said.passwordRemark, body: password(frame, it) })}
${sheet({ id: 'sessions', title: said.sessions, remark: said.sessionsRemark, body: sessions(frame, it) })}
${sheet({ id: 'letters', title: letterPages.section, body: html`<p><a href="/me/letters">${letterPages.mute.link}</a></p>` })}
${sheet({ id: 'programs', title: programs.title, body: html`<p>${programs.link}</p><p><a href="/me/programs">${programs.linkLabel}</a></p>` })}`
  return page(frame, { title: said.title, current: 'me', body })
}

const addressWorks = (frame: PageFrame): Html => {
  const { address } = words(frame.lang).accounts
  return html`<p>${address.askForAnother}</p><form method="post" action="/me/address-works">${tokenField(frame)}${button({ label: address.works, small: true })}</form>`
}

const about = (frame: PageFrame, { me, faults, typed }: MePage): Html => {
  const said = words(frame.lang).accounts
  return html`<form class="flow" method="post" action="/me">${
    me.email === null
      ? textField({
          name: 'email',
          label: said.email,
          hint: said.me.emailHint,
          type: 'email',
          value: typed?.email,
          autocomplete: 'email',
          required: true,
          maxLength: 254,
          fault: faults?.email,
        })
      : html`<p class="s soft">${me.email}</p>`
  }
<p class="s">${said.me.roles}: ${me.held.map(({ role, place }) => `${said.roles[role]}${place === null ? '' : ` (${place})`}`).join(', ')}</p>
${textField({ name: 'name', label: said.name, value: typed?.name ?? me.name ?? '', autocomplete: 'name', required: true, maxLength: 200, fault: faults?.name })}
${textField({ name: 'phone', label: said.phone, type: 'tel', value: typed?.phone ?? me.phone ?? '', autocomplete: 'tel', maxLength: 50, fault: faults?.phone })}
${choiceField({ name: 'lang', label: said.me.lang, value: me.lang, choices: LANGS.map(lang => ({ value: lang, label: said.me.langs[lang] })) })}
${choiceField({ name: 'zone', label: said.me.zone, hint: said.me.zoneHint, value: me.zone, choices: zoneChoices(frame.lang, me.zone, frame.at), fault: faults?.zone })}
<p>${button({ label: said.me.save, primary: true })}</p>${tokenField(frame)}</form>`
}

const password = (frame: PageFrame, { me, now, faults }: MePage): Html => {
  const said = words(frame.lang).accounts.me
  const { passwordSetAt: setAt } = me
  const has = setAt !== null
  const state = has ? said.passwordIs(relativeTime(frame.lang, setAt, me.zone, now)) : said.passwordIsNot
  if (!has && !me.fresh)
    return html`<p>${state} ${said.fresh}</p>
<form method="post" action="/me/link">${tokenField(frame)}${button({ label: said.sendLink, icon: 'mail' })}</form>`
  const current = textField({
    name: 'presentPassword',
    label: said.current,
    hint: said.currentHint,
    type: 'password',
    autocomplete: 'current-password',
    fault: faults?.presentPassword,
  })
  const typed = textField({
    name: 'password',
    label: said.newPassword,
    hint: said.newPasswordHint(passwordLength.least),
    type: 'password',
    autocomplete: 'new-password',
    fault: faults?.password,
  })
  const remove: Printable = has && button({ label: said.removePassword, name: 'act', value: 'remove' })
  return html`<p>${state}</p><form class="flow" method="post" action="/me/password">${!me.fresh && current}${typed}
<p class="row">${button({ label: has ? said.changePassword : said.setPassword, name: 'act', value: 'set' })}${remove}</p>${tokenField(frame)}</form>`
}

const sessions = (frame: PageFrame, { me, now }: MePage): Html => {
  const said = words(frame.lang).accounts.me
  const when = (at: string) => relativeTime(frame.lang, at, me.zone, now)
  const act = (action: string, label: string) =>
    html`<form method="post" action="${action}">${tokenField(frame)}${button({ label, small: true })}</form>`
  return html`<ul class="bullets">${me.sessions.map(
    it => html`<li>${said.session(when(it.madeAt), when(it.seenAt))}${it.here && html` <b>(${said.here})</b>`}</li>`,
  )}</ul>
<div class="row">${me.sessions.length > 1 && act('/me/sign-out-elsewhere', said.elsewhere)}${act('/me/sign-out-everywhere', said.everywhere)}</div>`
}
