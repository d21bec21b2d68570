import { workflowOf } from './compose.ts'
import { migrate } from './db/migrate.ts'
import type { Database } from './db/pool.ts'
import { readClock, shown } from './engine/clock.ts'
import { migrateThings } from './engine/migrate-things.ts'
import { withDatabase } from './processes/with-database.ts'
import { loadSeasons } from './seasons.ts'
import type { Settings } from './settings.ts'

/** Brings the schema up to date, and then every stored thing to its machine's version of today. Answers what was done. */
export const bringUpToDate = async (
  db: Database,
  dataFolder: string,
): Promise<{ schema: readonly string[]; things: number }> => {
  const workflow = workflowOf(loadSeasons(dataFolder))
  const schema = await migrate(db)
  const at = shown(await readClock(db), Date.now())
  const { things } = await migrateThings(db, workflow, at)
  return { schema, things }
}

/** `npm run -s migrate`: says what was brought up to date. */
export const migrateCommand = (settings: Settings): Promise<number> =>
  withDatabase(
    settings,
    async db => {
      const { schema, things } = await bringUpToDate(db, settings.dataFolder)
      console.log(schema.length === 0 ? 'The schema is up to date.' : `Applied ${schema.join(', ')}.`)
      if (things > 0) console.log(`Brought ${things} things to their machines' versions of today.`)
      return 0
    },
    { anySchema: true },
  )
