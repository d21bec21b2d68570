import { sql } from 'kysely'
import {
  type Entry,
  type Holders,
  holdersOf,
  type LetterRules,
  noticeEntries,
  rungEntries,
} from '../../workflows/letters/entries.ts'
import type { DutyNews, News, Notice } from '../../workflows/letters/news.ts'
import type { Transaction } from '../db/pool.ts'
import type { Told, Workflow } from '../engine/workflow.ts'
import { readHolders } from './holders.ts'

/** Gives the rules of a season by its cycle's id. */
export type RulesOf = (tx: Transaction, cycle: string) => Promise<LetterRules>

/** An entry of a root. */
export type Row = Entry & { root: string }
type Owed = { root: string; key: string; why: string; owed: boolean; at: string }

const json = (rows: readonly object[]) => JSON.stringify(rows)

/** Rows of one statement at a time. */
const batch = 5000

// What `newsOf` of this workflow made, come back as the engine hands it on.
const isNews = (news: { type: string }): news is News => news.type === 'duty' || news.type === 'notice'

const newsIn = ({ news }: Told): News[] => news.filter(isNews)

const isDuty = (news: News): news is DutyNews => news.type === 'duty'
const isNotice = (news: News): news is Notice => news.type === 'notice'

const wantedColumns = sql`
  w(root uuid, key text, kind text, step integer, role text, seat smallint, school uuid, person uuid, class text,
    deadline timestamptz, "openedAt" timestamptz, "sendAt" timestamptz, detail jsonb, state text, reason text)`

const columns = sql`
  (root, key, kind, step, role, seat, school, person, class, deadline, opened_at, send_at, detail, state, reason, ended_at, generation)`

const values = sql`
  w.root, w.key, w.kind, w.step, w.role, w.seat, w.school, w.person, w.class, w.deadline, w."openedAt", w."sendAt",
  w.detail, w.state, w.reason, CASE WHEN w.state = 'skipped' THEN w."openedAt" END`

/** Entries that have no forerunner. */
const insert = async (tx: Transaction, rows: readonly Row[]): Promise<void> => {
  for (let start = 0; start < rows.length; start += batch)
    await sql`
      INSERT INTO letter_entry ${columns}
      SELECT ${values}, 1 FROM jsonb_to_recordset(${json(rows.slice(start, start + batch))}::jsonb) AS ${wantedColumns}
      ON CONFLICT DO NOTHING
    `.execute(tx)
}

/**
 * Brings the open entries of duties in line with what their deadlines ask for: those still wanted get their new instant, those that are not end
 * with the reason, and what is wanted anew becomes a new generation (engineering 20). An entry whose letter is on its way is left as it is; where
 * the deadline moved it gets a successor, and should its letter come back, it ends.
 */
const reconcile = async (tx: Transaction, duties: readonly Owed[], wanted: readonly Row[]): Promise<void> => {
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
      SELECT * FROM jsonb_to_recordset(${json(duties)}::jsonb) AS n(root uuid, key text, why text, owed boolean, at timestamptz)
    ), wanted AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${json(wanted)}::jsonb) AS ${wantedColumns}
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

/** All entries that this news asks for, by who holds which role just now. */
export const rowsFor = async (
  tx: Transaction,
  rulesOf: RulesOf,
  told: readonly Told[],
): Promise<{ duties: Owed[]; rungs: Row[]; notices: Row[] }> => {
  const holders: Holders = holdersOf(
    await readHolders(
      tx,
      told.flatMap(one => newsIn(one).map(({ school }) => school)),
    ),
  )
  const [duties, rungs, notices]: [Owed[], Row[], Row[]] = [[], [], []]
  for (const one of told) {
    const { root, parent } = one
    if (parent === null) continue
    const rules = await rulesOf(tx, parent)
    for (const news of newsIn(one).filter(isDuty)) {
      const { key, why, deadline, at } = news
      duties.push({ root, key, why, owed: deadline !== null, at })
      for (const entry of rungEntries(rules, news, holders)) rungs.push({ root, ...entry })
    }
    for (const news of newsIn(one).filter(isNotice))
      for (const entry of noticeEntries(rules, news, holders)) notices.push({ root, ...entry })
  }
  return { duties, rungs, notices }
}

/**
 * Writes the ledger of letters beside a change: opens, moves and ends the entries of duties, and adds those that answer an event. Set-wise, in the
 * change's own transaction, whoever caused it.
 */
export const createTell =
  (rulesOf: RulesOf): NonNullable<Workflow['tell']> =>
  async (tx, told, fresh) => {
    const { duties, rungs, notices } = await rowsFor(tx, rulesOf, told)
    if (fresh) return insert(tx, [...rungs, ...notices])
    if (duties.length > 0) await reconcile(tx, duties, rungs)
    await insert(tx, notices)
  }
