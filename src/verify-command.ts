import { workflowOf } from './compose.ts'
import { verifyRoots } from './engine/verify.ts'
import { withDatabase } from './processes/with-database.ts'
import { loadSeasons } from './seasons.ts'
import type { Settings } from './settings.ts'

/** How many faults a person is shown; the JSON holds all. */
const shownFaults = 20

/**
 * `npm run -s verify [-- --json]`: every hash chain, every history played again against what is stored. Prints the counts and what does not
 * hold; the exit code is 0 only when everything holds.
 */
export const verifyCommand = (settings: Settings, args: readonly string[]): Promise<number> =>
  withDatabase(settings, async db => {
    const { faults, ...counts } = await verifyRoots(db, workflowOf(loadSeasons()))
    if (args.includes('--json')) console.log(JSON.stringify({ ok: faults.length === 0, ...counts, faults }))
    else {
      console.log(
        `${counts.roots} roots, ${counts.rows} history rows, ${counts.things} things, ${counts.deadlines} open deadlines: ${
          faults.length === 0 ? 'everything holds.' : `${faults.length} faults.`
        }`,
      )
      for (const { root, n, key, says } of faults.slice(0, shownFaults))
        console.log(`${root}${n === null ? '' : ` row ${n}`}${key === null ? '' : ` «${key}»`}: ${says}.`)
    }
    return faults.length === 0 ? 0 : 1
  })
