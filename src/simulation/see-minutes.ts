import { sql } from 'kysely'
import type { World } from './world.ts'

/** Minutes count when everybody who is left has accepted them, or nobody has answered for long enough: the page says so. */
export const seeMinutes = async ({ house: { db }, unsettled, changed }: World, at: string): Promise<void> => {
  if (unsettled.size === 0) return
  const tables = new Map([...unsettled].map(table => [table.root, table]))
  const { rows } = await sql<{ root: string; settledAt: string }>`
    SELECT root, context->>'settledAt' AS "settledAt" FROM thing
    WHERE key = 'meeting' AND root = ANY(${[...tables.keys()]}::uuid[]) AND context->>'settledAt' IS NOT NULL
  `.execute(db)
  for (const { root, settledAt } of rows) {
    const table = tables.get(root)
    if (table === undefined) continue
    table.meeting.settledAt = settledAt
    unsettled.delete(table)
    changed(table, at)
  }
}
