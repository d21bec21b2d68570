import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { type DeliveryStatus, readDeliveryStatus } from './delivery-status.ts'

/** A server's report about one letter of ours. */
export type Report = { readonly letter: string } & DeliveryStatus

/** Why something is no bounce of ours: a report whose letter nobody can prove, an answer by a machine, or anything else. */
export type Left = 'unproven' | 'automatic' | 'other'

export type Reading = { readonly report: Report } | { readonly left: Left }

/** Where servers write for whom a letter came; behind that what the report holds of ours. */
const recipients = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'to', 'cc']

const ours = /bounce\+[0-9a-f]{32}\.[0-9a-f]{16}@[^\s<>()[\]"',;:]+/gi

const textOf = ({ content }: Attachment): string =>
  typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString('utf8')

// The headers alone: what stands below them was anybody's.
const headersIn = (message: string): string => message.split(/\r?\n\r?\n/, 1)[0] ?? ''

const partOf = (email: Email, ...types: string[]): string | null => {
  const part = email.attachments.find(({ mimeType }) => types.includes(mimeType))
  return part === undefined ? null : textOf(part)
}

const headersOf = ({ headers }: Email, keys: readonly string[]): string[] =>
  keys.flatMap(key => headers.filter(header => header.key === key).map(({ value }) => value))

const isAutomatic = (email: Email): boolean => {
  const [submitted] = headersOf(email, ['auto-submitted'])
  return (
    (submitted !== undefined && submitted.trim().toLowerCase() !== 'no') || headersOf(email, ['x-autoreply']).length > 0
  )
}

/**
 * Reads a message of the mailbox: a report of a server (RFC 3464) about a letter of ours, which `letterOf` finds by an address that we made, or
 * something to be left alone. The address stands in the report's own headers, or in those of the letter that it returns.
 */
export const readBounce = async (raw: Uint8Array, letterOf: (address: string) => string | null): Promise<Reading> => {
  const email = await PostalMime.parse(raw).catch(() => null)
  if (email === null) return { left: 'other' }
  const written = partOf(email, 'message/delivery-status', 'message/global-delivery-status')
  const status = written === null ? null : readDeliveryStatus(written)
  if (status === null) return { left: isAutomatic(email) ? 'automatic' : 'other' }
  const returned = partOf(email, 'message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers')
  const places = [...headersOf(email, recipients), headersIn(returned ?? '')]
  const letters = places.flatMap(place => place.match(ours) ?? []).map(letterOf)
  const letter = letters.find(found => found !== null)
  return letter == null ? { left: 'unproven' } : { report: { letter, ...status } }
}
