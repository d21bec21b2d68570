import { sql } from 'kysely'
import { type Action, mayAct, type Role } from '../../../workflows/permissions.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import { problem, throwProblem } from '../../http/problems.ts'

/** What a person is to one school, the nearest role first: its own people, its curator, the coordinators of its territory. */
export const rolesAtSchool = async (db: Database | Transaction, person: string, school: string): Promise<Role[]> => {
  const { rows } = await sql<{ role: Role }>`
    SELECT role FROM (
      SELECT m.role, CASE m.role WHEN 'head' THEN 1 WHEN 'schoolCoordinator' THEN 2 ELSE 3 END AS rank
      FROM member m WHERE m.person = ${person}::uuid AND m.school = ${school}::uuid
      UNION ALL
      SELECT 'curator', 4 FROM curator c WHERE c.person = ${person}::uuid AND c.school = ${school}::uuid
      UNION ALL
      SELECT k.level || 'Coordinator', CASE k.level WHEN 'municipal' THEN 5 WHEN 'regional' THEN 6 ELSE 7 END
      FROM coordinator k JOIN school s ON s.id = ${school}::uuid
      WHERE k.person = ${person}::uuid AND (
        k.region IS NULL
        OR (lower(btrim(k.region)) = lower(btrim(s.region))
            AND (k.municipality IS NULL OR lower(btrim(k.municipality)) = lower(btrim(s.municipality)))))
    ) held ORDER BY rank
  `.execute(db)
  return rows.map(({ role }) => role)
}

/** Whether somebody answers for a territory: of all regions, of this one, or of this municipality in it. */
export const coordinatesTerritory = async (
  db: Database | Transaction,
  person: string,
  { region, municipality }: { region: string; municipality: string },
): Promise<boolean> => {
  const { rows } = await sql<{ does: boolean }>`
    SELECT EXISTS (
      SELECT 1 FROM coordinator k WHERE k.person = ${person}::uuid AND (
        k.region IS NULL
        OR (lower(btrim(k.region)) = lower(btrim(${region}))
            AND (k.municipality IS NULL OR lower(btrim(k.municipality)) = lower(btrim(${municipality})))))
    ) AS does
  `.execute(db)
  return rows[0]?.does === true
}

/** A school is a table with one seat: the permissions are those of the one table. */
const alone = { seats: [1], assignments: [] }

/** Whether these roles at a school allow the action on it, and as which. */
const mayAtSchool = (action: Action, roles: readonly Role[]): Role | null => {
  const standings = roles.map(role => ({ role, seats: alone.seats }))
  const verdict = mayAct(action, standings, alone, 1)
  return typeof verdict === 'string' ? null : verdict.as
}

export type AtSchool = { readonly roles: readonly Role[]; readonly may: (action: Action) => Role | null }

/**
 * Opens a school to somebody for an action, or ends the request: a foreign school and one that does not exist give the same answer, and
 * nothing of it was read by then.
 */
export const openSchool = async (
  db: Database | Transaction,
  person: string,
  school: string,
  action: Action,
): Promise<AtSchool> => {
  const roles = await rolesAtSchool(db, person, school)
  if (roles.length === 0) return throwProblem(problem('not-found'))
  const may = (asked: Action) => mayAtSchool(asked, roles)
  if (may(action) === null) return throwProblem(problem('forbidden'))
  return { roles, may }
}

/** Whether somebody answers for the school's territory, and does not only work at it. */
export const isCoordinator = (role: Role): boolean => role.endsWith('Coordinator') && role !== 'schoolCoordinator'
