import { createHmac, timingSafeEqual } from 'node:crypto'

const sealOf = (secret: string, person: Buffer): Buffer =>
  createHmac('sha256', secret).update('unsubscribe ').update(person).digest().subarray(0, 16)

const uuid = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/

/**
 * What stands in `List-Unsubscribe` (RFC 8058): 43 url-safe characters, the person's id and a seal under the installation's secret. It mutes
 * letters and does nothing else, so it neither ends nor is stored.
 */
export const unsubscribeToken = (secret: string, person: string): string => {
  const id = Buffer.from(person.replaceAll('-', ''), 'hex')
  return Buffer.concat([id, sealOf(secret, id)]).toString('base64url')
}

/** Whose token this is, or null where its seal is not ours. */
export const personOfToken = (secret: string, token: string): string | null => {
  if (!/^[\w-]{43}$/.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  const id = bytes.subarray(0, 16)
  if (!timingSafeEqual(bytes.subarray(16), sealOf(secret, id))) return null
  return id.toString('hex').replace(uuid, '$1-$2-$3-$4-$5')
}
