import { createHmac, timingSafeEqual } from 'node:crypto'

const sealOf = (secret: string, letter: string): string =>
  createHmac('sha256', secret).update(`bounce ${letter}`).digest('hex').slice(0, 16)

/**
 * Where a server's answer about one letter goes: `bounce+<id>.<seal>@domain`. Only whoever has the installation's secret, or got the letter, knows
 * it, so that nobody declares a stranger's address dead (engineering 23).
 */
export const bounceAddress = (secret: string, domain: string, letter: string): string =>
  `bounce+${letter.replaceAll('-', '')}.${sealOf(secret, letter)}@${domain}`

/** The seal of a letter alone, for services that name the letter by its id. */
export const sealsLetter = (secret: string, letter: string, seal: string): boolean => {
  const [own, given] = [Buffer.from(sealOf(secret, letter)), Buffer.from(seal.toLowerCase())]
  return own.length === given.length && timingSafeEqual(own, given)
}

const written = /^bounce\+([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\.([0-9a-f]{16})@[^@\s]+$/i

/** The id of the letter that such an address speaks of, or null where its seal is not ours. */
export const letterOfBounceAddress = (secret: string, address: string): string | null => {
  const [, a, b, c, d, e, seal = ''] = written.exec(address.trim()) ?? []
  if (e === undefined) return null
  const letter = `${a}-${b}-${c}-${d}-${e}`.toLowerCase()
  return sealsLetter(secret, letter, seal) ? letter : null
}
