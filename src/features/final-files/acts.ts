import { sql } from 'kysely'
import { seatKey } from '../../../workflows/keys.ts'
import type { Place } from './place.ts'
import type { Reader } from './readers.ts'

/** One act of which a final file speaks, as history holds it, with the words that went with it. */
export type FileAct = {
  readonly n: number
  readonly hash: string
  readonly key: string
  readonly at: string
  readonly type: string
  readonly name: string | null
  readonly role: string
  readonly reason: string | null
  readonly behalf: string | null
  readonly sha256: string | null
  /** Of `file.upload`: which prepared file it named. */
  readonly upload: string | null
  /** Of `file.return`. */
  readonly part: string | null
  /** Of `meeting.record`. */
  readonly minutesVersion: number | null
}

const types = [
  'recommendations.send',
  'meeting.record',
  'meeting.acceptMinutes',
  'meeting.rule',
  'meeting.notHeld',
  'silence',
  'file.upload',
  'file.confirm',
  'file.return',
]

/** Everything of a partnership's history that its final files speak of, oldest first, in one query. */
export const fileActs = async (db: Reader, root: string): Promise<FileAct[]> => {
  const { rows } = await sql<FileAct>`
    SELECT h.n, h.hash, h.key, h.at, h.event->>'type' AS type, p.name, h.actor->>'role' AS role, r.body AS reason, b.body AS behalf,
      h.event->'facts'->>'sha256' AS sha256, h.event->>'upload' AS upload, h.event->>'part' AS part,
      (h.event->'facts'->>'minutesVersion')::integer AS "minutesVersion"
    FROM history h LEFT JOIN person p ON p.id = (h.actor->>'person')::uuid
    LEFT JOIN reason r ON r.id = (h.event->'reason'->>'id')::uuid
    LEFT JOIN reason b ON b.id = (h.event->'behalf'->>'id')::uuid
    WHERE h.root = ${root}::uuid AND h.event->>'type' = ANY(${types}::text[])
    ORDER BY h.n
  `.execute(db)
  return rows
}

/** The file that the last placing of a seat named; null before the first. */
export const lastUpload = async (db: Reader, { root, seat }: Place): Promise<string | null> => {
  const { rows } = await sql<{ upload: string | null }>`
    SELECT event->>'upload' AS upload FROM history
    WHERE root = ${root}::uuid AND key = ${seatKey(seat)} AND event->>'type' = 'file.upload' ORDER BY n DESC LIMIT 1
  `.execute(db)
  return rows[0]?.upload ?? null
}
