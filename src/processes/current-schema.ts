import { schemaState } from '../db/migrate.ts'
import type { Database } from '../db/pool.ts'

/** Throws a sentence unless the database's schema is the one this program knows. */
export async function requireCurrentSchema(db: Database): Promise<void> {
  const state = await schemaState(db)
  if (state === 'current') return
  const remedy = state === 'newer' ? 'Start the version that migrated it.' : 'Run the command "migrate" first.'
  throw new Error(`The database's schema is ${state === 'empty' ? 'empty' : `${state} than this program`}. ${remedy}`)
}
