import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../db/pool.ts'
import { type Deadline, deadlineId, emptyStage, type Stage } from './play.ts'
import type { Thing, Workflow } from './workflow.ts'

export type LoadedRoot = { id: string; kind: string; parent: string | null; n: number; head: string; stage: Stage }

/** What the two columns of `held` give; null where there is none. */
export type Held = { things: Thing[] | null; deadlines: Deadline[] | null }

/** Two columns of a query on `root r`: the root's things and its open deadlines. As json: to build jsonb of it takes thrice the time. */
export const held = sql`
  (SELECT json_agg(it) FROM (
    SELECT key, machine, version, value, context, touched FROM thing WHERE root = r.id ORDER BY key
  ) it) AS things,
  (SELECT json_agg(it) FROM (
    SELECT key, name, to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at FROM deadline WHERE root = r.id
  ) it) AS deadlines`

/** A root in memory, out of what the query brought. */
export const stageOf = (
  workflow: Workflow,
  { kind, n }: Pick<LoadedRoot, 'kind' | 'n'>,
  { things, deadlines }: Held,
): Stage => ({
  ...emptyStage(workflow, kind),
  n,
  things: new Map((things ?? []).map(thing => [thing.key, thing])),
  deadlines: new Map((deadlines ?? []).map(deadline => [deadlineId(deadline.key, deadline.name), deadline])),
})

/** All that a root holds, as it stands. */
export const loadStage = async (
  tx: Transaction,
  workflow: Workflow,
  root: Pick<LoadedRoot, 'id' | 'kind' | 'n'>,
): Promise<Stage> => {
  const { rows } = await sql<Held>`SELECT ${held} FROM root r WHERE r.id = ${root.id}::uuid`.execute(tx)
  return stageOf(workflow, root, rows[0] ?? { things: null, deadlines: null })
}

type Row = Omit<LoadedRoot, 'stage'> & Held & { snapshotN: number }

/** `update` for whoever decides, `share` for whoever writes content that the machines' state permits. */
export type Lock = 'update' | 'updateUnlessBusy' | 'share'

const locking: Readonly<Record<Lock, RawBuilder<unknown>>> = {
  update: sql`FOR UPDATE OF r`,
  updateUnlessBusy: sql`FOR UPDATE OF r SKIP LOCKED`,
  share: sql`FOR SHARE OF r`,
}

/**
 * A root with all its things, under the root's lock. Null where there is no such root; where nothing of it is due by `dueBy`, if that is
 * given; and for `updateUnlessBusy`, where somebody else holds it.
 *
 * One query: it locks the newest row of the root, but reads everything else as it was when it began. Where it had to wait for somebody who
 * wrote meanwhile, the two differ by n, and the things are read once more, now under the lock.
 */
export const loadRoot = async (
  tx: Transaction,
  workflow: Workflow,
  id: string,
  lock: Lock,
  dueBy?: string,
): Promise<LoadedRoot | null> => {
  const due =
    dueBy === undefined ? sql`` : sql`AND EXISTS (SELECT FROM deadline WHERE root = r.id AND due_at <= ${dueBy})`
  const { rows } = await sql<Row>`
    SELECT r.id, r.kind, r.parent, r.n, r.head, (SELECT began.n FROM root began WHERE began.id = r.id) AS "snapshotN", ${held}
    FROM root r WHERE r.id = ${id}::uuid ${due} ${locking[lock]}
  `.execute(tx)
  const [row] = rows
  if (row === undefined) return null
  const { snapshotN, things, deadlines, ...root } = row
  const stage =
    snapshotN === root.n ? stageOf(workflow, root, { things, deadlines }) : await loadStage(tx, workflow, root)
  return { ...root, stage }
}
