import { sql } from 'kysely'
import type { Transaction } from '../db/pool.ts'
import { anyOf } from '../db/prepared.ts'
import type { Workflow } from '../engine/workflow.ts'
import { type Difference, differenceOf, type Past } from './reconcile.ts'
import { allOf, asRows, type Owed, type RulesOf, shapesAsRows, type Wanted, wantedFor } from './wanted.ts'

/** Rows of one statement at a time. */
const batch = 10_000

const inBatches = function* <Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += batch) yield rows.slice(start, start + batch)
}

/** Writes entries that were not there. */
const insert = async (tx: Transaction, wanted: Wanted, chosen: Difference['fresh'] = allOf(wanted)): Promise<void> => {
  for (const some of inBatches(chosen))
    await sql`
      INSERT INTO letter_entry
        (root, key, kind, step, role, seat, school, person, class, deadline, opened_at, send_at, detail, state, reason, ended_at, generation)
      SELECT w.root, w.key, w.kind, w.step, w.role, w.seat, w.school, w.person, w.class, w.deadline, w."openedAt", w."sendAt",
        w.detail, w.state, w.reason, CASE WHEN w.state = 'skipped' THEN w."openedAt" END, w.generation
      FROM ${asRows(wanted, some)} w ON CONFLICT DO NOTHING
    `.execute(tx)
}

/** The entries of these duties' ladders, the open ones locked: what had to wait for a letter's end is read after that end. */
const lockPast = async (tx: Transaction, duties: readonly Owed[]): Promise<Past[]> => {
  const roots = [...new Set(duties.map(({ root }) => root))]
  const keys = [...new Set(duties.map(({ key }) => key))]
  const open = await sql<{ id: number }>`
    SELECT id FROM letter_entry
    WHERE root = ${anyOf(roots, 'uuid')} AND key = ${anyOf(keys, 'text')} AND kind = 'rung' AND state = 'due'
    ORDER BY id FOR UPDATE
  `.execute(tx)
  // Work that is undone and done again leaves a generation each time: of those only the newest, and one on its way, has a say.
  const { rows } = await sql<Past>`
    WITH past AS (
      SELECT DISTINCT ON (root, key, step, role, seat, person) id
      FROM letter_entry
      WHERE root = ${anyOf(roots, 'uuid')} AND key = ${anyOf(keys, 'text')} AND kind = 'rung'
      ORDER BY root, key, step, role, seat, person, generation DESC
    )
    SELECT e.id, e.root, e.key, e.step, e.role, e.seat, e.person, e.generation, e.deadline, e.send_at AS "sendAt", e.state,
      e.state = 'due' AND e.letter IS NOT NULL
        AND EXISTS (SELECT FROM letter l WHERE l.id = e.letter AND l.state = 'handing') AS "inHand"
    FROM letter_entry e
    WHERE e.id IN (SELECT id FROM past UNION SELECT unnest(${open.rows.map(({ id }) => id)}::bigint[]))
  `.execute(tx)
  return rows
}

const write = async (tx: Transaction, wanted: Wanted, { moved, ended, fresh }: Difference): Promise<void> => {
  for (const some of inBatches(moved))
    await sql`
      UPDATE letter_entry e SET send_at = s."sendAt", deadline = s.deadline, detail = s.detail
      FROM unnest(${some.map(({ id }) => id)}::bigint[], ${some.map(({ shape }) => shape)}::integer[]) AS m(id, shape)
      JOIN ${shapesAsRows(wanted.shapes)} ON s.place = m.shape + 1
      WHERE e.id = m.id AND e.id = ANY(${some.map(({ id }) => id)}::bigint[]) AND e.state = 'due'
    `.execute(tx)
  for (const some of inBatches(ended))
    await sql`
      UPDATE letter_entry e SET state = 'skipped', reason = n.reason, ended_at = n.at
      FROM unnest(${some.map(({ id }) => id)}::bigint[], ${some.map(({ reason }) => reason)}::text[],
        ${some.map(({ at }) => at)}::timestamptz[]) AS n(id, reason, at)
      WHERE e.id = n.id AND e.id = ANY(${some.map(({ id }) => id)}::bigint[]) AND e.state = 'due'
    `.execute(tx)
  await insert(tx, wanted, fresh)
}

/**
 * Writes the ledger of letters beside a change: opens, moves and ends the entries of duties, and adds those that answer an event. Set-wise, in the
 * change's own transaction, whoever caused it.
 */
export const createTell =
  (rulesOf: RulesOf): NonNullable<Workflow['tell']> =>
  async (tx, told, fresh) => {
    const { duties, rungs, notices } = await wantedFor(tx, rulesOf, told)
    if (fresh) await insert(tx, rungs)
    else if (duties.length > 0) await write(tx, rungs, differenceOf(duties, rungs, await lockPast(tx, duties)))
    await insert(tx, notices)
  }
