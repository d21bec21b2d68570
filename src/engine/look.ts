import { sql } from 'kysely'
import type { Database, Transaction } from '../db/pool.ts'
import { type Held, held, stageOf } from './load.ts'
import { applyDue } from './play.ts'
import type { View, Workflow } from './workflow.ts'

/** A root as a reader sees it: its things as they are at that instant, `n` its last stored history row, its parent's own context. */
export type Looked = {
  readonly id: string
  readonly kind: string
  readonly parent: string | null
  readonly n: number
  readonly view: View
  readonly parentContext: Readonly<Record<string, unknown>> | null
}

type Row = Omit<Looked, 'view'> & Held

/**
 * Looks at a root without a lock, in one query. What fell due by `at` counts as happened, though nobody may have written it yet: a page never
 * depends on a worker either. Null where there is no such root.
 */
export const lookAt = async (
  db: Database | Transaction,
  workflow: Workflow,
  id: string,
  at: string,
): Promise<Looked | null> => {
  const { rows } = await sql<Row>`
    SELECT r.id, r.kind, r.parent, r.n,
      (SELECT context FROM thing WHERE root = r.parent AND key = '') AS "parentContext",
      ${held}
    FROM root r WHERE r.id = ${id}::uuid
  `.execute(db)
  const [row] = rows
  if (row === undefined) return null
  const { things, deadlines, ...root } = row
  const stage = stageOf(workflow, root, { things, deadlines })
  applyDue(stage, at)
  return { ...root, view: stage.things }
}
