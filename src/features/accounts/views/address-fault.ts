import { button } from '../../../http/components/button.ts'
import { textField } from '../../../http/components/fields.ts'
import { note, tag } from '../../../http/components/note.ts'
import type { PageFrame } from '../../../http/frame.ts'
import { type Html, html, type Printable } from '../../../http/html.ts'
import { words } from '../../../words/index.ts'
import { longDate } from '../../../words/time.ts'
import { type AddressFault, reasonOf } from '../address-fault.ts'
import type { Member } from '../people-queries.ts'

/** Since when letters do not arrive, and why, in a sentence. */
const faultSentence = ({ lang, viewer, at }: PageFrame, fault: AddressFault): string => {
  const said = words(lang).accounts.address
  return said.fails(longDate(lang, fault.since, viewer?.zone ?? 'UTC', at), said.reasons[reasonOf(fault)])
}

/** What stands above the forms that end the fault; with the server's words. */
export const faultNote = (frame: PageFrame, fault: AddressFault, more: Printable): Html => {
  const said = words(frame.lang).accounts.address
  const quoted = fault.says !== null && html`<p class="s soft">${said.serverSays} <q>${fault.says}</q></p>`
  return note({ tone: 'mark', body: html`<p>${faultSentence(frame, fault)}</p>${quoted}${more}` })
}

/** How to reach a member, and below that whether letters arrive. `at`: the page where that is mended, for those who may. */
export const addressCell = (frame: PageFrame, { addressFault, email, phone }: Member, at: string | false): Html => {
  const { mend } = words(frame.lang).accounts.address
  const fault =
    addressFault &&
    html`<br>${tag(faultSentence(frame, addressFault), 'mark', 'warn')}${at && html`<br><a href="${at}#address">${mend}</a>`}`
  return html`${email}${phone !== null && html`<br>${phone}`}${fault}`
}

/** Another address for a member; and where letters do not arrive, that they do again. `form` wraps what posts to a path below the member's. */
export const addressForms = (
  frame: PageFrame,
  it: { readonly typed?: Readonly<Record<string, unknown>>; readonly faults?: Readonly<Record<string, string>> },
  { addressFault }: Member,
  form: (path: string, seen: boolean, content: Printable) => Html,
): Html => {
  const said = words(frame.lang).accounts.address
  const field = textField({
    name: 'address',
    label: said.next,
    type: 'email',
    required: true,
    maxLength: 254,
    value: typeof it.typed?.address === 'string' ? it.typed.address : undefined,
    fault: it.faults?.address,
  })
  const works = form('address/works', false, button({ label: said.works, small: true }))
  return html`${addressFault && faultNote(frame, addressFault, works)}
${form('address', true, html`<p>${said.text}</p>${field}<p>${button({ label: said.change, icon: 'mail' })}</p>`)}`
}
