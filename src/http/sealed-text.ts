import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { keyFor } from './secret-keys.ts'

const PURPOSE = 'sealed text'
const IV_BYTES = 12
const TAG_BYTES = 16
/** What a sealed text may hold when opened: three times the largest body we take. */
const MOST_BYTES = 3 * 1024 * 1024

/**
 * Seals a text so that it may lie in a page of somebody who is not signed in: AES-256-GCM under a key of ours, bound to the person
 * who wrote it. base64url of iv, tag, ciphertext; deflated first, for it travels in a form.
 */
export const sealText = (secret: string, personId: string, text: string): string => {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, PURPOSE), iv).setAAD(Buffer.from(personId))
  const sealed = Buffer.concat([cipher.update(deflateRawSync(text)), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** The text, or null if it was sealed for another person, by another installation, or was changed. */
export const openText = (secret: string, personId: string, sealed: string): string | null => {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length <= IV_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, PURPOSE), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(Buffer.from(personId)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  try {
    const packed = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
    return inflateRawSync(packed, { maxOutputLength: MOST_BYTES }).toString('utf8')
  } catch {
    return null
  }
}
