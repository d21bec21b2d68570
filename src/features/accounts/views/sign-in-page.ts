import { button, linkButton } from '../../../http/components/button.ts'
import { textField } from '../../../http/components/fields.ts'
import { note } from '../../../http/components/note.ts'
import { sheet } from '../../../http/components/sheet.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { KEPT_FORM_URL } from '../../../http/kept-form.ts'
import { page } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'

/** What travels through every step of signing in: where the person was going, and the sealed text of a form that could not be sent. */
export type Carried = { readonly next: string; readonly kept: string | null }

export type SignInPage = Carried & {
  readonly email?: string
  /** Beside the e-mail of the link, or of the password. */
  readonly fault?: { readonly at: 'link' | 'password'; readonly says: string }
  /** What stands over everything: too many attempts, an unknown link. */
  readonly says?: Printable
}

const carriedFields = ({ next, kept }: Carried): Html =>
  html`<input type="hidden" name="next" value="${next}">${keptField(kept)}`

const keptField = (kept: string | null): Printable =>
  kept !== null && html`<input type="hidden" name="kept" value="${kept}">`

/** One thing to do: an address, and a letter comes. The password waits folded below for those who set one. */
export const signInPage = (frame: PageFrame, it: SignInPage): Html => {
  const said = words(frame.lang).accounts
  const { signIn } = said
  const email = (at: 'link' | 'password') => ({
    label: said.email,
    type: 'email' as const,
    autocomplete: at === 'link' ? 'email' : 'username',
    required: true,
    maxLength: 254,
    value: it.email,
    fault: it.fault?.at === at ? it.fault.says : undefined,
  })
  const byLink = html`<form class="flow" method="post" action="/sign-in"><p>${signIn.lead}</p>
${textField({ name: 'email', ...email('link') })}
<p>${button({ label: signIn.send, icon: 'mail', primary: true })}</p>${carriedFields(it)}</form>`
  const byPassword = html`<details${it.fault?.at === 'password' && html` open`}><summary>${signIn.byPassword}</summary>
<form class="flow" method="post" action="/sign-in/password"><p class="s soft">${signIn.byPasswordHint}</p>
${textField({ name: 'account', ...email('password') })}
${textField({ name: 'password', label: said.password, type: 'password', autocomplete: 'current-password', required: true })}
<p>${button({ label: signIn.enter })}</p>${carriedFields(it)}</form></details>`
  const body = html`${it.kept !== null && note({ tone: 'ok', icon: 'ok', body: html`<p><b>${signIn.kept}</b> ${signIn.keptText}</p>` })}
${it.says && note({ tone: 'late', alert: true, body: html`<p>${it.says}</p>` })}
${sheet({ id: 'by-link', title: signIn.byLink, remark: signIn.byLinkRemark, body: html`${byLink}${byPassword}` })}`
  return page(frame, { title: signIn.title, body })
}

/**
 * The letter is on its way, or there is no such address: the page is the same. Where a form is kept it waits in this very tab, and comes
 * back by one button once the person has signed in by the link in another one. `email` is null where the address is not ours to tell.
 */
export const sentPage = (frame: PageFrame, { email, next, kept }: Carried & { email: string | null }): Html => {
  const { sent } = words(frame.lang).accounts
  const again = html`<p class="s"><a href="/sign-in${next === '/' ? '' : `?next=${encodeURIComponent(next)}`}">${sent.again}</a></p>`
  const waiting = html`<form class="flow" method="post" action="${KEPT_FORM_URL}"><p><b>${sent.kept}</b> ${sent.keptText}</p>
<p>${button({ label: sent.back, primary: true })}</p>${keptField(kept)}</form>`
  const body = html`<section class="sheet flow">
<p>${email === null ? sent.leadOwn : sent.lead(email)}</p>
${kept !== null && waiting}
<p class="s soft">${sent.none}</p>
${kept === null && again}
</section>`
  return page(frame, { title: sent.title, body })
}

/** Shown in the tab of the link when another tab holds a form. */
export const signedInPage = (frame: PageFrame): Html => {
  const { signedIn } = words(frame.lang).accounts
  const body = html`<section class="sheet flow"><p>${signedIn.text}</p><p>${linkButton({ href: '/', label: signedIn.home })}</p></section>`
  return page(frame, { title: signedIn.title, body })
}

/** Somebody else than the form's writer has signed in: nothing of it is shown, and it goes on waiting for its writer. */
export const othersFormPage = (frame: PageFrame, kept: string): Html => {
  const { signedIn } = words(frame.lang).accounts
  const body = html`<section class="sheet flow"><p>${signedIn.other}</p>
<form method="post" action="/sign-out">${keptField(kept)}<p class="row">${button({ label: signedIn.leave })}${linkButton({ href: '/', label: signedIn.home })}</p></form></section>`
  return page(frame, { title: signedIn.otherTitle, body })
}
