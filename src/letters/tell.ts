import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../db/pool.ts'
import { anyOf, plannedEachTime } from '../db/prepared.ts'
import type { Workflow } from '../engine/workflow.ts'
import { type Difference, differenceOf, type Past } from './reconcile.ts'
import { allOf, asRows, type Chosen, type Owed, type RulesOf, shapesAsRows, type Wanted, wantedFor } from './wanted.ts'

/** Rows of one statement at a time. */
const batch = 10_000

const inBatches = function* ({ moved, ended, fresh }: Difference): Generator<Difference> {
  const longest = Math.max(moved.length, ended.length, fresh.length)
  for (let start = 0; start < longest; start += batch) {
    const part = <Row>(rows: readonly Row[]) => rows.slice(start, start + batch)
    yield { moved: part(moved), ended: part(ended), fresh: part(fresh) }
  }
}

/** Inserts wanted entries; who is wanted in one role for two reasons gets one. */
const insertion = (wanted: Wanted, chosen: Chosen): RawBuilder<unknown> => sql`
  INSERT INTO letter_entry
    (root, key, kind, step, role, seat, school, person, class, deadline, opened_at, send_at, detail, state, reason, ended_at, generation)
  SELECT w.root, w.key, w.kind, w.step, w.role, w.seat, w.school, w.person, w.class, w.deadline, w."openedAt", w."sendAt",
    w.detail, w.state, w.reason, CASE WHEN w.state = 'skipped' THEN w."openedAt" END, w.generation
  FROM ${asRows(wanted, chosen)} w ON CONFLICT DO NOTHING`

type Locked = Past & { changed: boolean }

/**
 * The entries of these duties' ladders, the open ones locked. What a letter's end changed while the lock was waited for is seen by its version, and
 * all of it is read once more.
 */
const lockPast = async (tx: Transaction, duties: readonly Owed[]): Promise<readonly Past[]> => {
  const roots = [...new Set(duties.map(({ root }) => root))]
  const keys = [...new Set(duties.map(({ key }) => key))]
  const [root, ...more] = roots
  // Of one root, as nearly always, one plan serves all.
  const theirs =
    more.length === 0
      ? sql`root = ${root}::uuid AND key = ${anyOf(keys, 'text')} AND kind = 'rung'`
      : sql`root = ANY(${roots}::uuid[]) AND key = ANY(${keys}::text[]) AND kind = 'rung' ${plannedEachTime}`
  // Work that is undone and done again leaves a generation each time: of those only the newest, and one on its way, has a say.
  const { rows } = await sql<Locked>`
    WITH open AS MATERIALIZED (
      SELECT id, xmin::text AS version FROM letter_entry WHERE ${theirs} AND state = 'due' ORDER BY id FOR UPDATE
    ), past AS (
      SELECT DISTINCT ON (root, key, step, role, seat, person) id
      FROM letter_entry WHERE ${theirs}
      ORDER BY root, key, step, role, seat, person, generation DESC
    )
    SELECT e.id, e.root, e.key, e.step, e.role, e.seat, e.person, e.generation, e.deadline, e.send_at AS "sendAt", e.state,
      e.state = 'due' AND e.letter IS NOT NULL
        AND EXISTS (SELECT FROM letter l WHERE l.id = e.letter AND l.state = 'handing') AS "inHand",
      e.state = 'due' AND o.version IS DISTINCT FROM e.xmin::text AS changed
    FROM (SELECT id FROM past UNION SELECT id FROM open) it
    JOIN letter_entry e ON e.id = it.id LEFT JOIN open o ON o.id = e.id
  `.execute(tx)
  return rows.some(({ changed }) => changed) ? lockPast(tx, duties) : rows
}

const moving = (wanted: Wanted, moved: Difference['moved']): RawBuilder<unknown> => {
  const ids = moved.map(({ id }) => id)
  return sql`moved AS (
    UPDATE letter_entry e SET send_at = s."sendAt", deadline = s.deadline, detail = s.detail
    FROM unnest(${ids}::bigint[], ${moved.map(({ shape }) => shape)}::integer[]) AS m(id, shape)
    JOIN ${shapesAsRows(wanted.shapes)} ON s.place = m.shape + 1
    WHERE e.id = m.id AND e.id = ${anyOf(ids, 'bigint')} AND e.state = 'due'
  )`
}

const ending = (ended: Difference['ended']): RawBuilder<unknown> => {
  const ids = ended.map(({ id }) => id)
  return sql`ended AS (
    UPDATE letter_entry e SET state = 'skipped', reason = n.reason, ended_at = n.at
    FROM unnest(${ids}::bigint[], ${ended.map(({ reason }) => reason)}::text[], ${ended.map(({ at }) => at)}::timestamptz[]) AS n(id, reason, at)
    WHERE e.id = n.id AND e.id = ${anyOf(ids, 'bigint')} AND e.state = 'due'
  )`
}

const write = async (tx: Transaction, wanted: Wanted, difference: Difference): Promise<void> => {
  for (const { moved, ended, fresh } of inBatches(difference)) {
    const parts = [
      ...(moved.length > 0 ? [moving(wanted, moved)] : []),
      ...(ended.length > 0 ? [ending(ended)] : []),
      ...(fresh.length > 0 ? [sql`fresh AS (${insertion(wanted, fresh)})`] : []),
    ]
    await sql`WITH ${sql.join(parts)} SELECT`.execute(tx)
  }
}

/**
 * Writes the ledger of letters beside a change: opens, moves and ends the entries of duties, and adds those that answer an event. Set-wise, in the
 * change's own transaction, whoever caused it.
 */
export const createTell =
  (rulesOf: RulesOf): NonNullable<Workflow['tell']> =>
  async (tx, told, isFounded) => {
    const { duties, wanted, rungs, notices } = await wantedFor(tx, rulesOf, told)
    // Of what was only just founded nothing is there yet.
    if (isFounded) return write(tx, wanted, { moved: [], ended: [], fresh: allOf(wanted) })
    const past = duties.length > 0 ? await lockPast(tx, duties) : []
    const difference = differenceOf(duties, rungs, past)
    await write(tx, wanted, { ...difference, fresh: [...difference.fresh, ...notices] })
  }
