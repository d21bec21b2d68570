import { type RawBuilder, sql } from 'kysely'
import type { LetterClass, LetterKind, LetterRole } from '../../workflows/letters/kinds.ts'
import type { Transaction } from '../db/pool.ts'
import { anyOf, plannedEachTime } from '../db/prepared.ts'
import type { Lang } from '../words/index.ts'

/** Somebody for whom something is due, held by this transaction. */
export type Reader = { id: string; email: string | null; lang: Lang; zone: string; fails: boolean }

/** An entry that is due, with what is asked of its duty or its event now. Instants are UTC texts. */
export type DueRow = {
  id: number
  person: string
  root: string
  cycle: string
  key: string
  kind: LetterKind
  step: number
  role: LetterRole
  seat: number
  school: string | null
  class: LetterClass
  deadline: string | null
  openedAt: string
  sendAt: string
  detail: Record<string, unknown>
  letter: string | null
  machine: string | null
  value: unknown
  context: Record<string, unknown> | null
  standing: string | null
  muted: boolean
  week: 5 | 6
  region: string | null
}

/** A letter of one of these persons that was begun: one to be taken up again, or today's digest. */
export type Begun = {
  id: string
  person: string
  class: LetterClass
  state: 'handing' | 'waiting' | 'sent' | 'failed'
  localDay: string
  messageId: string
  attempts: number
  firstAttemptAt: string | null
  madeAt: string
  /** It is to be taken up: its next attempt has come, or whoever had it is gone. */
  free: boolean
}

/** In how many shares persons fall due, by their ids (see the queue's sources). */
const share = (person: RawBuilder<unknown>, shares: number) =>
  sql`get_byte(uuid_send(${person}), 15) % ${sql.lit(shares)}`

export type Share = { of: number; shares: number }

/** Persons of a share with something due at `at`, some of them; `realNow` is the machine's clock, by which leases end. */
export const duePersons = async (
  tx: Transaction,
  { of, shares }: Share,
  at: string,
  realNow: string,
  limit: number,
): Promise<string[]> => {
  const mine = share(sql.ref('person'), shares)
  const { rows } = await sql<{ person: string }>`
    ${plannedEachTime} SELECT person FROM (
      SELECT person FROM letter_entry WHERE goes_at <= ${at} AND ${mine} = ${of}
      UNION
      SELECT person FROM letter WHERE state = 'waiting' AND next_attempt_at <= ${at} AND ${mine} = ${of}
      UNION
      SELECT person FROM letter WHERE state = 'handing' AND leased_until < ${realNow} AND ${mine} = ${of}
    ) due ORDER BY person LIMIT ${limit}
  `.execute(tx)
  return rows.map(({ person }) => person)
}

/** Locks those of these persons whom nobody holds just now: a person's letters are made by one process at a time. */
export const lockReaders = async (tx: Transaction, persons: readonly string[]): Promise<Reader[]> => {
  const { rows } = await sql<Reader>`
    SELECT p.id, p.email, p.lang, p.zone, EXISTS (SELECT FROM address_fault f WHERE f.person = p.id) AS fails
    FROM person p WHERE p.id = ${anyOf(persons, 'uuid')} ORDER BY p.id FOR NO KEY UPDATE OF p SKIP LOCKED
  `.execute(tx)
  return rows
}

/** The letters of these persons that can be taken up, and the digests of recent days. */
export const readBegun = async (
  tx: Transaction,
  persons: readonly string[],
  at: string,
  realNow: string,
): Promise<Begun[]> => {
  const { rows } = await sql<Begun>`
    SELECT id, person, class, state, local_day AS "localDay", message_id AS "messageId", attempts,
      first_attempt_at AS "firstAttemptAt", made_at AS "madeAt",
      (state = 'waiting' AND next_attempt_at <= ${at}) OR (state = 'handing' AND leased_until < ${realNow}) AS free
    FROM letter
    WHERE person = ${anyOf(persons, 'uuid')} AND state <> 'dropped'
      AND (state IN ('waiting', 'handing') OR made_at > ${at}::timestamptz - interval '36 hours')
    ORDER BY made_at, id
  `.execute(tx)
  return rows
}

