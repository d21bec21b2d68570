import { sql } from 'kysely'
import type { LetterRules } from '../../workflows/letters/entries.ts'
import type { Database, Transaction } from '../db/pool.ts'
import {
  type DueRow,
  duePersons,
  firstOfThreads,
  lockEntries,
  lockReaders,
  readBegun,
  readDue,
  type Share,
} from './desk-read.ts'
import { type Plan, type Planned, planFor } from './plan.ts'
import type { Composed, Draft, Handing, Item } from './types.ts'
import type { RulesOf } from './wanted.ts'
import { type Compose, writeLetters } from './write-letters.ts'

/** How long a letter is one process's own without a sign of life, in milliseconds of the machine's clock. */
export const leaseMs = 15_000

export type Desk = {
  rulesOf: RulesOf
  compose: Compose
  /** Is told of a letter that could not be written: it has failed, and the outbox shows it. */
  unwritten?: (letter: string, error: unknown) => void
  newId: () => string
  /** The host of Message-IDs. */
  domain: string
}

const itemOf = (row: DueRow): Item => {
  const { id, kind, root, key, step, role, seat, school, deadline, detail, openedAt } = row
  return { entry: id, kind, root, key, step, role, seat, school, deadline, detail, openedAt }
}

const draftOf = (id: string, { reader, rows }: Planned): Draft => ({
  id,
  person: reader.id,
  lang: reader.lang,
  zone: reader.zone,
  class: rows[0]?.class ?? 'ordinary',
  items: rows.map(itemOf),
})

const asHanding = (
  desk: Desk,
  planned: Planned,
  draft: Draft,
  composed: Composed,
  references: ReadonlyMap<string, string>,
  at: string,
  leasedUntil: string,
): Handing => {
  const { begun, reader, rows } = planned
  const own = begun?.messageId ?? `<${draft.id}@${desk.domain}>`
  const first = composed.thread === null ? null : (references.get(`${reader.id} ${rows[0]?.root}`) ?? null)
  return {
    ...draft,
    ...composed,
    email: reader.email ?? '',
    messageId: own,
    references: first === own ? null : first,
    attempt: (begun?.attempts ?? 0) + 1,
    leasedUntil,
    firstAttemptAt: begun?.firstAttemptAt ?? at,
  }
}

/** Writes what was planned, in one statement: letters begun or taken up, their entries, those that ended or wait, letters with nothing to say. */
const write = async (
  tx: Transaction,
  plans: readonly Plan[],
  handings: readonly (Handing & { localDay: string })[],
  at: string,
): Promise<void> => {
  const letters = handings.map(({ id, person, lang, messageId, subject, text, localDay, leasedUntil, ...rest }) => ({
    ...{ id, person, lang, messageId, subject, text, localDay, leasedUntil },
    class: rest.class,
    firstAttemptAt: rest.firstAttemptAt,
  }))
  const carried = handings.flatMap(({ id, items }) => items.map(({ entry }) => ({ id: entry, letter: id })))
  await sql`
    WITH letters AS (
      INSERT INTO letter (id, person, class, state, lang, message_id, subject, body, made_at, local_day, attempts, first_attempt_at, leased_until)
      SELECT id, person, class, 'handing', lang, "messageId", subject, text, ${at}::timestamptz, "localDay", 1, "firstAttemptAt", "leasedUntil"
      FROM jsonb_to_recordset(${JSON.stringify(letters)}::jsonb) AS l(id uuid, person uuid, class text, lang text, "messageId" text,
        subject text, text text, "localDay" date, "firstAttemptAt" timestamptz, "leasedUntil" timestamptz)
      ON CONFLICT (id) DO UPDATE SET state = 'handing', lang = excluded.lang, subject = excluded.subject, body = excluded.body,
        local_day = excluded.local_day, attempts = letter.attempts + 1, first_attempt_at = excluded.first_attempt_at,
        next_attempt_at = NULL, leased_until = excluded.leased_until
    ), dropped AS (
      UPDATE letter SET state = 'dropped', next_attempt_at = NULL, leased_until = NULL
      WHERE id = ANY(${plans.flatMap(({ dropped }) => dropped)}::uuid[])
    ), postponed AS (
      UPDATE letter l SET state = 'waiting', next_attempt_at = p.next, leased_until = NULL
      FROM (SELECT id, max(next) AS next FROM jsonb_to_recordset(${JSON.stringify(plans.flatMap(({ postponed }) => postponed))}::jsonb)
        AS p(id uuid, next timestamptz) GROUP BY id) p
      WHERE l.id = p.id
    ), carried AS (
      UPDATE letter_entry e SET letter = c.letter
      FROM jsonb_to_recordset(${JSON.stringify(carried)}::jsonb) AS c(id bigint, letter uuid)
      WHERE e.id = c.id AND e.state = 'due'
    ), deferred AS (
      UPDATE letter_entry e SET send_at = d."sendAt"
      FROM jsonb_to_recordset(${JSON.stringify(plans.flatMap(({ deferred }) => deferred))}::jsonb) AS d(id bigint, "sendAt" timestamptz)
      WHERE e.id = d.id AND e.state = 'due'
    )
    UPDATE letter_entry e SET state = 'skipped', reason = s.reason, ended_at = ${at}
    FROM jsonb_to_recordset(${JSON.stringify(plans.flatMap(({ skipped }) => skipped))}::jsonb) AS s(id bigint, reason text)
    WHERE e.id = s.id AND e.state = 'due'
  `.execute(tx)
}

