import { sql } from 'kysely'
import type { Transaction } from '../db/pool.ts'
import { faultKey, tellOfFaults } from './tell-of-faults.ts'
import type { RulesOf } from './wanted.ts'

/** A letter that was refused for good. `wentAt`: when it went to that address; null where the letter itself knows. */
export type Failing = {
  readonly letter: string
  readonly at: string
  readonly wentAt: string | null
  readonly status: string | null
  readonly says: string | null
}

/**
 * Flags the addresses of these letters' readers and has the coordinators told, once for each address: nothing goes to a flagged one. A letter that
 * went out before an address was changed, or was said to work, says nothing about it. Answers whose were flagged now.
 */
export const flagAddresses = async (
  tx: Transaction,
  rulesOf: RulesOf,
  failing: readonly Failing[],
): Promise<string[]> => {
  const { rows } = await sql<{ person: string; letter: string; status: string | null; since: string }>`
    INSERT INTO address_fault (person, since, letter, status, says)
    SELECT DISTINCT ON (p.id) p.id, f.at, l.id, f.status, f.says
    FROM jsonb_to_recordset(${JSON.stringify(failing)}::jsonb)
      AS f(letter uuid, at timestamptz, "wentAt" timestamptz, status text, says text)
    JOIN letter l ON l.id = f.letter JOIN person p ON p.id = l.person
    WHERE p.email IS NOT NULL
      AND (p.address_since IS NULL OR p.address_since <= coalesce(f."wentAt", l.sent_at, l.first_attempt_at, l.made_at))
    ORDER BY p.id, l.id
    ON CONFLICT (person) DO NOTHING
    RETURNING person, letter, status, since
  `.execute(tx)
  if (rows.length > 0) await tellOfFaults(tx, rulesOf, rows)
  return rows.map(({ person }) => person)
}

/**
 * The address is another one now, or somebody says that it works: letters go to it again. What was still to be told of the fault ends. Answers
 * whether it was flagged.
 */
export const trustAddress = async (tx: Transaction, person: string, at: string): Promise<boolean> => {
  await tx.updateTable('person').set({ address_since: at }).where('id', '=', person).execute()
  const fault = await tx.deleteFrom('address_fault').where('person', '=', person).returning('letter').executeTakeFirst()
  if (fault === undefined) return false
  await sql`
    UPDATE letter_entry e SET state = 'skipped', reason = 'done', ended_at = ${at}
    WHERE e.root IN (
      SELECT root FROM letter_entry WHERE letter = ${fault.letter}
      UNION SELECT s.root FROM seat_school s JOIN member m ON m.school = s.school WHERE m.person = ${person}
    ) AND e.key = ${faultKey(person)} AND e.kind = 'addressFails' AND e.state = 'due'
      AND NOT EXISTS (SELECT FROM letter l WHERE l.id = e.letter AND l.state = 'handing')
  `.execute(tx)
  return true
}
