import type { Transaction } from '../../../db/pool.ts'
import type { House } from '../../house.ts'
import { problemOf } from '../problem.ts'
import { lockTable, openTable } from './open-table.ts'
import { askingOf } from './request-query.ts'
import { realInstant } from './runs.ts'
import type { Solved, SolveProgress } from './solve-task.ts'
import { type Solving, solveInThread } from './solver.ts'
import { storeDraft } from './store-proposal.ts'

/** Milliseconds between two signs of life of a run. */
const beatMs = 250

/** Works at runs in threads. `begin` gives a promise that holds when the run has ended; `stop` ends them all. */
export type Works = { readonly begin: (run: string) => Promise<void>; readonly stop: () => Promise<void> }

type WorkHouse = Pick<House, 'db' | 'seasons' | 'workflow'>
type Begun = { id: string; cycle: string; revision: number; at: string; author: string }

const ended = (
  tx: Transaction | WorkHouse['db'],
  id: string,
  state: 'proposed' | 'impossible' | 'cancelled' | 'failed',
) => tx.updateTable('pairing_run').set({ state }).where('id', '=', id).where('state', '=', 'running')

const store = async (house: WorkHouse, run: Begun, solved: Solved): Promise<void> => {
  if (solved.kind === 'impossible') {
    await ended(house.db, run.id, 'impossible')
      .set({ says: JSON.stringify(solved.says) })
      .execute()
    return
  }
  await house.db.transaction().execute(async tx => {
    const table = await lockTable(tx, house, run.cycle)
    const { numUpdatedRows } = await ended(tx, run.id, 'proposed').executeTakeFirst()
    if (table === null || numUpdatedRows === 0n) return
    const { proposal, fairness, objections, seconds, checkSeconds } = solved
    // Where the table was changed meanwhile the weights are still those of the proposal's own revision.
    if (table.revision !== run.revision) {
      await tx.updateTable('pairing_run').set({ state: 'failed' }).where('id', '=', run.id).execute()
      return
    }
    const { request } = await askingOf(tx, run.cycle, table)
    await storeDraft(tx, problemOf(request), {
      ...{
        cycle: run.cycle,
        revision: run.revision,
        born: run.revision,
        how: 'solved',
        at: run.at,
        person: run.author,
      },
      groups: [...proposal.pairs.map(({ a, b }) => [a, b]), ...(proposal.trio ? [proposal.trio.members] : [])],
      ...{ seconds, checkSeconds, rounds: proposal.rounds, bound: proposal.bound, objections, fairness },
      ...{ certificate: proposal.certificate, base: null },
    })
  })
}

/** The workshop of one process. `realMs` is the real clock; `failed` is told of a thread that broke. */
export const openWorks = (house: WorkHouse, realMs: () => number, failed: (error: unknown) => void): Works => {
  const atWork = new Map<string, { solving: Solving; done: Promise<void> }>()

  const work = async (id: string): Promise<void> => {
    const { db } = house
    const run = await db
      .selectFrom('pairing_run')
      .select(['id', 'cycle', 'revision', 'at', 'author', 'schools'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const table = await openTable(house, run.cycle, run.at)
    const { request } = await askingOf(db, run.cycle, table)
    let progress: SolveProgress = { stage: 'candidates', left: run.schools }
    const solving = solveInThread(request, told => {
      progress = told
    })
    const beat = async () => {
      const [row] = await db
        .updateTable('pairing_run')
        .set({ stage: progress.stage, left_over: progress.left, alive_at: realInstant(realMs()) })
        .where('id', '=', id)
        .where('state', '=', 'running')
        .returning('cancel_asked')
        .execute()
      if (row === undefined || row.cancel_asked) solving.cancel()
    }
    const beats = setInterval(() => void beat().catch(failed), beatMs)
    const finish = async () => {
      try {
        const solved = await solving.done
        if (solved === null) await ended(db, id, 'cancelled').execute()
        else await store(house, run, solved)
      } catch (error) {
        failed(error)
        await ended(db, id, 'failed').execute()
      } finally {
        clearInterval(beats)
        atWork.delete(id)
      }
    }
    const done = finish()
    atWork.set(id, { solving, done })
    return done
  }

  return {
    begin: async run => {
      try {
        await work(run)
      } catch (error) {
        failed(error)
        await ended(house.db, run, 'failed').execute()
      }
    },
    stop: async () => {
      const all = [...atWork.values()]
      for (const { solving } of all) solving.cancel()
      await Promise.all(all.map(({ done }) => done))
    },
  }
}
