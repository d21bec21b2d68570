import { ImapFlow } from 'imapflow'

/** A mailbox and how to come into it. `tls`: from the first byte, by STARTTLS, or only if the server offers it. */
export type MailboxPlace = {
  readonly host: string
  readonly port: number
  readonly tls: 'whole' | 'starttls' | 'offered'
  readonly user: string
  readonly password: string
  readonly folder: string
}

/** The open mailbox. Every call throws where the line is gone. */
export type Mailbox = {
  /** By which the server tells that its numbers of messages still mean the same. */
  readonly validity: number
  /** Numbers of the unread messages, in their order. */
  unread(): Promise<number[]>
  /** The first part of a message, or null where it is no more. Reading leaves it unread. */
  source(uid: number): Promise<Uint8Array | null>
  markRead(uid: number): Promise<void>
}

/** In milliseconds: no server may keep a worker waiting longer. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/** When the process stops, what is on the line has so long to end, in milliseconds. */
const lastWords = 2_000

/** So much of a message is read, in bytes: a report stands before the letter that it returns. */
const longest = 256 * 1024

const lost = () => new Error('The mailbox did not answer')

/**
 * Opens the mailbox, gives it to `work`, and closes it however that ends. Rejects where it is away, the password is wrong, or the process stops while
 * the server is silent.
 */
export const withMailbox = async <Done>(
  { host, port, tls, user, password, folder }: MailboxPlace,
  stopping: AbortSignal,
  work: (mailbox: Mailbox) => Promise<Done>,
): Promise<Done> => {
  const client = new ImapFlow({
    ...{ host, port, secure: tls === 'whole', auth: { user, pass: password } },
    ...(tls === 'starttls' ? { doSTARTTLS: true } : {}),
    ...patience,
    logger: false,
    disableAutoIdle: true,
    disableCompression: true,
    maxLiteralSize: 4 * longest,
  })
  // What breaks the line also ends the call that was waiting; without a listener the event would end the process.
  client.on('error', () => undefined)
  const stop = () => setTimeout(() => client.close(), lastWords).unref()
  stopping.addEventListener('abort', stop, { once: true })
  try {
    await client.connect()
    const { uidValidity } = await client.mailboxOpen(folder)
    const done = await work(opened(client, Number(uidValidity)))
    await client.logout()
    return done
  } finally {
    stopping.removeEventListener('abort', stop)
    client.close()
  }
}

const opened = (client: ImapFlow, validity: number): Mailbox => ({
  validity,
  async unread() {
    const uids = await client.search({ seen: false }, { uid: true })
    if (!Array.isArray(uids)) throw lost()
    return uids.toSorted((one, other) => one - other)
  },
  async source(uid) {
    const found = await client.fetchOne(String(uid), { source: { maxLength: longest } }, { uid: true })
    if (found && found.source !== undefined) return found.source
    if (!client.usable) throw lost()
    return null
  },
  async markRead(uid) {
    if (!(await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true }))) throw lost()
  },
})
