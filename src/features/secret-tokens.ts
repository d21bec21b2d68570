import { createHash, createHmac, randomBytes } from 'node:crypto'
import { keyFor } from '../http/secret-keys.ts'

/** A secret that nobody guesses, 256 bits: the id of a session, the token of a link. It is handed over and never stored. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is stored in its place. A plain hash will do: there is nothing to guess in 256 random bits. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/** By what an account or an address is counted in the rows of attempts: without the installation's secret nobody finds out whose it was. */
export const countedAs = (secret: string, what: 'account' | 'address', value: string): string =>
  createHmac('sha256', keyFor(secret, 'sign-in attempts')).update(`${what} ${value}`).digest('hex')
