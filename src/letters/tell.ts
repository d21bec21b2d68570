import { sql } from 'kysely'
import type { Transaction } from '../db/pool.ts'
import type { Workflow } from '../engine/workflow.ts'
import { asRows, type Owed, type RulesOf, type Wanted, wantedFor } from './wanted.ts'

/** Rows of one statement at a time. */
const batch = 10_000

const columns = sql`
  (root, key, kind, step, role, seat, school, person, class, deadline, opened_at, send_at, detail, state, reason, ended_at, generation)`

const values = sql`
  w.root, w.key, w.kind, w.step, w.role, w.seat, w.school, w.person, w.class, w.deadline, w."openedAt", w."sendAt",
  w.detail, w.state, w.reason, CASE WHEN w.state = 'skipped' THEN w."openedAt" END`

/** Entries that have no forerunner. */
const insert = async (tx: Transaction, wanted: Wanted): Promise<void> => {
  for (let start = 0; start < wanted.shape.length; start += batch)
    await sql`
      INSERT INTO letter_entry ${columns} SELECT ${values}, 1 FROM ${asRows(wanted, start, batch)} w ON CONFLICT DO NOTHING
    `.execute(tx)
}

/**
 * Brings the open entries of duties in line with what their deadlines ask for: those still wanted get their new instant, those that are not end
 * with the reason, and what is wanted anew becomes a new generation (engineering 20). An entry whose letter is on its way is left as it is; where
 * the deadline moved it gets a successor, and should its letter come back, it ends.
 */
const reconcile = async (tx: Transaction, duties: readonly Owed[], wanted: Wanted): Promise<void> => {
  const roots = [...new Set(duties.map(({ root }) => root))]
  const keys = [...new Set(duties.map(({ key }) => key))]
  // First the locks: what had to wait for a letter's end reads that end in the next statement.
  await sql`
    SELECT id FROM letter_entry
    WHERE root = ANY(${roots}::uuid[]) AND key = ANY(${keys}::text[]) AND kind = 'rung' AND state = 'due'
    ORDER BY id FOR UPDATE
  `.execute(tx)
  await sql`
    WITH news AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(duties)}::jsonb) AS n(root uuid, key text, why text, owed boolean, at timestamptz)
    ), wanted AS MATERIALIZED (
      SELECT * FROM ${asRows(wanted)} w
    ), past AS MATERIALIZED (
      SELECT e.id, e.root, e.key, e.step, e.role, e.seat, e.person, e.generation, e.deadline, e.state,
        coalesce(l.state = 'handing', false) AS in_hand,
        e.generation = max(e.generation) OVER (PARTITION BY e.root, e.key, e.step, e.role, e.seat, e.person) AS newest
      FROM letter_entry e LEFT JOIN letter l ON l.id = e.letter AND e.state = 'due'
      WHERE e.root = ANY(${roots}::uuid[]) AND e.key = ANY(${keys}::text[]) AND e.kind = 'rung'
    ), moved AS (
      UPDATE letter_entry e SET send_at = w."sendAt", deadline = w.deadline, detail = w.detail
      FROM past p JOIN wanted w USING (root, key, step, role, seat, person)
      WHERE e.id = p.id AND p.state = 'due' AND NOT p.in_hand AND p.newest AND w.state = 'due'
    ), ended AS (
      UPDATE letter_entry e SET state = 'skipped', ended_at = n.at, reason =
        CASE WHEN NOT p.newest THEN 'moved' WHEN w.key IS NOT NULL THEN w.reason WHEN n.owed THEN 'replaced' ELSE n.why END
      FROM past p JOIN news n USING (root, key) LEFT JOIN wanted w USING (root, key, step, role, seat, person)
      WHERE e.id = p.id AND p.state = 'due' AND NOT p.in_hand
        AND (NOT p.newest OR w.key IS NULL OR (w.state = 'skipped' AND w.deadline <> p.deadline))
    )
    INSERT INTO letter_entry ${columns}
    SELECT ${values}, coalesce(before.generation, 0) + 1
    FROM wanted w LEFT JOIN LATERAL (
      SELECT max(p.generation) AS generation,
        bool_or(CASE p.state
          WHEN 'due' THEN NOT p.in_hand OR p.deadline = w.deadline
          WHEN 'skipped' THEN false
          ELSE p.deadline = w.deadline END) AS settled
      FROM past p
      WHERE p.root = w.root AND p.key = w.key AND p.step = w.step AND p.role = w.role AND p.seat = w.seat
        AND p.person IS NOT DISTINCT FROM w.person
    ) before ON true
    WHERE (w.state = 'due' AND before.settled IS NOT TRUE) OR (w.state = 'skipped' AND before.generation IS NULL)
  `.execute(tx)
}

/**
 * Writes the ledger of letters beside a change: opens, moves and ends the entries of duties, and adds those that answer an event. Set-wise, in the
 * change's own transaction, whoever caused it.
 */
export const createTell =
  (rulesOf: RulesOf): NonNullable<Workflow['tell']> =>
  async (tx, told, fresh) => {
    const { duties, rungs, notices } = await wantedFor(tx, rulesOf, told)
    if (fresh) {
      await insert(tx, rungs)
      return insert(tx, notices)
    }
    if (duties.length > 0) await reconcile(tx, duties, rungs)
    await insert(tx, notices)
  }
