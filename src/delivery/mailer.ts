import { randomUUID } from 'node:crypto'
import { reader, unanswered } from './letters/message.ts'
import { openTransport, type TransportOptions } from './letters/transport.ts'

/** A letter in plain text. */
type Letter = { readonly to: string; readonly subject: string; readonly text: string }

/** `send` resolves when the mail server has accepted the letter (or the file lies in the folder), and throws when it did not. */
export type Mailer = {
  readonly send: (letter: Letter) => Promise<void>
  readonly close: () => void
}

export type MailerOptions = Pick<TransportOptions, 'smtpUrl' | 'outboxFolder' | 'dkim'> & {
  /** The sender, as an address or «Name <address>». */
  readonly from: string
  /** The machine's clock, in milliseconds. */
  readonly now?: () => number
  readonly newId?: () => string
}

/** The host of Message-IDs: the sender's. */
export const messageDomain = (from: string): string => /@([^@\s>]+)>?$/.exec(from)?.[1] ?? 'localhost'

/**
 * Hands over, one by one and at once, letters that hold a token: who asked for one waits for it, and no row may hold it. The Date header is the
 * machine's clock and never the program's: it says when the letter was put on the way, and mail servers distrust a letter from another year.
 */
export const createMailer = (options: MailerOptions): Mailer => {
  const { from, now = Date.now, newId = randomUUID } = options
  const { hand, close } = openTransport({ ...options, connections: 2, perConnection: 100 })
  const domain = messageDomain(from)
  return {
    close,
    async send({ to, subject, text }) {
      const id = newId()
      const date = new Date(now())
      const message = { ...unanswered, from, to: reader(to), subject, text, date, messageId: `<${id}@${domain}>` }
      const tried = await hand(message, id)
      if (!tried.accepted) throw tried.error
    },
  }
}
