import { sql } from 'kysely'
import { meetingKey } from '../../../workflows/keys.ts'
import type { SeatNo } from '../../../workflows/machines/events.ts'
import type { Slot } from '../../../workflows/machines/meeting.ts'
import type { Database, Transaction } from '../../db/pool.ts'

/** One act in the life of the meeting, as history holds it, with the words that went with it. */
export type MeetingAct = {
  readonly n: number
  readonly at: string
  readonly type: string
  readonly seat: SeatNo | null
  readonly name: string | null
  readonly role: string
  readonly reason: string | null
  readonly behalf: string | null
  /** Of a recording: which wording of the minutes was recorded, and until when the others may object. */
  readonly minutesVersion: number | null
  readonly silenceEndsAt: string | null
  /** The time that stood agreed after it, and the counter of the calendar file. */
  readonly agreed: Slot | null
  readonly sequence: number
}

/** Everything that was done with a partnership's meeting, oldest first, in one query. */
export const meetingActs = async (db: Database | Transaction, root: string): Promise<MeetingAct[]> => {
  const { rows } = await sql<MeetingAct>`
    SELECT h.n, h.at, h.event->>'type' AS type, (h.event->>'seat')::int AS seat, p.name, h.actor->>'role' AS role,
      r.body AS reason, b.body AS behalf, (h.event->'facts'->>'minutesVersion')::int AS "minutesVersion",
      h.event->'facts'->>'silenceEndsAt' AS "silenceEndsAt",
      nullif(h.after->'context'->'agreed', 'null') AS agreed, (h.after->'context'->>'sequence')::int AS sequence
    FROM history h LEFT JOIN person p ON p.id = (h.actor->>'person')::uuid
    LEFT JOIN reason r ON r.id = (h.event->'reason'->>'id')::uuid
    LEFT JOIN reason b ON b.id = (h.event->'behalf'->>'id')::uuid
    WHERE h.root = ${root}::uuid AND h.key = ${meetingKey} AND (h.event->>'type' LIKE 'meeting.%' OR h.event->>'type' = 'silence')
    ORDER BY h.n
  `.execute(db)
  return rows
}

/** The recording that stands or stood last: what was recorded then. */
export const lastRecording = (acts: readonly MeetingAct[]): MeetingAct | null =>
  acts.findLast(({ type }) => type === 'meeting.record') ?? null

/** The last act that took the meeting's time away: who said no or cancelled, and why. */
export const lastUndoing = (acts: readonly MeetingAct[]): MeetingAct | null => {
  const last = acts.findLast(({ type }) => ['meeting.propose', 'meeting.decline', 'meeting.cancel'].includes(type))
  return last === undefined || last.type === 'meeting.propose' ? null : last
}

/** What a calendar should hold: the agreed time, or the one that was agreed once and is off. Null where nothing was ever agreed. */
export const calendarEntry = (
  acts: readonly MeetingAct[],
): { readonly slot: Slot; readonly sequence: number; readonly stamp: string; readonly off: boolean } | null => {
  const [last, agreed] = [acts.at(-1), acts.findLast(act => act.agreed !== null)]
  if (last === undefined || agreed?.agreed == null) return null
  const off = last.agreed === null
  const first = acts.find(act => act.sequence === agreed.sequence && act.agreed !== null) ?? agreed
  return { slot: agreed.agreed, sequence: last.sequence, stamp: (off ? last : first).at, off }
}
