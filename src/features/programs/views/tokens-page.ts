import { button } from '../../../http/components/button.ts'
import { choiceField, radioField, textField } from '../../../http/components/fields.ts'
import { tokenField } from '../../../http/components/form-token.ts'
import { note } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { page } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { longDate, relativeTime } from '../../../words/time.ts'
import { longestName, tokenDays } from '../rules.ts'
import type { TypedToken } from '../token-form.ts'
import type { Choice, ListedToken } from '../token-queries.ts'

/** Sentences beside fields, by the field's name. */
export type TokenFaults = { readonly [field in 'name' | 'only' | 'address']?: string }

/** `made`: the token that was just made, shown this once. `fresh`: the person signed in lately enough to make one. `now`: the machine's clock. */
export type TokensPage = {
  readonly tokens: readonly ListedToken[]
  readonly choices: readonly Choice[]
  readonly fresh: boolean
  readonly now: Temporal.Instant
  readonly once: string
  readonly made?: string
  readonly ended?: boolean
  readonly refused?: 'tooMany' | 'again'
  readonly faults?: TokenFaults
  readonly typed?: TypedToken
}

/** The tokens of a person's programs. */
export const tokensPage = (frame: PageFrame, it: TokensPage): Html => {
  const said = words(frame.lang).programs
  const form = it.fresh ? newToken(frame, it) : signInFirst(frame)
  const body = html`${told(frame, it)}
${sheet({ id: 'programs', title: said.list, remark: said.listRemark, body: list(frame, it) })}
${sheet({ id: 'new', title: said.new, remark: said.newRemark, body: form })}
<p><a href="/me">${said.back}</a> · <a href="/api">${said.reference}</a></p>`
  return page(frame, { title: said.title, current: 'me', styles: ['programs.css'], body })
}

const told = (frame: PageFrame, { made, ended, refused }: TokensPage): Printable => {
  const said = words(frame.lang).programs
  if (made !== undefined)
    return note({
      tone: 'ok',
      icon: 'ok',
      body: html`<p><b>${said.made}</b> ${said.madeOnce}</p><p><code class="secret">${made}</code></p><p>${said.madeUse}</p>`,
    })
  if (ended) return note({ tone: 'ok', icon: 'ok', body: html`<p>${said.ended}</p>` })
  return refused !== undefined && note({ tone: 'mark', alert: true, body: html`<p>${said.faults[refused]}</p>` })
}

const list = (frame: PageFrame, { tokens, now }: TokensPage): Html => {
  const said = words(frame.lang).programs
  if (tokens.length === 0) return html`<p>${said.none}</p>`
  const zone = frame.viewer?.zone ?? 'UTC'
  const when = (at: string) => relativeTime(frame.lang, at, zone, now)
  const until = ({ expiresAt }: ListedToken) =>
    Temporal.Instant.compare(Temporal.Instant.from(expiresAt), now) > 0
      ? said.until(longDate(frame.lang, expiresAt, zone, now))
      : html`<b>${said.expired(longDate(frame.lang, expiresAt, zone, now))}</b>`
  return html`<ul class="tokens">${tokens.map(
    token => html`<li><div class="flow"><p><b>${token.name}</b></p>
<p class="s">${said.access[token.access]}. ${said.for}: ${token.only ?? said.everything}.</p>
<p class="s soft">${said.since(when(token.madeAt))} · ${until(token)} · ${token.usedAt === null ? said.unused : said.used(when(token.usedAt))}</p></div>
<form method="post" action="/me/programs/${token.id}/end">${tokenField(frame)}${button({ label: said.end, small: true })}</form></li>`,
  )}</ul>`
}

const newToken = (frame: PageFrame, { choices, once, faults, typed }: TokensPage): Html => {
  const said = words(frame.lang).programs
  const only = [
    { value: 'all', label: said.everything },
    ...choices.map(({ kind, id, name }) => ({ value: `${kind}:${id}`, label: `${said.kinds[kind]}: ${name}` })),
    { value: 'address', label: said.byAddress },
  ]
  return html`<form class="flow" method="post" action="/me/programs">
${textField({ name: 'name', label: said.name, hint: said.nameHint, value: typed?.name, required: true, maxLength: longestName, fault: faults?.name })}
${radioField({
  name: 'access',
  label: said.may,
  value: typed?.access ?? 'read',
  required: true,
  choices: [
    { value: 'read', label: said.access.read },
    { value: 'write', label: said.access.write },
  ],
})}
${choiceField({ name: 'only', label: said.for, value: typed?.only ?? 'all', choices: only, fault: faults?.only })}
${textField({ name: 'address', label: said.address, hint: said.addressHint, value: typed?.address, maxLength: 1000, fault: faults?.address })}
${choiceField({
  name: 'days',
  label: said.days,
  value: typed?.days ?? '90',
  choices: tokenDays.map(days => ({ value: days, label: said.forDays(Number(days)) })),
})}
<input type="hidden" name="once" value="${once}">${tokenField(frame)}
<p>${button({ label: said.make, primary: true })}</p></form>`
}

const signInFirst = (frame: PageFrame): Html => {
  const said = words(frame.lang).programs
  return html`<p>${said.signInFirst}</p>
<form method="post" action="/me/link">${tokenField(frame)}${button({ label: said.sendLink, icon: 'mail' })}</form>`
}
