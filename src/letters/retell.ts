import { sql } from 'kysely'
import { owedNow } from '../../workflows/letters/news.ts'
import type { Transaction } from '../db/pool.ts'
import { loadRoot } from '../engine/load.ts'
import type { Told, Workflow } from '../engine/workflow.ts'

/** Roots of one telling. */
const batch = 250

/**
 * Asks the ledger once more who is to be told of what these partnerships owe: after a role, an address or a clock changed. What already ended stays
 * so; a rung whose hour has passed is not sent to whoever comes later (rules 8). Under the roots' locks, in the order of their ids.
 */
const retell = async (tx: Transaction, workflow: Workflow, roots: readonly string[], at: string): Promise<void> => {
  const ordered = roots.toSorted()
  for (let start = 0; start < ordered.length; start += batch) {
    const told: Told[] = []
    for (const id of ordered.slice(start, start + batch)) {
      const root = await loadRoot(tx, workflow, id, 'update')
      const news = root === null ? [] : owedNow(root.stage.things, at)
      if (root !== null && news.length > 0) told.push({ root: id, parent: root.parent, news })
    }
    if (told.length > 0) await workflow.tell?.(tx, told, false)
  }
}

/** The same for all partnerships in which these schools sit. */
export const retellSchools = async (
  tx: Transaction,
  workflow: Workflow,
  schools: readonly string[],
  at: string,
): Promise<void> => {
  const rows = await tx.selectFrom('seat_school').select('root').distinct().where('school', 'in', schools).execute()
  await retell(
    tx,
    workflow,
    rows.map(({ root }) => root),
    at,
  )
}

/** The same for all partnerships of which something is still due to a person. */
export const retellPerson = async (tx: Transaction, workflow: Workflow, person: string, at: string): Promise<void> => {
  const rows = await tx
    .selectFrom('letter_entry')
    .select('root')
    .distinct()
    .where('person', '=', person)
    .where('state', '=', 'due')
    .where('kind', '=', 'rung')
    .execute()
  await retell(
    tx,
    workflow,
    rows.map(({ root }) => root),
    at,
  )
}

/**
 * What was still due to a school's person goes to the one who came in their place (rules 8), or ends where nobody did. A letter that is on its
 * way is left to arrive.
 */
export const readdress = async (
  tx: Transaction,
  { school, from, to }: { school: string; from: string; to: string | null },
  at: string,
): Promise<void> => {
  const open = sql`
    e.school = ${school}::uuid AND e.person = ${from}::uuid AND e.role = 'school' AND e.state = 'due'
      AND NOT EXISTS (SELECT FROM letter l WHERE l.id = e.letter AND l.state = 'handing')`
  if (to !== null)
    await sql`
      UPDATE letter_entry e SET person = ${to}::uuid, letter = NULL
      WHERE ${open} AND NOT EXISTS (
        SELECT FROM letter_entry own WHERE own.root = e.root AND own.key = e.key AND own.kind = e.kind AND own.step = e.step
          AND own.role = e.role AND own.seat = e.seat AND own.person = ${to}::uuid
      )
    `.execute(tx)
  await sql`UPDATE letter_entry e SET state = 'skipped', reason = 'replaced', ended_at = ${at} WHERE ${open}`.execute(
    tx,
  )
}

/** Of a person who is erased: nothing is due to them any more, and what was written to them is blanked. What they were sent stays counted. */
export const forgetReader = async (tx: Transaction, person: string, at: string): Promise<void> => {
  await tx
    .updateTable('letter_entry')
    .set({ state: 'skipped', reason: 'replaced', ended_at: at })
    .where('person', '=', person)
    .where('state', '=', 'due')
    .execute()
  await tx.updateTable('letter').set({ subject: null, body: null, answer: null }).where('person', '=', person).execute()
}

/** The schools at which a person holds a role of the school's own, or is its curator. */
export const schoolsServed = async (tx: Transaction, person: string): Promise<string[]> => {
  const { rows } = await sql<{ school: string }>`
    SELECT school FROM member WHERE person = ${person}::uuid UNION SELECT school FROM curator WHERE person = ${person}::uuid
  `.execute(tx)
  return rows.map(({ school }) => school)
}

/** A reason that is blanked leaves the letters that told of it, too. */
export const blankLettersThatQuote = async (tx: Transaction, root: string, reason: string): Promise<void> => {
  await sql`
    UPDATE letter SET subject = NULL, body = NULL WHERE id IN (
      SELECT letter FROM letter_entry
      WHERE root = ${root}::uuid AND letter IS NOT NULL AND ${reason} IN (detail->'reason'->>'id', detail->'behalf'->>'id')
    )
  `.execute(tx)
}
