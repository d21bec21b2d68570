import { migrate } from '../db/migrate.ts'
import type { Database } from '../db/pool.ts'
import type { Settings } from '../settings.ts'
import { withDatabase } from './with-database.ts'

/** Brings the database's schema up to date and says what was done. */
export function migrateCommand(settings: Settings): Promise<number> {
  const work = async (db: Database) => {
    const applied = await migrate(db)
    console.log(applied.length === 0 ? 'The schema is up to date.' : `Applied ${applied.join(', ')}.`)
    return 0
  }
  return withDatabase(settings, work, { anySchema: true })
}
