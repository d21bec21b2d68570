import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'

/** In milliseconds of the program's clock: the first rest of a mail server that is away, the longest, and how long one probe may take. */
const rests = { first: 10_000, longest: 900_000, probe: 60_000 }

/** The mail server as a whole, as it was read. */
export type Channel = { restsUntil: string | null; faults: number }

const after = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString()

const restAfter = (faults: number): number => Math.min(rests.first * 2 ** Math.min(faults, 20), rests.longest)

export const readChannel = (db: Database): Promise<Channel> =>
  db.selectFrom('mail_channel').select(['rests_until as restsUntil', 'faults']).executeTakeFirstOrThrow()

/** Until when letters rest, or null. A rest longer than any there is belongs to a clock that was set back. */
export const restOf = ({ restsUntil }: Channel, at: string): string | null =>
  restsUntil !== null && restsUntil > at && restsUntil <= after(at, rests.longest) ? restsUntil : null

/** What was read is still so: what several processes learn of one outage counts once. */
const unchanged = ({ restsUntil, faults }: Channel) =>
  sql<boolean>`faults = ${faults} AND rests_until IS NOT DISTINCT FROM ${restsUntil}::timestamptz`

/** After a rest one letter goes before all others; answers the channel as this process now has it, or null where another one probes. */
export const beginProbe = async (db: Database, channel: Channel, at: string): Promise<Channel | null> => {
  const restsUntil = after(at, rests.probe)
  const { numUpdatedRows } = await db
    .updateTable('mail_channel')
    .set({ rests_until: restsUntil })
    .where(unchanged(channel))
    .executeTakeFirst()
  return numUpdatedRows === 0n ? null : { ...channel, restsUntil }
}

/** There was nothing to probe with: the next one may. */
export const leaveProbe = async (db: Database, channel: Channel, at: string): Promise<void> => {
  await db.updateTable('mail_channel').set({ rests_until: at }).where(unchanged(channel)).execute()
}

/** The server is away: all letters rest, twice as long each time. Answers whether this process was the first to say so. */
export const beginRest = async (db: Database, channel: Channel, at: string, says: string | null): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('mail_channel')
    .set({ faults: channel.faults + 1, rests_until: after(at, restAfter(channel.faults)), says })
    .where(unchanged(channel))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** The server took a letter, or spoke of one: it is there. */
export const endRest = async (db: Database, channel: Channel): Promise<void> => {
  await db
    .updateTable('mail_channel')
    .set({ faults: 0, rests_until: null, says: null })
    .where(unchanged(channel))
    .execute()
}
