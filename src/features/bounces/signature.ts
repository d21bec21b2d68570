import { createHmac, timingSafeEqual } from 'node:crypto'

/** So far may a call's clock be from ours, in seconds; an older call is somebody's copy. */
const patience = 300

/** What the header `Vzaimo-Signature` says: the second at which the call was made, and its signatures. */
export type Signed = { readonly t: string; readonly signatures: readonly string[] }

/** Reads `t=<unix seconds>,v1=<hex>`; more than one v1 where a secret is being changed. Null where it is no such header, or too old or too new. */
export const readSignature = (header: unknown, realMs: number): Signed | null => {
  if (typeof header !== 'string' || header.length > 1000) return null
  const parts = header.split(',').map(part => part.trim().split('='))
  const valuesOf = (name: string) => parts.flatMap(([key, value = '']) => (key === name ? [value] : []))
  const [t = ''] = valuesOf('t')
  if (!/^\d{1,12}$/.test(t) || Math.abs(realMs / 1000 - Number(t)) > patience) return null
  return { t, signatures: valuesOf('v1').filter(value => /^[0-9a-f]{64}$/.test(value)) }
}

/** Whether these bytes came from whoever has the secret, at that second. */
export const isSigned = ({ t, signatures }: Signed, body: Uint8Array, secret: string): boolean => {
  const right = createHmac('sha256', secret).update(`${t}.`).update(body).digest()
  return signatures.some(signature => timingSafeEqual(Buffer.from(signature, 'hex'), right))
}
