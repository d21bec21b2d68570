import { sql } from 'kysely'
import type { Database, Transaction } from '../../../db/pool.ts'
import type { Words } from '../words.ts'
import { askingOf } from './request-query.ts'
import type { TableAct } from './table-acts.ts'

/** A run whose process has given no sign for so many milliseconds is over. */
const lostAfterMs = 30_000

/** A run of the solver as the page tells of it. `lost`: the process that worked at it is gone. */
export type Run = {
  readonly id: string
  readonly revision: number
  readonly state: 'running' | 'proposed' | 'impossible' | 'cancelled' | 'failed' | 'lost'
  readonly stage: 'candidates' | 'matching' | 'checking'
  readonly left: number
  readonly schools: number
  readonly says: readonly Words[] | null
}

/** The newest run of a season; null where nothing was proposed yet. `realMs`: the real clock, by which a run is alive or lost. */
export const newestRun = async (db: Database | Transaction, cycle: string, realMs: number): Promise<Run | null> => {
  const { rows } = await sql<Run & { alive: string }>`
    SELECT id, revision, state, stage, left_over AS left, schools, says, alive_at AS alive FROM pairing_run
    WHERE cycle = ${cycle}::uuid ORDER BY alive_at DESC, id DESC LIMIT 1
  `.execute(db)
  const [row] = rows
  if (row === undefined) return null
  const { alive, ...run } = row
  const lost = run.state === 'running' && Date.parse(alive) < realMs - lostAfterMs
  return lost ? { ...run, state: 'lost' } : run
}

/** The real clock as a column holds it. */
export const realInstant = (realMs: number): string =>
  Temporal.Instant.fromEpochMilliseconds(realMs).toString({ fractionalSecondDigits: 3 })

/** Begins a run; it is worked at after the commit. */
export const propose =
  (realMs: () => number): TableAct<object> =>
  async (tx, { house, table, person, at }) => {
    const { cycle, revision } = table
    const { request, unready } = await askingOf(tx, cycle, table)
    const running = await newestRun(tx, cycle, realMs())
    const missing = [
      ...(request.schools.length < 2 ? ['few'] : []),
      ...(unready.length > 0 ? [`unreadyMany/${unready.length}`] : []),
      ...(running?.state === 'running' ? ['running'] : []),
    ]
    if (missing.length > 0) return { missing }
    if (running?.state === 'lost')
      await tx.updateTable('pairing_run').set({ state: 'failed' }).where('id', '=', running.id).execute()
    const id = house.newId()
    await tx
      .insertInto('pairing_run')
      .values({
        ...{ id, cycle, revision, at, author: person, state: 'running', stage: 'candidates', says: null },
        ...{ left_over: request.schools.length, schools: request.schools.length, alive_at: realInstant(realMs()) },
      })
      .execute()
    return { run: id }
  }

/** Asks whoever works at the run to stop. */
export const cancel: TableAct<object> = async (tx, { table }) => {
  const { numUpdatedRows } = await tx
    .updateTable('pairing_run')
    .set({ cancel_asked: true })
    .where('cycle', '=', table.cycle)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return numUpdatedRows === 0n ? { missing: ['notRunning'] } : { done: true }
}
