import { readFile } from 'node:fs/promises'
import { checkTexts } from './check-texts.ts'
import { workflowOf } from './compose.ts'
import { readClock, shown } from './engine/clock.ts'
import type { SealDocument } from './engine/seal.ts'
import { verifyRoots } from './engine/verify.ts'
import { verifySeals } from './engine/verify-seals.ts'
import { checkFiles } from './files/check-files.ts'
import { createRulesOf } from './letters/rules-of.ts'
import { verifyLedger } from './letters/verify.ts'
import { openFiles } from './open-files.ts'
import { withDatabase } from './processes/with-database.ts'
import { checkCopy, readCopy } from './seals/check-copy.ts'
import { loadSeasons } from './seasons.ts'
import type { Settings } from './settings.ts'

/** How many faults a person is shown; the JSON holds all. */
const shownFaults = 20

/** The copy of a seal that follows `--seal`; null where there is no such word. Throws a sentence when it is none. */
const copyIn = async (args: readonly string[]): Promise<SealDocument | null> => {
  const at = args.indexOf('--seal')
  if (at === -1) return null
  const path = args[at + 1]
  const text = path === undefined ? null : await readFile(path, 'utf8').catch(() => null)
  if (text === null) throw new Error(`--seal is followed by a file, like data/seals/2022-10-07.json.`)
  const copy = readCopy(text)
  if (copy === null) throw new Error(`${path} is no seal.`)
  return copy
}

/**
 * `npm run -s verify [-- --json] [--seal FILE]`: every hash chain, every history played again against what is
 * stored, the daily seals, the ledger of letters against what is owed, every text and every file against its hash; with a copy of a seal that was
 * kept elsewhere, whether everything that it seals is still there. Prints the counts and what does not hold; the exit code is 0 only when
 * everything holds.
 */
export const verifyCommand = async (settings: Settings, args: readonly string[]): Promise<number> => {
  const copy = await copyIn(args)
  return withDatabase(settings, async db => {
    const seasons = loadSeasons(settings.dataFolder)
    const workflow = workflowOf(seasons)
    const { faults, ...roots } = await verifyRoots(db, workflow)
    const at = shown(await readClock(db), Date.now())
    const { faults: ledgerFaults, ...ledger } = await verifyLedger(db, workflow, createRulesOf(seasons), at)
    const { texts, blanked, faults: textFaults } = await checkTexts(db)
    const counts = { ...roots, ...ledger, texts, blanked: roots.blanked + blanked }
    const { files, faults: fileFaults } = await checkFiles(db, openFiles(settings))
    const { seals, faults: ownSealFaults } = await verifySeals(db)
    const sealFaults = [...ownSealFaults, ...(copy === null ? [] : await checkCopy(db, copy))]
    const found = faults.length + ledgerFaults.length + textFaults.length + fileFaults.length + sealFaults.length
    const ok = found === 0
    if (args.includes('--json'))
      console.log(
        JSON.stringify({ ok, ...counts, files, seals, faults, ledgerFaults, textFaults, fileFaults, sealFaults }),
      )
    else {
      console.log(
        `${counts.roots} roots, ${counts.rows} history rows, ${counts.things} things, ${counts.deadlines} open deadlines, ${ledger.entries} entries of the ledger, ${ledger.letters} letters, ${texts} texts, ${files} files, ${seals} seals: ${
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
      for (const { day, root, says } of sealFaults.slice(0, shownFaults))
        console.log(`Seal of ${day}${root === null ? '' : `, ${root}`}: ${says}.`)
    }
    return ok ? 0 : 1
  })
}
