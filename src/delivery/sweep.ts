import type { Database } from '../db/pool.ts'
import { readClock, shown } from '../engine/clock.ts'
import type { NewJob, Queues } from './queue.ts'
import type { WakeSource } from './wake-source.ts'

/**
 * How far a sweep looks ahead, in milliseconds: five of its periods. The queue never knows more than that, so that a deadline which moves
 * leaves nothing behind there.
 */
const lookAhead = 10_000

/** The name of the job that makes a worker sweep. */
export const sweepJob = 'look'

/** Makes some worker sweep now: for whoever moved the clock. Rejects when the queue does not take it; then they see it by themselves. */
export const askForSweep = (queues: Pick<Queues, 'add'>, realMs: number): Promise<void> =>
  queues.add('sweep', [{ name: sweepJob, id: `${sweepJob}-${realMs}`, data: {}, notBefore: realMs }])

/** What a wake-up's job carries: whose it is, and the instant of the real clock (ms) before which it is too early. */
export type WakeUp = { source: string; share: number; notBefore: number }

/** So many things have something due now; so many wake-ups were added, those of the next seconds among them. */
export type Swept = { due: ReadonlyMap<string, number>; wakeUps: number }

// What was found at its instant and what was seen coming have the same id: while a worker is at it, it is not woken again.
const jobOf = ({ source, share, notBefore }: WakeUp): NewJob => ({
  name: source,
  id: `${source}-${share}-${notBefore}`,
  data: { source, share, notBefore },
  notBefore,
})

/**
 * Reads in the rows what is due, and what will be within the next seconds where the program's clock runs, and adds a wake-up for each share
 * and instant. `realMs` is the real clock's now. Rejects when the queue does not take them.
 */
export const sweep = async (
  db: Database,
  queues: Pick<Queues, 'add'>,
  sources: readonly Pick<WakeSource, 'name' | 'find'>[],
  realMs: number,
): Promise<Swept> => {
  const clock = await readClock(db)
  const at = shown(clock, realMs)
  const until = shown(clock, realMs + lookAhead)
  const due = new Map<string, number>()
  const jobs: NewJob[] = []
  for (const { name, find } of sources) {
    const found = await find(at, until)
    const now = found.filter(({ since }) => since <= at)
    due.set(
      name,
      now.reduce((sum, { things }) => sum + things, 0),
    )
    for (const { share, since } of found)
      jobs.push(jobOf({ source: name, share, notBefore: realMs + Date.parse(since) - Date.parse(at) }))
  }
  await queues.add('wake', jobs)
  return { due, wakeUps: jobs.length }
}
