import { createHash } from 'node:crypto'
import type { Score } from './rules.ts'

/** What one version of an answer says. */
export type Wording = { readonly score: Score | null; readonly body: string }

/**
 * A person's text as it is kept: line breaks as one character however it was sent, and without what the database cannot hold. Nothing
 * else is touched, spaces at the ends neither.
 */
export const tidy = (body: string): string => body.replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed()

/** SHA-256 of salt, score and text, each on its own line, so that no score can pass for the beginning of a text. */
export const wordingSha256 = (salt: string, { score, body }: Wording): string =>
  createHash('sha256')
    .update(`${salt}\n${score ?? ''}\n${body}`)
    .digest('hex')

export const sameWording = (one: Wording, other: Wording): boolean =>
  one.score === other.score && one.body === other.body

export const isBlank = ({ score, body }: Wording): boolean => score === null && body === ''
