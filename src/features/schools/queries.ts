import type { RiskFactors, SeasonDefinition } from '../../../workflows/season.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import type { SchoolRecord } from './rules.ts'

/** A school as it is stored. `version` grows with every change: what a page has seen. */
export type StoredSchool = { id: string; version: number; record: SchoolRecord }

/** A school that is known to be there. */
export const readSchool = async (db: Database | Transaction, id: string, lock = false): Promise<StoredSchool> => {
  const query = db.selectFrom('school').selectAll().where('id', '=', id)
  const { version, risk_profile, ...row } = await (lock ? query.forUpdate() : query).executeTakeFirstOrThrow()
  const { name, region, municipality, zone, locality, students, week } = row
  return {
    id,
    version,
    record: { name, region, municipality, zone, locality, students, week, riskProfile: risk_profile },
  }
}

/** The list of factors by which profiles are given now: that of the newest season. */
export const factorsNow = (seasons: ReadonlyMap<string, SeasonDefinition>): RiskFactors => {
  const [newest] = [...seasons.values()].map(({ riskFactors }) => riskFactors).sort((a, b) => b.year - a.year)
  if (newest === undefined) throw new Error('There is no season here')
  return newest
}
