import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import { readClock, shown } from '../../engine/clock.ts'
import { type BounceOutcome, type Bouncing, noteBounce } from '../../letters/bounce.ts'
import { letterOfBounceAddress } from '../../letters/bounce-address.ts'
import { type Mailbox, type MailboxPlace, withMailbox } from './mailbox.ts'
import { type Left, readBounce } from './read-bounce.ts'

export type Looking = {
  readonly db: Database
  readonly bouncing: Bouncing
  readonly place: MailboxPlace
  /** The installation's secret, by which addresses of bounces are known as ours. */
  readonly secret: string
  /** How often somebody looks, all processes together, in milliseconds. */
  readonly period: number
  /** Counts what was found, each message once. */
  readonly count: (found: BounceOutcome | Left) => void
  readonly stopping: AbortSignal
  /** The real clock, in milliseconds. */
  readonly now: () => number
}

/** The longest look, in milliseconds; what is left then waits for the next one. */
const longestLook = 90_000

const iso = (ms: number) => new Date(ms).toISOString()

/** Whether it is this process's turn: one looks at a time, and none so soon after another. It has the mailbox to itself until `release`. */
const takeTurn = async ({ db, period }: Looking, nowMs: number): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('bounce_mailbox')
    .set({ leased_until: iso(nowMs + 2 * longestLook), looked_at: iso(nowMs) })
    .where(({ or, eb }) => or([eb('leased_until', 'is', null), eb('leased_until', '<', iso(nowMs))]))
    // A little less than a whole period: a timer may ring early.
    .where(({ or, eb }) => or([eb('looked_at', 'is', null), eb('looked_at', '<=', iso(nowMs - period * 0.9))]))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

const release = async ({ db }: Looking): Promise<void> => {
  await db.updateTable('bounce_mailbox').set({ leased_until: null }).execute()
}

/** What was left in the mailbox by earlier looks and is still unread there; nothing where its numbers mean others now. */
const leftBefore = async ({ db }: Looking, validity: number, unread: readonly number[]): Promise<Set<number>> => {
  const { rows } = await sql<{ left: number[] }>`
    UPDATE bounce_mailbox SET uid_validity = ${validity}, left_uids = CASE WHEN uid_validity = ${validity}
      THEN ARRAY(SELECT uid FROM unnest(left_uids) uid WHERE uid = ANY(${unread}::bigint[])) ELSE '{}' END
    RETURNING left_uids AS left
  `.execute(db)
  return new Set(rows[0]?.left)
}

const leave = async ({ db, count }: Looking, uid: number, why: Left | 'unknown'): Promise<void> => {
  await sql`UPDATE bounce_mailbox SET left_uids = left_uids || ${uid}::bigint`.execute(db)
  count(why)
}

const takeOne = async (looking: Looking, mailbox: Mailbox, uid: number): Promise<void> => {
  const { db, bouncing, secret, count, now } = looking
  const source = await mailbox.source(uid)
  if (source === null) return
  const reading = await readBounce(source, address => letterOfBounceAddress(secret, address))
  if ('left' in reading) return leave(looking, uid, reading.left)
  const at = shown(await readClock(db), now())
  const { report } = reading
  const outcome = await db.transaction().execute(tx => noteBounce(tx, bouncing, { ...report, at, source: 'mailbox' }))
  if (outcome === 'unknown') return leave(looking, uid, outcome)
  count(outcome)
  // Only now: whatever happens before, the message is found once more, and says nothing new then.
  await mailbox.markRead(uid)
}

/**
 * Reads what came back into the mailbox and takes note of it, message by message; a message is marked as read after its note was committed. What is
 * no report about a letter of ours stays as it is, and is not read again. False where it is another process's turn. Rejects where the mailbox or the
 * database is away.
 */
export const lookIntoMailbox = async (looking: Looking): Promise<boolean> => {
  const { place, stopping, now } = looking
  const begun = now()
  if (!(await takeTurn(looking, begun))) return false
  try {
    await withMailbox(place, stopping, async mailbox => {
      const unread = await mailbox.unread()
      const left = await leftBefore(looking, mailbox.validity, unread)
      for (const uid of unread.filter(each => !left.has(each))) {
        if (stopping.aborted || now() - begun > longestLook) return
        await takeOne(looking, mailbox, uid)
      }
    })
  } finally {
    await release(looking).catch(() => undefined)
  }
  return true
}
