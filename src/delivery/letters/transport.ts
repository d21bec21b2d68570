import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createTransport, type SendMailOptions } from 'nodemailer'
import type { MailSettings } from '../../mail-settings.ts'
import { writeToOutbox } from '../outbox-folder.ts'

/** A letter as it goes on its way: `id` names its file where there is no mail server. */
export type Message = SendMailOptions & { readonly messageId: string; readonly date: Date }

/**
 * How one try ended: accepted, or why not. `whole`: the letter's last byte had been read for the server when it failed, so that the server may have
 * it all the same.
 */
export type Tried =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly error: unknown; readonly whole: boolean }

export type Transport = {
  /** Hands one letter over. Never rejects. Aborting `signal` ends the try. */
  readonly hand: (message: Message, id: string, signal?: AbortSignal) => Promise<Tried>
  readonly close: () => void
}

export type TransportOptions = Pick<MailSettings, 'connections' | 'perConnection'> & {
  /** Where letters go; without one they become .eml files in `outboxFolder`. */
  readonly smtpUrl: string | undefined
  readonly outboxFolder: string
  readonly dkim?: Signature | undefined
}

/** With what letters are signed (RFC 6376). */
export type Signature = { readonly domainName: string; readonly keySelector: string; readonly privateKey: string }

/** No mail server may keep a letter waiting longer at any step, in milliseconds. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/** What is signed: as nodemailer would have it, and the headers of one-click unsubscribing, which RFC 8058 wants signed. */
const signedHeaders = [
  ...['From', 'Subject', 'Date', 'Message-ID', 'To', 'MIME-Version', 'Content-Type', 'Content-Transfer-Encoding'],
  ...['In-Reply-To', 'References', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'Auto-Submitted'],
].join(':')

/** Reads the key of the signature; throws a sentence where there is none. */
export const readSignature = async ({ dkim }: MailSettings): Promise<Signature | undefined> => {
  if (dkim === undefined) return undefined
  const { domain, selector, keyFile } = dkim
  const privateKey = await readFile(keyFile, 'utf8').catch(() => null)
  if (privateKey === null) throw new Error('The file of VZAIMO_DKIM_KEY_FILE cannot be read.')
  try {
    createPrivateKey(privateKey)
  } catch {
    throw new Error('The file of VZAIMO_DKIM_KEY_FILE holds no private key in PEM.')
  }
  return { domainName: domain, keySelector: selector, privateKey }
}

/** Opens the way of letters: connections that are kept and used again, or the folder. Nothing is connected before the first letter. */
export const openTransport = (options: TransportOptions): Transport =>
  options.smtpUrl === undefined ? toFolder(options) : toServer(options, options.smtpUrl)

const dkimOf = ({ dkim }: TransportOptions) =>
  dkim === undefined ? {} : { dkim: { ...dkim, headerFieldNames: signedHeaders } }

/**
 * Writes a letter as the bytes that travel. Whole, before the server is asked for anything: piece by piece nodemailer would write to the line
 * some twenty times a letter.
 */
const createComposer = (options: TransportOptions) => {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...dkimOf(options) })
  return async (message: Message) => {
    const { message: eml, envelope } = await composer.sendMail(message)
    if (!Buffer.isBuffer(eml)) throw new TypeError('A composed letter is a buffer')
    return { eml, envelope }
  }
}

const toServer = (options: TransportOptions, url: string): Transport => {
  const compose = createComposer(options)
  const pool = createTransport({
    url,
    pool: true,
    maxConnections: options.connections,
    maxMessages: options.perConnection,
    // A letter of which no byte was sent goes over another connection, where the server ended the one that had been kept.
    maxRequeues: 2,
    ...patience,
  })
  const whole = new Set<string>()
  pool.use('stream', ({ message, data }, done) => {
    message.processFunc(input => input.once('end', () => whole.add(String(data.messageId))))
    done()
  })
  return {
    async hand(message, _id, signal) {
      const { messageId } = message
      try {
        const { eml: raw, envelope } = await compose(message)
        await pool.sendMail({ raw, messageId, envelope, ...(signal && { signal }) })
        return { accepted: true }
      } catch (error) {
        return { accepted: false, error, whole: whole.has(messageId) }
      } finally {
        whole.delete(messageId)
      }
    },
    close: () => pool.close(),
  }
}

const toFolder = (options: TransportOptions): Transport => {
  const compose = createComposer(options)
  return {
    async hand(message, id) {
      try {
        const { eml } = await compose(message)
        await writeToOutbox(options.outboxFolder, { id, at: message.date, eml })
        return { accepted: true }
      } catch (error) {
        return { accepted: false, error, whole: false }
      }
    },
    close: () => undefined,
  }
}