/** In place of what could not be written. */
const unwritten: Composed = { subject: '', text: '', html: '', next: '/', calendar: null, thread: null }

const keepUnwritten = async (tx: Transaction, letters: readonly string[], at: string): Promise<void> => {
  await sql`
    WITH failed AS (
      UPDATE letter SET state = 'failed', subject = NULL, body = NULL, leased_until = NULL, answer = 'unwritten'
      WHERE id = ANY(${letters}::uuid[])
    )
    UPDATE letter_entry SET state = 'failed', ended_at = ${at} WHERE letter = ANY(${letters}::uuid[]) AND state = 'due'
  `.execute(tx)
}

const cyclesOf = async (tx: Transaction, rulesOf: RulesOf, rows: readonly DueRow[]) => {
  const rules = new Map<string, LetterRules>()
  for (const { cycle } of rows) if (!rules.has(cycle)) rules.set(cycle, await rulesOf(tx, cycle))
  return (cycle: string): LetterRules => {
    const found = rules.get(cycle)
    if (found === undefined) throw new Error(`The cycle ${cycle} has no rules`)
    return found
  }
}

const take = async (
  tx: Transaction,
  desk: Desk,
  persons: readonly string[],
  at: string,
  realNow: string,
): Promise<Handing[]> => {
  const locked = await lockReaders(tx, persons)
  const ids = locked.map(({ id }) => id)
  const begun = await readBegun(tx, ids, at, realNow)
  const taken = begun.filter(({ free }) => free).map(({ id }) => id)
  const busy = await lockEntries(tx, ids, taken, at)
  const readers = locked.filter(({ id }) => !busy.has(id))
  const rows = await readDue(
    tx,
    readers.map(({ id }) => id),
    taken,
    at,
  )
  const rulesOf = await cyclesOf(tx, desk.rulesOf, rows)
  const [byReader, begunBy] = [Map.groupBy(rows, ({ person }) => person), Map.groupBy(begun, ({ person }) => person)]
  const plans = readers.map(reader =>
    planFor(reader, byReader.get(reader.id) ?? [], begunBy.get(reader.id) ?? [], rulesOf, at),
  )
  const planned = plans
    .flatMap(({ letters }) => letters)
    .map(letter => ({ id: letter.begun?.id ?? desk.newId(), letter }))
  const drafts = planned.map(({ id, letter }) => draftOf(id, letter))
  const { composed, failed } = await writeLetters(tx, desk.compose, drafts, at)
  for (const [letter, error] of failed) desk.unwritten?.(letter, error)
  const references = await firstOfThreads(
    tx,
    rows.filter(row => row.class === 'urgent'),
  )
  const leasedUntil = new Date(Date.parse(realNow) + leaseMs).toISOString()
  const made = planned.map(({ letter }, index) => {
    const draft = drafts[index]
    if (draft === undefined) throw new Error('A letter has no draft')
    const text = composed.get(draft.id) ?? unwritten
    return { ...asHanding(desk, letter, draft, text, references, at, leasedUntil), localDay: letter.localDay }
  })
  await write(tx, plans, made, at)
  if (failed.size > 0) await keepUnwritten(tx, [...failed.keys()], at)
  return made.filter(({ id }) => !failed.has(id))
}

/**
 * Takes what is due for some persons of a share: judges it by the facts at this very instant, ends what is not to be said, and writes the
 * letters that are, each leased to the caller, who hands them over and says how that ended (`keepOutcomes`). One transaction, in which nobody
 * waits: persons whom somebody else has in hand, or for whom an act is just being written, are left for the next time. `realNow` is the machine's
 * clock. `more`: others of the share may have something due, too.
 */
export const takeDue = (
  db: Database,
  desk: Desk,
  share: Share,
  { at, realNow, limit }: { at: string; realNow: string; limit: number },
): Promise<{ handings: Handing[]; more: boolean }> =>
  db.transaction().execute(async tx => {
    const persons = await duePersons(tx, share, at, realNow, limit)
    return { handings: await take(tx, desk, persons, at, realNow), more: persons.length === limit }
  })
