import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Row } from './play.ts'

/** The hash before a root's first row. */
export const genesis = '0'.repeat(64)

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A row in its chain: its number in the root, the hash before it, its own hash. */
export type Link = { n: number; prev: string; hash: string }

/** RFC 8785 canonical JSON; the same bytes for the same value, whatever order jsonb gave its keys. */
export const canonical = (value: object): string => {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('a value without a canonical form')
  return text
}

/** What the hash of a history row is over: the hash before it, its place, its machine, who, when, what, from where, to where, what was born. */
export const rowToHash = (root: string, n: number, prev: string, row: Row): object => ({
  prev,
  root,
  n,
  key: row.key,
  machine: row.machine,
  version: row.version,
  actor: row.actor,
  at: row.at,
  event: row.event,
  from: row.before,
  to: row.after,
  born: row.born,
})

export const rowHash = (root: string, n: number, prev: string, row: Row): string =>
  sha256(canonical(rowToHash(root, n, prev, row)))

/** Chains rows that follow row `n` whose hash is `head`. */
export const chain = (root: string, n: number, head: string, rows: readonly Row[]): (Row & Link)[] => {
  let prev = head
  return rows.map((row, index) => {
    const link = { n: n + index + 1, prev, hash: rowHash(root, n + index + 1, prev, row) }
    prev = link.hash
    return { ...row, ...link }
  })
}
