import { createHmac, timingSafeEqual } from 'node:crypto'
import { keyFor } from './secret-keys.ts'

/** Days for which a page left open may still be sent: over a weekend and a holiday. */
const DAYS_OPEN = 7

/** What a form's token proves: nothing, or who the page was printed for and whether it is still young enough. */
export type TokenReading = { readonly personId: string; readonly fresh: boolean } | null

/**
 * The hidden token of plain forms: person and UTC day under an HMAC. It is bound to the person and not to the session, so a form
 * outlives a sign-out and we still know whose words it holds (engineering 15).
 */
export const makeFormToken = (secret: string, personId: string, at: Temporal.Instant): string => {
  const claim = `${Buffer.from(personId).toString('base64url')}.${dayOf(at).toString()}`
  return `${claim}.${macOf(secret, claim)}`
}

export const readFormToken = (secret: string, token: unknown, at: Temporal.Instant): TokenReading => {
  if (typeof token !== 'string' || token.length > 400) return null
  const [person, day, mac, ...more] = token.split('.')
  if (!person || !day || !mac || more.length > 0) return null
  const expected = Buffer.from(macOf(secret, `${person}.${day}`))
  const given = Buffer.from(mac)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null
  const age = Temporal.PlainDate.from(day).until(dayOf(at)).days
  return { personId: Buffer.from(person, 'base64url').toString(), fresh: Math.abs(age) <= DAYS_OPEN }
}

const macOf = (secret: string, claim: string): string =>
  createHmac('sha256', keyFor(secret, 'form token')).update(claim).digest('base64url')

const dayOf = (at: Temporal.Instant): Temporal.PlainDate => at.toZonedDateTimeISO('UTC').toPlainDate()
