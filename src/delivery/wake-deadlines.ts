import type { Database } from '../db/pool.ts'
import { type Clock, readClock, shown } from '../engine/clock.ts'
import { tickRoot } from '../engine/tick.ts'
import type { Workflow } from '../engine/workflow.ts'
import type { Log } from '../log.ts'
import type { WakeMetrics } from './wake-metrics.ts'
import { type DueRoot, dueRootsOf, dueShares } from './wake-query.ts'
import { resting } from './wake-rest.ts'
import type { WakeSource } from './wake-source.ts'

const name = 'deadlines'

/** Roots of one query; their ticks are one transaction each. */
const batch = 200

/** Deadlines of the machines: the roots on which they fell due are ticked, each in its own transaction. */
export const deadlineSource = (house: {
  db: Database
  workflow: Workflow
  log: Log
  metrics: WakeMetrics
  now: () => number
}): WakeSource => {
  const { db, workflow, log, metrics, now } = house
  const rest = resting(now)

  /** Answers how many history rows it made. */
  const tick = async ({ root, since }: DueRoot, clock: Clock, at: string, unlessBusy: boolean): Promise<number> => {
    if (rest.has(root)) return 0
    try {
      const rows = await tickRoot(db, workflow, root, at, { unlessBusy })
      rest.end(root)
      if (rows === 0) return 0
      metrics.applied.inc({ source: name })
      const lateMs = Date.parse(shown(clock, now())) - Date.parse(since)
      if (clock.mode !== 'stepped') metrics.lateness.observe({ source: name }, lateMs / 1000)
      return rows
    } catch (err) {
      metrics.failed.inc({ source: name })
      log.error({ err, root, since, restMs: rest.begin(root) }, 'what fell due could not be applied')
      return 0
    }
  }

  /** Every due root of the share once, as one transaction each. Answers how many gave history rows, and how many did not. */
  const passOver = async (share: number, stopping: AbortSignal, unlessBusy: boolean) => {
    const counts = { roots: 0, rows: 0, left: 0 }
    const clock = await readClock(db)
    const at = shown(clock, now())
    let roots: DueRoot[] = []
    do {
      roots = await dueRootsOf(db, share, at, roots.at(-1), batch)
      for (const due of roots) {
        if (stopping.aborted) return counts
        const rows = await tick(due, clock, at, unlessBusy)
        counts.rows += rows
        counts[rows === 0 ? 'left' : 'roots'] += 1
      }
    } while (roots.length === batch)
    return counts
  }

  return {
    name,
    find: (at, until) => dueShares(db, at, until),
    async apply(share, stopping) {
      const begun = now()
      // First past those that somebody holds; then these are waited for.
      const { roots, rows, left } = await passOver(share, stopping, true)
      const waited = left === 0 ? { roots: 0, rows: 0 } : await passOver(share, stopping, false)
      const applied = { roots: roots + waited.roots, rows: rows + waited.rows }
      if (applied.rows > 0) log.info({ source: name, share, ...applied, ms: now() - begun }, 'applied what fell due')
    },
  }
}
