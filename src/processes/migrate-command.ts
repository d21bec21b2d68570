import { migrate } from '../db/migrate.ts'
import type { Settings } from '../settings.ts'
import { withDatabase } from './with-database.ts'

/** Brings the database's schema up to date and says what was done. */
export function migrateCommand(settings: Settings): Promise<number> {
  return withDatabase(settings, async db => {
    const applied = await migrate(db)
    console.log(applied.length === 0 ? 'The schema is up to date.' : `Applied ${applied.join(', ')}.`)
    return 0
  })
}