const isDueNow = (at: string, taken: readonly string[]) => sql`
  (e.goes_at <= ${at} OR (e.state = 'due' AND e.letter = ${anyOf(taken, 'uuid')}))`

/**
 * Locks the entries that are due for these persons or belong to these letters, and answers for whom an act holds one just now: their letters
 * wait for the act's end, so that nothing of theirs is left behind.
 */
export const lockEntries = async (
  tx: Transaction,
  persons: readonly string[],
  taken: readonly string[],
  at: string,
): Promise<ReadonlySet<string>> => {
  const due = isDueNow(at, taken)
  const { rows } = await sql<{ person: string }>`
    WITH free AS (
      SELECT e.id FROM letter_entry e WHERE e.person = ${anyOf(persons, 'uuid')} AND ${due} FOR UPDATE SKIP LOCKED
    )
    SELECT DISTINCT e.person FROM letter_entry e
    WHERE e.person = ${anyOf(persons, 'uuid')} AND ${due} AND e.id NOT IN (SELECT id FROM free)
  `.execute(tx)
  return new Set(rows.map(({ person }) => person))
}

/** The same entries with the facts about them, read under their locks. */
export const readDue = async (
  tx: Transaction,
  persons: readonly string[],
  taken: readonly string[],
  at: string,
): Promise<DueRow[]> => {
  const { rows } = await sql<DueRow>`
    SELECT e.id, e.person, e.root, coalesce(r.parent, e.root) AS cycle, e.key, e.kind, e.step, e.role, e.seat, e.school, e.class,
      e.deadline, e.opened_at AS "openedAt", e.send_at AS "sendAt", e.detail, e.letter, t.machine, t.value, t.context,
      (SELECT s->>'standing' FROM thing own, jsonb_array_elements(own.context->'seats') s
       WHERE own.root = e.root AND own.key = '' AND e.seat > 0 AND (s->>'seat')::smallint = e.seat) AS standing,
      EXISTS (SELECT FROM letter_mute m WHERE m.person = e.person AND m.kind = e.kind) AS muted,
      CASE WHEN e.role = 'school' THEN s.week ELSE 5 END AS week,
      CASE WHEN e.role = 'federalCoordinator' THEN NULL ELSE s.region END AS region
    FROM letter_entry e
    JOIN root r ON r.id = e.root
    LEFT JOIN thing t ON t.root = e.root AND t.key = e.key
    LEFT JOIN school s ON s.id = e.school
    WHERE e.person = ${anyOf(persons, 'uuid')} AND ${isDueNow(at, taken)}
    ORDER BY e.id
  `.execute(tx)
  return rows
}

/** The Message-ID of the first letter of each meeting's thread that went to a person, by «person root». */
export const firstOfThreads = async (
  tx: Transaction,
  rows: readonly Pick<DueRow, 'person' | 'root'>[],
): Promise<ReadonlyMap<string, string>> => {
  if (rows.length === 0) return new Map()
  const { rows: found } = await sql<{ person: string; root: string; messageId: string }>`
    SELECT asked.person, asked.root, first.message_id AS "messageId"
    FROM (
      SELECT DISTINCT person, root
      FROM unnest(${rows.map(({ person }) => person)}::uuid[], ${rows.map(({ root }) => root)}::uuid[]) AS each(person, root)
    ) asked
    CROSS JOIN LATERAL (
      SELECT l.message_id FROM letter_entry e JOIN letter l ON l.id = e.letter
      WHERE e.root = asked.root AND e.person = asked.person AND e.class = 'urgent' AND e.state = 'sent'
      ORDER BY l.made_at, l.id LIMIT 1
    ) first
  `.execute(tx)
  return new Map(found.map(({ person, root, messageId }) => [`${person} ${root}`, messageId]))
}
