import type { Database } from '../db/pool.ts'
import { readClock, shown } from '../engine/clock.ts'
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

  const tick = async ({ root, since }: DueRoot, at: string, unlessBusy: boolean): Promise<number> => {
    if (rest.has(root)) return 0
    try {
      const rows = await tickRoot(db, workflow, root, at, { unlessBusy })
      rest.end(root)
      if (rows > 0) metrics.applied.inc({ source: name })
      return rows
    } catch (err) {
      metrics.failed.inc({ source: name })
      log.error({ err, root, since, restMs: rest.begin(root) }, 'what fell due could not be applied')
      return 0
    }
  }

  /** Every due root of the share once. Answers how many history rows came of it, on how many roots. */
  const passOver = async (share: number, stopping: AbortSignal, unlessBusy: boolean) => {
    const made = { roots: 0, rows: 0 }
    const clock = await readClock(db)
    const at = shown(clock, now())
    let roots: DueRoot[] = []
    do {
      roots = await dueRootsOf(db, share, at, roots.at(-1), batch)
      for (const due of roots) {
        if (stopping.aborted) return made
        const rows = await tick(due, at, unlessBusy)
        if (rows === 0) continue
        made.roots += 1
        made.rows += rows
        const lateMs = Date.parse(shown(clock, now())) - Date.parse(due.since)
        if (clock.mode !== 'stepped') metrics.lateness.observe({ source: name }, lateMs / 1000)
      }
    } while (roots.length === batch)
    return made
  }

  return {
    name,
    find: (at, until) => dueShares(db, at, until),
    async apply(share, stopping) {
      const begun = now()
      // First round those that somebody holds, then they are waited for.
      const made = [await passOver(share, stopping, true), await passOver(share, stopping, false)]
      const [roots, rows] = [
        made.reduce((sum, { roots }) => sum + roots, 0),
        made.reduce((sum, { rows }) => sum + rows, 0),
      ]
      if (rows > 0) log.info({ source: name, share, roots, rows, ms: now() - begun }, 'applied what fell due')
    },
  }
}
