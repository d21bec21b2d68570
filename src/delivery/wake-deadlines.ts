import type { Database } from '../db/pool.ts'
import { type Clock, readClock, shown } from '../engine/clock.ts'
import { tickFreeRoots, tickRoot } from '../engine/tick.ts'
import type { Workflow } from '../engine/workflow.ts'
import type { Log } from '../log.ts'
import type { WakeMetrics } from './wake-metrics.ts'
import { type DueRoot, dueRootsOf, dueShares } from './wake-query.ts'
import { resting } from './wake-rest.ts'
import type { WakeSource } from './wake-source.ts'

const name = 'deadlines'

/** So many roots are ticked in one transaction; people who act on one of them wait for it some hundredths of a second. */
const together = 8

/** Roots of one query. */
const batch = 25 * together

type Counts = { roots: number; rows: number; left: number }

/** Deadlines of the machines: the roots on which they fell due are ticked. */
export const deadlineSource = (house: {
  db: Database
  workflow: Workflow
  log: Log
  metrics: WakeMetrics
  now: () => number
}): WakeSource => {
  const { db, workflow, log, metrics, now } = house
  const rest = resting(now)

  const note = (counts: Counts, clock: Clock, { root, since }: DueRoot, rows: number): void => {
    rest.end(root)
    counts.rows += rows
    counts[rows === 0 ? 'left' : 'roots'] += 1
    if (rows === 0) return
    metrics.applied.inc({ source: name })
    const lateMs = Date.parse(shown(clock, now())) - Date.parse(since)
    if (clock.mode !== 'stepped') metrics.lateness.observe({ source: name }, lateMs / 1000)
  }

  const fail = async (err: unknown, { root, since }: DueRoot): Promise<void> => {
    // Where it is the database that is away, no root is at fault: this throws, and the share stays due as it is.
    await readClock(db)
    metrics.failed.inc({ source: name })
    log.error({ err, root, since, restMs: rest.begin(root) }, 'what fell due could not be applied')
  }

  const oneByOne = async (counts: Counts, clock: Clock, at: string, roots: readonly DueRoot[]): Promise<void> => {
    for (const due of roots)
      await tickRoot(db, workflow, due.root, at).then(
        rows => note(counts, clock, due, rows),
        err => fail(err, due),
      )
  }

  // One that throws takes back what was done for the others: then it is found among them.
  const atOnce = async (counts: Counts, clock: Clock, at: string, roots: readonly DueRoot[]): Promise<void> => {
    const ids = roots.map(({ root }) => root)
    const rows = await tickFreeRoots(db, workflow, ids, at).catch(() => null)
    if (rows === null) return oneByOne(counts, clock, at, roots)
    for (const [index, due] of roots.entries()) note(counts, clock, due, rows[index] ?? 0)
  }

  /** Every due root of the share once. */
  const passOver = async (share: number, stopping: AbortSignal, work: typeof atOnce): Promise<Counts> => {
    const counts = { roots: 0, rows: 0, left: 0 }
    const clock = await readClock(db)
    const at = shown(clock, now())
    let found: DueRoot[] = []
    do {
      found = await dueRootsOf(db, share, at, found.at(-1), batch)
      const awake = found.filter(({ root }) => !rest.has(root))
      for (let start = 0; start < awake.length && !stopping.aborted; start += together)
        await work(counts, clock, at, awake.slice(start, start + together))
    } while (found.length === batch && !stopping.aborted)
    return counts
  }

  return {
    name,
    find: (at, until) => dueShares(db, at, until),
    async apply(share, stopping) {
      const begun = now()
      // First past those that somebody holds; then these are waited for.
      const { roots, rows, left } = await passOver(share, stopping, atOnce)
      const waited = left === 0 ? { roots: 0, rows: 0 } : await passOver(share, stopping, oneByOne)
      const applied = { roots: roots + waited.roots, rows: rows + waited.rows }
      if (applied.rows > 0) log.info({ source: name, share, ...applied, ms: now() - begun }, 'applied what fell due')
    },
  }
}
