import { sql } from 'kysely'
import { letterKinds } from '../../workflows/letters/kinds.ts'
import { nextMorning } from '../../workflows/letters/working-time.ts'
import type { Transaction } from '../db/pool.ts'
import type { TellOfSeals } from '../engine/seal.ts'
import type { RulesOf } from './wanted.ts'

const runningCycle = async (tx: Transaction): Promise<string | null> => {
  const { rows } = await sql<{ id: string }>`
    SELECT r.id FROM root r JOIN thing t ON t.root = r.id AND t.key = '' JOIN history h ON h.root = r.id AND h.n = 1
    WHERE r.kind = 'cycle' AND jsonb_typeof(t.value) = 'object' AND t.value ? 'running'
    ORDER BY h.at DESC, r.id LIMIT 1
  `.execute(tx)
  return rows[0]?.id ?? null
}

/** Under which key the ledger holds what is told of a day's seal. */
const sealKey = (day: string): string => `seal/${day}`

/**
 * Tells the federal coordinators of a seal in their digest, under the newest running season. Of several that were made at once the last one speaks:
 * it is chained to the others.
 */
export const createTellOfSeals =
  (rulesOf: RulesOf): TellOfSeals =>
  async (tx, seals) => {
    const seal = seals.at(-1)
    const cycle = seal === undefined ? null : await runningCycle(tx)
    if (seal === undefined || cycle === null) return
    const { day, at, hash, roots } = seal
    const { letters, calendarOf } = await rulesOf(tx, cycle)
    const people = await tx
      .selectFrom('coordinator')
      .innerJoin('person', 'person.id', 'coordinator.person')
      .select(['person.id', 'person.zone'])
      .distinct()
      .where('coordinator.level', '=', 'federal')
      .where('person.email', 'is not', null)
      .orderBy('person.id')
      .execute()
    const entry = {
      ...{ root: cycle, key: sealKey(day), kind: 'seal', step: 0, role: 'federalCoordinator', seat: 0, school: null },
      ...{ generation: 1, class: letterKinds.seal.class, deadline: null, opened_at: at, letter: null, by_person: null },
      detail: JSON.stringify({ day, hash, roots }),
    }
    const entries = people.map(({ id, zone }) => ({
      ...entry,
      person: id,
      send_at: nextMorning(at, { zone, week: 5, calendar: calendarOf(null) }, letters),
      state: 'due' as const,
      reason: null,
      ended_at: null,
    }))
    const nobody = {
      ...entry,
      person: null,
      send_at: at,
      state: 'skipped' as const,
      reason: 'nobodyAppointed',
      ended_at: at,
    }
    await tx
      .insertInto('letter_entry')
      .values(entries.length === 0 ? [nobody] : entries)
      .execute()
  }
