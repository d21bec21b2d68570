import { checkTexts } from './check-texts.ts'
import { workflowOf } from './compose.ts'
import { readClock, shown } from './engine/clock.ts'
import { verifyRoots } from './engine/verify.ts'
import { checkFiles } from './files/check-files.ts'
import { createRulesOf } from './letters/rules-of.ts'
import { verifyLedger } from './letters/verify.ts'
import { openFiles } from './open-files.ts'
import { withDatabase } from './processes/with-database.ts'
import { loadSeasons } from './seasons.ts'
import type { Settings } from './settings.ts'

/** How many faults a person is shown; the JSON holds all. */
const shownFaults = 20

/**
 * `npm run -s verify [-- --json]`: every hash chain, every history played again against what is
 * stored, the ledger of letters against what is owed, every text and every file against its hash. Prints the counts and what does not
 * hold; the exit code is 0 only when everything holds.
 */
export const verifyCommand = (settings: Settings, args: readonly string[]): Promise<number> =>
  withDatabase(settings, async db => {
    const seasons = loadSeasons(settings.dataFolder)
    const workflow = workflowOf(seasons)
    const { faults, ...roots } = await verifyRoots(db, workflow)
    const at = shown(await readClock(db), Date.now())
    const { faults: ledgerFaults, ...ledger } = await verifyLedger(db, workflow, createRulesOf(seasons), at)
    const { texts, blanked, faults: textFaults } = await checkTexts(db)
    const counts = { ...roots, ...ledger, texts, blanked: roots.blanked + blanked }
    const { files, faults: fileFaults } = await checkFiles(db, openFiles(settings))
    const found = faults.length + ledgerFaults.length + textFaults.length + fileFaults.length
    const ok = found === 0
    if (args.includes('--json'))
      console.log(JSON.stringify({ ok, ...counts, files, faults, ledgerFaults, textFaults, fileFaults }))
    else {
      console.log(
        `${counts.roots} roots, ${counts.rows} history rows, ${counts.things} things, ${counts.deadlines} open deadlines, ${ledger.entries} entries of the ledger, ${ledger.letters} letters, ${texts} texts, ${files} files: ${
          ok ? 'everything holds.' : `${found} faults.`
        }`,
      )
      for (const { root, n, key, says } of faults.slice(0, shownFaults))
        console.log(`${root}${n === null ? '' : ` row ${n}`}${key === null ? '' : ` «${key}»`}: ${says}.`)
      for (const { root, key, says } of ledgerFaults.slice(0, shownFaults))
        console.log(`${root ?? 'Ledger'}${key === null ? '' : ` «${key}»`}: ${says}.`)
      for (const { table, id } of textFaults.slice(0, shownFaults))
        console.log(`Text ${id} of ${table} was changed after it was written.`)
      for (const { sha256, why } of fileFaults.slice(0, shownFaults)) console.log(`File ${sha256} is ${why}.`)
    }
    return ok ? 0 : 1
  })
