import { checkTexts } from '../../check-texts.ts'
import { verifyRoots } from '../../engine/verify.ts'
import { createRulesOf } from '../../letters/rules-of.ts'
import { verifyLedger } from '../../letters/verify.ts'
import type { World } from '../world.ts'
import { type Invariant, openCheck } from './check.ts'

const verified = (name: string, looked: number, faults: readonly string[]): Invariant => {
  const check = openCheck(`verify finds nothing: ${name}`)
  check.add(looked, faults)
  return check.end()
}

/** The ledger against what is owed at `at`, the program's now. */
export const verifiedLedger = async ({ house }: World, at: string, when: string): Promise<Invariant> => {
  const { db, workflow, seasons } = house
  const { entries, faults } = await verifyLedger(db, workflow, createRulesOf(seasons), at)
  const says = faults.map(fault => `${fault.root} ${fault.key}: ${fault.says}`)
  return verified(`the ledger ${when}`, entries, says)
}

/** What `npm run -s verify` says of this database. */
export const verifiedInvariants = async (world: World, at: string): Promise<Invariant[]> => {
  const { db, workflow } = world.house
  const roots = await verifyRoots(db, workflow)
  const texts = await checkTexts(db)
  return [
    verified(
      'the histories',
      roots.rows,
      roots.faults.map(({ root, n, key, says }) => `${root} ${n ?? ''} ${key ?? ''}: ${says}`),
    ),
    await verifiedLedger(world, at, 'after the closing'),
    verified(
      'the texts',
      texts.texts,
      texts.faults.map(({ table, id }) => `${table} ${id}`),
    ),
  ]
}
