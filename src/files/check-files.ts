import { createHash } from 'node:crypto'
import type { Database } from '../db/pool.ts'
import type { FileStore } from './store.ts'

/** A file that is not what its row says: not there, or other bytes than its hash. */
type FileFault = { readonly sha256: string; readonly why: 'missing' | 'changed' }

/** Reads every file that a row names, and compares it with its hash. Erased ones are let be. */
export const checkFiles = async (
  db: Database,
  store: FileStore,
): Promise<{ readonly files: number; readonly faults: readonly FileFault[] }> => {
  const rows = await db.selectFrom('blob').select('sha256').where('erased_at', 'is', null).orderBy('sha256').execute()
  const faults: FileFault[] = []
  for (const { sha256 } of rows) {
    if (!(await store.has(sha256))) faults.push({ sha256, why: 'missing' })
    else if ((await hashOf(store, sha256)) !== sha256) faults.push({ sha256, why: 'changed' })
  }
  return { files: rows.length, faults }
}

async function hashOf(store: FileStore, sha256: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of await store.open(sha256)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}
