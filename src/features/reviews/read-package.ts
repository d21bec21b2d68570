import { sql } from 'kysely'
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
export const programmesOf = async (db: Reader, { root, seat, sentAt }: PackageSeat): Promise<Programme[]> => {
  const { rows } = await sql<Programme>`
    SELECT id, title FROM programme it
    WHERE root = ${root}::uuid AND seat = ${seat} AND removed_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM programme_version first
      WHERE first.programme = it.id AND first.version = 1 AND first.reason IS NULL AND first.at > ${sentAt}::timestamptz
    )
    ORDER BY n
  `.execute(db)
  return rows
}

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

/** The newest version of a slot's document that the reviewer may see. */
export type Document = {
  readonly id: string
  readonly slot: string
  readonly version: number
  readonly at: string
  readonly filename: string
}

export const documentOf = async (
  db: Reader,
  { root, seat, sentAt }: PackageSeat,
  slot: string,
): Promise<Document | null> => {
  const { rows } = await sql<Document>`
    SELECT id, slot, version, at, filename FROM document
    WHERE root = ${root}::uuid AND seat = ${seat} AND slot = ${slot} AND removed_at IS NULL
      AND (reason IS NOT NULL OR at <= ${sentAt}::timestamptz)
    ORDER BY version DESC LIMIT 1
  `.execute(db)
  return rows[0] ?? null
}
