import { randomUUID } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { writeToOutbox } from './outbox-folder.ts'

/** A letter in plain text. */
type Letter = { readonly to: string; readonly subject: string; readonly text: string }

/** `send` resolves when the mail server has accepted the letter (or the file lies in the folder), and throws when it did not. */
export type Mailer = {
  readonly send: (letter: Letter) => Promise<void>
  readonly close: () => void
}

export type MailerOptions = {
  /** Where letters go; without one they become .eml files in `outboxFolder`. */
  readonly smtpUrl: string | undefined
  readonly outboxFolder: string
  /** The sender, as an address or «Name <address>». */
  readonly from: string
  /** The machine's clock, in milliseconds. */
  readonly now?: () => number
  readonly newId?: () => string
}

/** No mail server may keep somebody waiting longer, in milliseconds. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/**
 * Hands letters over one by one. The Date header is the machine's clock and never the program's: it says when the letter was put on the way,
 * and mail servers distrust a letter from another year.
 */
export const createMailer = (options: MailerOptions): Mailer => {
  const { smtpUrl, outboxFolder, now = Date.now, newId = randomUUID } = options
  const domain = /@([^@\s>]+)>?$/.exec(options.from)?.[1] ?? 'localhost'
  const message = ({ to, subject, text }: Letter, id: string) => ({
    from: options.from,
    // As an object: a text would be read as a list of addresses.
    to: { name: '', address: to },
    subject,
    text,
    date: new Date(now()),
    messageId: `<${id}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })

  if (smtpUrl !== undefined) {
    const pool = createTransport({ url: smtpUrl, pool: true, maxConnections: 2, ...patience })
    return {
      send: async letter => {
        await pool.sendMail(message(letter, newId()))
      },
      close: () => pool.close(),
    }
  }
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return {
    send: async letter => {
      const id = newId()
      const { message: eml } = await composer.sendMail(message(letter, id))
      if (!Buffer.isBuffer(eml)) throw new TypeError('A composed letter is a buffer')
      await writeToOutbox(outboxFolder, { id, at: new Date(now()), eml })
    },
    close: () => composer.close(),
  }
}
