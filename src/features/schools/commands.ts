import type { Transaction } from '../../db/pool.ts'
import { coordinatesTerritory } from '../access/school.ts'
import { readSchool, type StoredSchool } from './queries.ts'
import { differing, type SchoolFaults, type SchoolField, type SchoolRecord, territorial } from './rules.ts'

export type SaveOutcome = { saved: StoredSchool } | { stale: StoredSchool } | { faults: SchoolFaults }

/**
 * Writes a school's record over the version that was seen; the right to edit it is the caller's question. Region, municipality and zone are
 * the coordinators' alone, and whoever moves a school to another territory must answer for that one, too. A corrected zone goes along for
 * the school's people who kept to the old one.
 */
export const saveSchool = async (
  tx: Transaction,
  { school, person, seen }: { school: string; person: string; seen: number },
  record: SchoolRecord,
): Promise<SaveOutcome> => {
  const stored = await readSchool(tx, school, true)
  if (stored.version !== seen) return { stale: stored }
  const changed = differing(stored.record, record)
  if (changed.length === 0) return { saved: stored }
  const faults = await territoryFaults(tx, person, stored.record, record, changed)
  if (Object.keys(faults).length > 0) return { faults }
  const { riskProfile, ...columns } = record
  const version = seen + 1
  await tx
    .updateTable('school')
    .set({ ...columns, risk_profile: riskProfile === null ? null : JSON.stringify(riskProfile), version })
    .where('id', '=', school)
    .execute()
  if (changed.includes('zone')) await moveClocks(tx, school, stored.record.zone, record.zone)
  return { saved: { id: school, version, record } }
}

const territoryFaults = async (
  tx: Transaction,
  person: string,
  before: SchoolRecord,
  after: SchoolRecord,
  changed: readonly SchoolField[],
): Promise<SchoolFaults> => {
  const moved = changed.filter(field => territorial.includes(field))
  if (moved.length === 0) return {}
  const each = (fault: 'coordinators' | 'territory'): SchoolFaults =>
    Object.fromEntries(moved.filter(field => fault === 'coordinators' || field !== 'zone').map(field => [field, fault]))
  if (!(await coordinatesTerritory(tx, person, before))) return each('coordinators')
  return (await coordinatesTerritory(tx, person, after)) ? {} : each('territory')
}

const moveClocks = async (tx: Transaction, school: string, from: string, to: string): Promise<void> => {
  await tx
    .updateTable('person')
    .set({ zone: to })
    .where('zone', '=', from)
    .where('id', 'in', tx.selectFrom('member').select('person').where('school', '=', school))
    .execute()
}
