import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '../db/pool.ts'
import { readClock, shown } from '../engine/clock.ts'
import type { Log } from '../log.ts'
import type { Queues, TakenJob } from './queue.ts'
import { sweep, sweepJob, type WakeUp } from './sweep.ts'
import { tidy } from './sweep-tidy.ts'
import type { WakeMetrics } from './wake-metrics.ts'
import type { WakeSource } from './wake-source.ts'

/** In milliseconds: how often somebody looks for what is due, and how often each process tidies up. */
const periods = { sweep: 2_000, tidy: 600_000 }

export type Waking = {
  db: Database
  queues: Queues
  sources: readonly WakeSource[]
  /** What else outlives its time, beside this room's own rows: removes it and answers how many of each. */
  outlived?: (realMs: number) => Promise<Record<string, number>>
  /** How many shares this process works on at once. */
  parallel: number
  log: Log
  metrics: WakeMetrics
  stopping: AbortSignal
  /** The real clock, in milliseconds. */
  now: () => number
}

/**
 * Begins to wake what is due. Who adds wake-ups? The sweep alone, every two seconds, and whoever moves the clock: never a request, whose act
 * neither waits for the queue nor knows of it; what an act makes due days ahead is found in the rows when its time comes near. The rows
 * decide what is due: a wake-up that came twice, too early or after its work was done finds nothing. Where the queue is away, each process
 * looks by itself. Resolves, once `stopping` is aborted, when the process looks no more.
 */
export const wakeUntilStopped = async (waking: Waking): Promise<void> => {
  const { queues, parallel, log, stopping } = waking
  queues.work('wake', parallel, waker(waking))
  // Two, so that the next look does not wait where one tidies up.
  queues.work('sweep', 2, sweeper(waking))
  let away = false
  while (!stopping.aborted) {
    try {
      await queues.repeat('sweep', sweepJob, periods.sweep)
      if (away) log.info('the queue answers again')
      away = false
    } catch (err) {
      if (!away) log.warn({ err }, 'the queue is away: this process looks for what is due by itself')
      away = true
      await withoutQueue(waking).catch(error => log.debug({ err: error }, 'looked in vain'))
    }
    await pause(periods.sweep, undefined, { signal: stopping }).catch(() => undefined)
  }
}

const waker = ({ sources, stopping, now }: Waking) => {
  const atWork = new Map<string, Promise<void>>()
  return async ({ data }: TakenJob): Promise<void> => {
    const { source: name, share, notBefore } = data as WakeUp
    // A source that this version no longer has: its rows are for those who know them.
    const source = sources.find(candidate => candidate.name === name)
    if (source === undefined) return
    // A timer may ring a millisecond early, and then nothing would be due yet.
    const early = notBefore - now()
    if (early > 0) await pause(early)
    // Two at one share would only stand in each other's way.
    const key = `${name}-${share}`
    const before = atWork.get(key) ?? Promise.resolve()
    const mine = before.catch(() => undefined).then(() => source.apply(share, stopping))
    atWork.set(key, mine)
    await mine.finally(() => {
      if (atWork.get(key) === mine) atWork.delete(key)
    })
  }
}

const sweeper = ({ db, queues, sources, outlived, log, metrics, now }: Waking) => {
  let tidiedAt = 0
  return async (): Promise<void> => {
    const begun = now()
    const { due, wakeUps } = await sweep(db, queues, sources, begun)
    for (const [source, things] of due) metrics.waiting.set({ source }, things)
    metrics.sweeps.observe((now() - begun) / 1000)
    if (wakeUps > 0) log.debug({ due: Object.fromEntries(due), wakeUps }, 'swept')
    if (now() - tidiedAt < periods.tidy) return
    tidiedAt = now()
    const removed = { ...(await tidy(db, begun)), ...(await outlived?.(begun)) }
    if (Object.values(removed).some(rows => rows > 0)) log.info(removed, 'removed what had outlived its time')
  }
}

const withoutQueue = async ({ db, sources, parallel, stopping, now }: Waking): Promise<void> => {
  const at = shown(await readClock(db), now())
  for (const { find, apply } of sources) {
    const shares = (await find(at, at)).map(({ share }) => share)
    const one = async (): Promise<void> => {
      for (let share = shares.shift(); share !== undefined; share = shares.shift()) await apply(share, stopping)
    }
    await Promise.all(Array.from({ length: parallel }, one))
  }
}
