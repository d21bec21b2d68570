import type { Schema } from '../db/schema.ts'
import { sha256 } from './chain.ts'
import type { Fault, StoredRow } from './replay.ts'

export type StoredReason = Pick<Schema['reason'], 'id' | 'salt' | 'body' | 'sha256'>

type TextRef = { id: string; sha256: string }

const isRef = (value: unknown): value is TextRef =>
  typeof value === 'object' && value !== null && 'id' in value && 'sha256' in value

/**
 * Texts stand apart from history: each row's text must be there under its hash, and be the text of that hash unless it was blanked.
 * `inherited`: those of the parent, whose acts name their reason in its children too.
 */
export const reasonFaults = (
  root: string,
  rows: readonly StoredRow[],
  reasons: readonly StoredReason[],
  inherited: readonly Pick<StoredReason, 'id' | 'sha256'>[],
): { faults: Fault[]; blanked: number } => {
  const faults: Fault[] = []
  const hashes = new Map([...inherited, ...reasons].map(reason => [reason.id, reason.sha256]))
  for (const { n, key, event } of rows)
    for (const ref of Object.values(event).filter(isRef))
      if (hashes.get(ref.id) !== ref.sha256)
        faults.push({ root, n, key, says: 'The text that the row names is not there' })
  for (const { id, salt, body, sha256: hash } of reasons)
    if (body !== null && sha256(salt + body) !== hash)
      faults.push({ root, n: null, key: null, says: `The text ${id} was changed after it was written` })
  return { faults, blanked: reasons.filter(({ body }) => body === null).length }
}
