import { sql } from 'kysely'
import { owedNow } from '../../workflows/letters/news.ts'
import type { Database, Transaction } from '../db/pool.ts'
import { loadStage } from '../engine/load.ts'
import type { Told, Workflow } from '../engine/workflow.ts'
import { asRows, type RulesOf, wantedFor } from './wanted.ts'

/** Something in the ledger that can't be: of which root, which duty or letter, in one sentence. */
export type LedgerFault = { root: string | null; key: string | null; says: string }

export type VerifiedLedger = { entries: number; letters: number; faults: LedgerFault[] }

/** Roots of one look. */
const batch = 250

/** What no row may be, each as a query that finds those which are. */
const never: Readonly<Record<string, string>> = {
  'An entry says that it was sent by a letter that was not':
    "SELECT e.root, e.key FROM letter_entry e JOIN letter l ON l.id = e.letter WHERE e.state = 'sent' AND l.state <> 'sent'",
  'An entry is still due by a letter that has ended':
    "SELECT e.root, e.key FROM letter_entry e JOIN letter l ON l.id = e.letter WHERE e.state = 'due' AND l.state NOT IN ('handing', 'waiting')",
  'An entry was carried by a letter to somebody else':
    "SELECT e.root, e.key FROM letter_entry e JOIN letter l ON l.id = e.letter WHERE e.person <> l.person AND e.state = 'sent'",
  'Two generations of one entry are open at once':
    "SELECT root, key FROM letter_entry WHERE state = 'due' AND letter IS NULL GROUP BY root, key, kind, step, role, seat, person HAVING count(*) > 1",
  'A letter was sent that carries nothing':
    "SELECT NULL::uuid AS root, l.id::text AS key FROM letter l WHERE l.state = 'sent' AND NOT EXISTS (SELECT FROM letter_entry e WHERE e.letter = l.id)",
  'A letter was sent without an attempt':
    "SELECT NULL::uuid AS root, l.id::text AS key FROM letter l WHERE l.state = 'sent' AND l.attempts = 0",
}

const rowFaults = async (db: Database): Promise<LedgerFault[]> => {
  const faults: LedgerFault[] = []
  for (const [says, query] of Object.entries(never)) {
    const { rows } = await sql.raw<{ root: string | null; key: string | null }>(query).execute(db)
    faults.push(...rows.map(row => ({ ...row, says })))
  }
  return faults
}

const toldOf = async (tx: Transaction, workflow: Workflow, after: string, at: string) => {
  const roots = await tx
    .selectFrom('root')
    .select(['id', 'kind', 'parent', 'n'])
    .where('kind', '=', 'partnership')
    .where('id', '>', after)
    .orderBy('id')
    .limit(batch)
    .execute()
  const told: Told[] = []
  for (const root of roots) {
    const stage = await loadStage(tx, workflow, root)
    told.push({ root: root.id, parent: root.parent, news: owedNow(stage.things, at) })
  }
  return { roots: roots.map(({ id }) => id), told }
}

/** Of these roots: duties of which somebody ought to be told and is not, and entries still open for what is not owed so. */
const dutyFaults = async (tx: Transaction, rulesOf: RulesOf, roots: readonly string[], told: readonly Told[]) => {
  const { duties, rungs } = await wantedFor(tx, rulesOf, told)
  const deadlines = new Map(
    rungs.root.map((root, index) => {
      const shape = rungs.shapes[rungs.shape[index] ?? -1]
      return [`${root} ${shape?.key}`, shape?.deadline ?? null]
    }),
  )
  const owed = duties.map(({ root, key }) => ({ root, key, deadline: deadlines.get(`${root} ${key}`) ?? null }))
  const { rows } = await sql<LedgerFault>`
    WITH wanted AS (
      SELECT * FROM ${asRows(rungs)} w WHERE w.state = 'due'
    ), owed AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(owed)}::jsonb) AS o(root uuid, key text, deadline timestamptz)
    )
    SELECT w.root, w.key, 'Nothing is or was due to somebody who answers for this duty' AS says FROM wanted w
    WHERE NOT EXISTS (
      SELECT FROM letter_entry e WHERE e.root = w.root AND e.key = w.key AND e.kind = 'rung' AND e.step = w.step
        AND e.role = w.role AND e.seat = w.seat AND e.person = w.person AND e.deadline = w.deadline
    )
    UNION ALL
    SELECT e.root, e.key, 'An entry is open for a duty that is not owed until its date' FROM letter_entry e
    LEFT JOIN letter l ON l.id = e.letter
    LEFT JOIN owed o ON o.root = e.root AND o.key = e.key
    WHERE e.root = ANY(${roots}::uuid[]) AND e.kind = 'rung' AND e.state = 'due' AND l.state IS DISTINCT FROM 'handing'
      AND o.deadline IS DISTINCT FROM e.deadline
  `.execute(tx)
  return rows
}

/**
 * Holds the ledger against the partnerships as they are: whoever answers for what is owed has an entry for every rung ahead, nothing is open for
 * what is not owed, and every letter and its entries say the same. `at` is the program's now.
 */
export const verifyLedger = async (
  db: Database,
  workflow: Workflow,
  rulesOf: RulesOf,
  at: string,
): Promise<VerifiedLedger> => {
  const faults = await rowFaults(db)
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const found = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async tx => {
        const { roots, told } = await toldOf(tx, workflow, after, at)
        return { last: roots.at(-1), faults: await dutyFaults(tx, rulesOf, roots, told) }
      })
    faults.push(...found.faults)
    if (found.last === undefined) break
    after = found.last
  }
  const { entries } = await db
    .selectFrom('letter_entry')
    .select(({ fn }) => fn.countAll<number>().as('entries'))
    .executeTakeFirstOrThrow()
  const { letters } = await db
    .selectFrom('letter')
    .select(({ fn }) => fn.countAll<number>().as('letters'))
    .executeTakeFirstOrThrow()
  return { entries, letters, faults }
}
