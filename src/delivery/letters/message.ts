import { bounceAddress } from '../../letters/bounce-address.ts'
import { type Handing, signInMark } from '../../letters/types.ts'
import { unsubscribeToken } from '../../letters/unsubscribe-token.ts'
import type { Message } from './transport.ts'

/** What every letter of this installation has in common. */
export type Sender = {
  /** An address, or «Name <address>». */
  readonly from: string
  readonly publicUrl: string
  readonly secret: string
  readonly bounceDomain: string
}

/**
 * Nobody's answer is waited for, and no machine should give one (engineering 23); nodemailer opens no file and no URL for us. In base64, for
 * Cyrillic in quoted-printable is more than twice as long.
 */
export const unanswered = {
  textEncoding: 'base64',
  headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  disableFileAccess: true,
  disableUrlAccess: true,
} as const

/** As an object: a text would be read as a list of addresses. */
export const reader = (email: string) => ({ name: '', address: email })

const escaped = (url: string): string => url.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

/** Whether a link for signing in has to be made for this letter. */
export const wantsLink = ({ text, html }: Pick<Handing, 'text' | 'html'>): boolean =>
  text.includes(signInMark) || html.includes(signInMark)

/**
 * The letter as it goes on its way. `link` takes the place of its mark; `at` is the program's clock, `realMs` the machine's: the Date header says
 * when the letter was put on the way, and mail servers distrust a letter from another year. The Message-ID is the same at every attempt, so
 * that a repeat can be told from a second letter.
 */
export const messageOf = (
  { from, publicUrl, secret, bounceDomain }: Sender,
  handing: Handing,
  { link, at, realMs }: { link: string; at: string; realMs: number },
): Message => {
  const { id, person, email, subject, text, html, messageId, references, calendar, items } = handing
  return {
    ...unanswered,
    from,
    to: reader(email),
    envelope: { from: reader(bounceAddress(secret, bounceDomain, id)), to: reader(email) },
    subject,
    text: text.replaceAll(signInMark, () => link),
    html: html.replaceAll(signInMark, () => escaped(link)),
    date: new Date(realMs),
    messageId,
    ...(references === null ? {} : { references, inReplyTo: references }),
    ...(calendar === null
      ? {}
      : { icalEvent: { method: calendar.method, content: calendar.text, filename: 'meeting.ics' } }),
    list: { unsubscribe: `${publicUrl}/letters/unsubscribe/${unsubscribeToken(secret, person)}` },
    headers: {
      ...unanswered.headers,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'X-Vzaimo-Letter': id,
      'X-Vzaimo-At': at,
      'X-Vzaimo-Entries': items.map(({ entry }) => entry).join(' '),
    },
  }
}
