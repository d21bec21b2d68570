import { sql } from 'kysely'
import type { Database, Transaction } from '../db/pool.ts'
import { applyDue, type Deadline, deadlineId, emptyStage } from './play.ts'
import type { Thing, View, Workflow } from './workflow.ts'

/** A root as a reader sees it: its things as they are at that instant, `n` its last stored history row, its parent's own context. */
export type Looked = {
  readonly id: string
  readonly kind: string
  readonly parent: string | null
  readonly n: number
  readonly view: View
  readonly parentContext: Readonly<Record<string, unknown>> | null
}

type Row = Omit<Looked, 'view'> & { things: Thing[]; deadlines: Deadline[] | null }

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
      (SELECT jsonb_agg(jsonb_build_object('key', key, 'machine', machine, 'version', version, 'value', value,
        'context', context, 'touched', touched) ORDER BY key) FROM thing WHERE root = r.id) AS things,
      (SELECT jsonb_agg(jsonb_build_object('key', key, 'name', name,
        'at', to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) FROM deadline WHERE root = r.id) AS deadlines
    FROM root r WHERE r.id = ${id}::uuid
  `.execute(db)
  const [row] = rows
  if (row === undefined) return null
  const { things, deadlines, ...root } = row
  const stage = {
    ...emptyStage(workflow, root.kind),
    n: root.n,
    things: new Map(things.map(thing => [thing.key, thing])),
    deadlines: new Map((deadlines ?? []).map(deadline => [deadlineId(deadline.key, deadline.name), deadline])),
  }
  applyDue(stage, at)
  return { ...root, view: stage.things }
}
