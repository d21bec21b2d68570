import { sql } from 'kysely'
import type { SignificanceId } from '../../../workflows/season.ts'
import { seatIn } from '../../../workflows/view.ts'
import type { Database, Transaction } from '../../db/pool.ts'
import type { View } from '../../engine/workflow.ts'
import type { Place } from './place.ts'
import type { Programme } from './rules.ts'

type Reader = Database | Transaction

/** The reviewed seat's package as its reviewer may see it: what it holds since `sentAt` without a reason is a draft of its school's. */
export type PackageSeat = { readonly root: string; readonly seat: number; readonly sentAt: string | null }

export const packageSeat = ({ root, reviewed }: Pick<Place, 'root' | 'reviewed'>, view: View): PackageSeat => ({
  root,
  seat: reviewed,
  sentAt: seatIn(view, reviewed).context.lastSentAt,
})

/** The antirisk programmes that are to be reviewed, in the school's order. */
export const programmesQuery = ({ root, seat, sentAt }: PackageSeat) => sql<Programme>`
  SELECT id, title FROM programme it
  WHERE root = ${root}::uuid AND seat = ${seat} AND removed_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM programme_version first
    WHERE first.programme = it.id AND first.version = 1 AND first.reason IS NULL AND first.at > ${sentAt}::timestamptz
  )
  ORDER BY n`

export const programmesOf = async (db: Reader, seat: PackageSeat): Promise<Programme[]> =>
  (await programmesQuery(seat).execute(db)).rows

/** Programmes by their ids, those among them that the school took out since. */
export const programmesNamed = (
  db: Reader,
  { root, seat }: PackageSeat,
  ids: readonly string[],
): Promise<Programme[]> =>
  db
    .selectFrom('programme')
    .select(['id', 'title'])
    .where('root', '=', root)
    .where('seat', '=', seat)
    .where('id', 'in', [...ids])
    .orderBy('n')
    .execute()

/** A version of a slot's document. */
export type Document = {
  readonly id: string
  readonly slot: string
  readonly version: number
  readonly at: string
  readonly filename: string
}

/** The newest version of a slot's document that the reviewer may see, or no row. */
export const documentQuery = ({ root, seat, sentAt }: PackageSeat, slot: string) => sql<Document>`
  SELECT id, slot, version, at, filename FROM document
  WHERE root = ${root}::uuid AND seat = ${seat} AND slot = ${slot} AND removed_at IS NULL
    AND (reason IS NOT NULL OR at <= ${sentAt}::timestamptz)
  ORDER BY version DESC LIMIT 1`

/** A school as its reviewer's page names it, with the levels of its risk profile. */
export type ReviewedSchool = {
  readonly name: string
  readonly profile: Readonly<Record<string, SignificanceId>> | null
}

export const schoolQuery = ({ root, seat }: PackageSeat) => sql<ReviewedSchool>`
  SELECT s.name, s.risk_profile AS profile FROM seat_school ss JOIN school s ON s.id = ss.school
  WHERE ss.root = ${root}::uuid AND ss.seat = ${seat}`
