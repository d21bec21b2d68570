import { sql } from 'kysely'
import type { Database } from '../../db/pool.ts'
import type { LetterState } from './entry.ts'

/** Jobs of one queue. */
export type QueueCounts = {
  readonly queue: 'wake' | 'sweep'
  readonly waiting: number
  readonly active: number
  readonly delayed: number
  readonly failed: number
}

/** Looks into the queues; null where they do not answer. It is handed in: what sends things is no feature's to open. */
export type LookAtQueues = () => Promise<readonly QueueCounts[] | null>

export type DueSource = 'deadlines' | 'entries' | 'attempts' | 'stuck'

export type FaultyAddress = {
  readonly person: string
  readonly name: string | null
  readonly schoolName: string | null
  readonly since: string
  readonly status: string | null
  readonly says: string | null
}

export type FaultCursor = { readonly since: string; readonly person: string }

/** How letters and deadlines stand, for the operator. */
export type Operations = {
  readonly due: readonly { readonly source: DueSource; readonly things: number; readonly oldest: string | null }[]
  readonly letters: readonly { readonly state: LetterState; readonly all: number; readonly hour: number }[]
  readonly channel: {
    readonly restsUntil: string | null
    readonly faults: number
    readonly says: string | null
    readonly lastSentAt: string | null
  }
  readonly domains: readonly { readonly domain: string; readonly handed: number; readonly since: string }[]
  readonly faults: readonly FaultyAddress[]
  readonly next: FaultCursor | null
  /** Null where the queue does not answer. */
  readonly queues: readonly QueueCounts[] | null
}

type Wanted = {
  readonly at: string
  /** By the machine's clock, by which leases end. */
  readonly realNow: string
  readonly after: FaultCursor | null
  readonly limit: number
}

const dueOf = async (db: Database, { at, realNow }: Wanted): Promise<Operations['due']> => {
  const { rows } = await sql<{ source: DueSource; things: number; oldest: string | null }>`
    SELECT 'deadlines' AS source, count(*) AS things, min(due_at) AS oldest FROM deadline WHERE due_at <= ${at}
    UNION ALL SELECT 'entries', count(*), min(goes_at) FROM letter_entry WHERE goes_at <= ${at}
    UNION ALL SELECT 'attempts', count(*), min(next_attempt_at) FROM letter WHERE state = 'waiting' AND next_attempt_at <= ${at}
    UNION ALL SELECT 'stuck', count(*), min(leased_until) FROM letter WHERE state = 'handing' AND leased_until < ${realNow}
  `.execute(db)
  return rows
}

const hour = { hours: 1 }

const lettersOf = async (db: Database, { at }: Wanted): Promise<Operations['letters']> => {
  const since = Temporal.Instant.from(at).subtract(hour).toString({ fractionalSecondDigits: 3 })
  const { rows } = await sql<Operations['letters'][number]>`
    SELECT state, count(*) AS "all", count(*) FILTER (WHERE made_at > ${since}) AS hour FROM letter GROUP BY state ORDER BY state
  `.execute(db)
  return rows
}

const faultsOf = async (db: Database, { after, limit }: Wanted): Promise<FaultyAddress[]> => {
  const { rows } = await sql<FaultyAddress>`
    SELECT f.person, p.name, f.since, f.status, f.says,
      (SELECT s.name FROM member m JOIN school s ON s.id = m.school WHERE m.person = p.id ORDER BY s.name LIMIT 1) AS "schoolName"
    FROM address_fault f JOIN person p ON p.id = f.person
    ${after === null ? sql`` : sql`WHERE (f.since, f.person) < (${after.since}::timestamptz, ${after.person}::uuid)`}
    ORDER BY f.since DESC, f.person DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}

/** Reads how letters and deadlines stand. Five queries, and a look at the queue. */
export const operationsOf = async (db: Database, look: LookAtQueues, wanted: Wanted): Promise<Operations> => {
  const [due, letters, channel, domains, found, queues] = await Promise.all([
    dueOf(db, wanted),
    lettersOf(db, wanted),
    db
      .selectFrom('mail_channel')
      .select(['rests_until as restsUntil', 'faults', 'says', 'last_sent_at as lastSentAt'])
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('mail_domain')
      .select(['domain', 'handed', 'window_from as since'])
      .orderBy('window_from', 'desc')
      .orderBy('handed', 'desc')
      .limit(20)
      .execute(),
    faultsOf(db, wanted),
    look(),
  ])
  const faults = found.slice(0, wanted.limit)
  const last = found.length > wanted.limit ? faults.at(-1) : undefined
  const { restsUntil } = channel
  return {
    due,
    letters,
    channel: { ...channel, restsUntil: restsUntil !== null && restsUntil > wanted.at ? restsUntil : null },
    domains,
    faults,
    next: last === undefined ? null : { since: last.since, person: last.person },
    queues,
  }
}
