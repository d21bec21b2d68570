import { type RawBuilder, sql } from 'kysely'
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

type Row<Beside> = Omit<Looked, 'view'> & Held & { beside: Beside }

/**
 * Looks at a root without a lock, in one query. What fell due by `at` counts as happened, though nobody may have written it yet: a page never
 * depends on a worker either. `beside` is one more value, by the caller's own expression, that is asked for in the same query. Null where
 * there is no such root.
 */
export const lookAt = async <Beside = null>(
  db: Database | Transaction,
  workflow: Workflow,
  id: string,
  at: string,
  beside: RawBuilder<Beside> = sql<Beside>`NULL`,
): Promise<(Looked & { beside: Beside }) | null> => {
  const { rows } = await sql<Row<Beside>>`
    SELECT r.id, r.kind, r.parent, r.n, ${beside} AS beside,
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
