import { button } from '../../../http/components/button.ts'
import { note } from '../../../http/components/note.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html } from '../../../http/html.ts'
import { page } from '../../../http/layout.ts'
import { words } from '../../../words/index.ts'
import { type Held, namedBy } from '../../access/held-roles.ts'

type Shown = {
  readonly person: string
  readonly name: string | null
  readonly held: readonly Held[]
  readonly next: string
  readonly action: string
}

const nextField = (next: string): Html => html`<input type="hidden" name="next" value="${next}">`

/** What a link shows: whom it lets in, and one button. Opening it changes nothing, because mail scanners open links too. */
export const linkPage = (frame: PageFrame, { person, name, held, next, action }: Shown): Html => {
  const { link } = words(frame.lang).accounts
  const { displayName, subtitle } = namedBy(frame.lang, name, held)
  const other = frame.viewer !== null && frame.viewer.personId !== person ? frame.viewer : null
  const body = html`<section class="sheet flow">
<p>${link.as}</p>
<p><b class="serif xl">${displayName}</b><br><span class="soft">${subtitle}</span></p>
${other && note({ tone: 'mark', body: html`<p>${link.instead(`${other.displayName}, ${other.subtitle}`)}</p>` })}
<form method="post" action="${action}">${nextField(next)}${button({ label: link.enter, primary: true })}</form>
</section>`
  return page(frame, { title: link.title, body })
}

/** A link that was used or has expired: a new one is one press away, and goes to the address of its person. */
export const deadLinkPage = (
  frame: PageFrame,
  { state, next, action }: { state: 'used' | 'expired'; next: string; action: string },
): Html => {
  const { link } = words(frame.lang).accounts
  const [title, text] = state === 'used' ? [link.usedTitle, link.used] : [link.expiredTitle, link.expired]
  const body = html`<section class="sheet flow"><p>${text}</p>
<form method="post" action="${action}">${nextField(next)}${button({ label: link.renew, icon: 'mail', primary: true })}</form></section>`
  return page(frame, { title, body })
}
