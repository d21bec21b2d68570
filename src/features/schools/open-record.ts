import { Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Action } from '../../../workflows/permissions.ts'
import type { RiskFactors } from '../../../workflows/season.ts'
import { retellSchools } from '../../letters/retell.ts'
import { coordinatesTerritory, openSchool } from '../access/school.ts'
import type { House } from '../house.ts'
import { type SaveOutcome, saveSchool } from './commands.ts'
import { factorsNow, readSchool, type StoredSchool } from './queries.ts'
import type { SchoolRecord } from './rules.ts'

/** A school as it was opened. `may`: what the reader may change; `territory` is the coordinators' alone. */
export type OpenedRecord = {
  readonly school: StoredSchool
  readonly factors: RiskFactors
  readonly may: { readonly edit: boolean; readonly territory: boolean }
}

export const schoolParams = Type.Object({ school: Type.String({ format: 'uuid' }) })
export const schoolConfig = (action: Action) => ({ access: { action, object: 'school' } })

const whereIn = (request: FastifyRequest) => ({
  school: (request.params as { school: string }).school,
  person: request.viewer?.personId ?? '',
})

/** Opens the school of a request's path for an action, or ends the request. */
export const openRecord = async (
  { db, seasons }: Pick<House, 'db' | 'seasons'>,
  request: FastifyRequest,
  action: Action,
): Promise<OpenedRecord> => {
  const { school, person } = whereIn(request)
  const { may } = await openSchool(db, person, school, action)
  const stored = await readSchool(db, school)
  const territory = await coordinatesTerritory(db, person, stored.record)
  return { school: stored, factors: factorsNow(seasons), may: { edit: may('school.edit') !== null, territory } }
}

/** Saves over the version that was seen; the school must have been opened for editing. */
export const saveRecord = (
  { db, workflow }: Pick<House, 'db' | 'workflow'>,
  request: FastifyRequest,
  seen: number,
  record: SchoolRecord,
): Promise<SaveOutcome> =>
  db.transaction().execute(async tx => {
    const where = whereIn(request)
    const outcome = await saveSchool(tx, { ...where, seen }, record)
    // Another territory has other coordinators, another zone or week other hours of letters.
    if ('saved' in outcome) await retellSchools(tx, workflow, [where.school], request.at)
    return outcome
  })
