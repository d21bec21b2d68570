import type { MailboxPlace } from './delivery/bounces/mailbox.ts'
import * as parse from './setting-values.ts'

/** How we hear of letters that did not arrive. */
export type BounceSettings = {
  /** VZAIMO_BOUNCE_IMAP: the mailbox to which they come back, `imaps://name:password@host/folder`. */
  mailbox: MailboxPlace | undefined
  /** VZAIMO_BOUNCE_SECRET: what a mail service signs its calls of /webhooks/bounces with; without one there is no such address. */
  secret: string | undefined
}

/** Over an open network nobody sends a password in the clear: there the server must offer STARTTLS. */
const mailbox: parse.Parser<MailboxPlace> = text => {
  const url = URL.parse(text)
  const fault = { fault: 'must be a URL like imaps://name:password@mail.example.org/INBOX' }
  if (url === null || !['imap:', 'imaps:'].includes(url.protocol) || url.username === '' || url.password === '')
    return fault
  const whole = url.protocol === 'imaps:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  try {
    return {
      value: {
        host,
        port: url.port === '' ? (whole ? 993 : 143) : Number(url.port),
        tls: whole ? 'whole' : parse.isLoopback(host) ? 'offered' : 'starttls',
        user: decodeURIComponent(url.username),
        password: decodeURIComponent(url.password),
        folder: decodeURIComponent(url.pathname.slice(1)) || 'INBOX',
      },
    }
  } catch {
    return fault
  }
}

const secret: parse.Parser<string> = text =>
  text.length >= 32 ? { value: text } : { fault: 'must be at least 32 characters that nobody guesses' }

type Read = <Value, Unset>(name: string, parser: parse.Parser<Value>, unset: Unset) => Value | Unset

export const readBounceSettings = (read: Read): BounceSettings => ({
  mailbox: read('VZAIMO_BOUNCE_IMAP', mailbox, undefined),
  secret: read('VZAIMO_BOUNCE_SECRET', secret, undefined),
})
