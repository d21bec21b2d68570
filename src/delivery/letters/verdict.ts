import { withoutAddresses } from '../../letters/server-words.ts'
import type { Outcome } from '../../letters/types.ts'

/**
 * What a failed try says. `doubt`: the line broke, or the server refused something that is not this letter's: whether the letter or the server is
 * at fault is seen by what became of the others.
 */
export type Verdict = {
  readonly verdict: Exclude<Outcome['outcome'], 'sent'> | 'doubt'
  /** The server's reply code. */
  readonly code: number | null
  readonly answer: string
}

/** What is at hand in errors of nodemailer. */
type Fields = {
  code: string
  originalCode: string
  syscall: string
  command: string
  response: string
  responseCode: number | null
}

const fieldsOf = (error: Error): Fields => {
  const field = (name: string): string => String(Reflect.get(error, name) ?? '')
  const reply = Number(field('responseCode'))
  return {
    code: field('code'),
    originalCode: field('originalCode'),
    syscall: field('syscall'),
    command: field('command'),
    response: field('response'),
    responseCode: Number.isInteger(reply) && reply > 0 ? reply : null,
  }
}

/** The server could not be talked to at all, whoever the letter is for: name, connection, greeting, encryption, password. */
const away = new Set(['EDNS', 'ETLS', 'EREQUIRETLS', 'EAUTH', 'ENOAUTH', 'EOAUTH2', 'EPROXY', 'ECONFIG', 'EPROTOCOL'])
const atTheDoor = new Set(['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT'])
const encryption = /^ERR_(SSL|TLS)|CERT|^UNABLE_TO_/
const broken = new Set(['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EABORT'])

const verdictOf = ({ code, originalCode, syscall, command, responseCode }: Fields): Verdict['verdict'] => {
  const noDoor = syscall === 'connect' || atTheDoor.has(originalCode) || encryption.test(originalCode)
  if (noDoor || away.has(code)) return 'lost'
  // 421: the server is closing; 503: it had lost the thread. Both are about the line.
  if (broken.has(code) || responseCode === 421 || responseCode === 503) return 'doubt'
  if (responseCode === null) {
    if (code === 'EENVELOPE' || code === 'EMESSAGE') return 'refused'
    // The folder that stands for a server: a full disk is no letter's fault.
    return syscall === '' ? 'deferred' : 'lost'
  }
  if (responseCode < 500) return 'deferred'
  // Who refuses the sender refuses all of our letters.
  return command === 'MAIL FROM' ? 'doubt' : 'refused'
}

/** Reads what the mail server, or the way there, said. `email` is the reader's: it is taken out of the words. */
export const verdict = (error: unknown, email: string): Verdict => {
  if (!(error instanceof Error)) return { verdict: 'deferred', code: null, answer: 'unknown' }
  const fields = fieldsOf(error)
  const words = fields.response === '' ? error.message : fields.response
  return { verdict: verdictOf(fields), code: fields.responseCode, answer: withoutAddresses(words, email) }
}
