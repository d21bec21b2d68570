import type { Database } from '../db/pool.ts'
import type { HealthChecks } from '../http/health.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { Settings } from '../settings.ts'

/** A part of a process that runs until it is stopped: the web, the worker. */
export type Part = {
  name: string
  /** Where it can be reached, if it listens. */
  url?: string
  /** Takes no new work, finishes what it began as far as that is quick, and lets go of what it holds. */
  stop(): Promise<void>
}

/** What parts are started with. */
export type Deps = {
  settings: Settings
  db: Database
  /** The database by its url, for the queue, which opens pools of its own. */
  url: string
  log: Log
  metrics: Metrics
  checks: HealthChecks
  /** Aborted when the process begins to stop, before any part is stopped. */
  stopping: AbortSignal
}

/** Starts a part; it is ready when the promise resolves. Throws with a sentence for the operator. */
export type StartPart = (deps: Deps) => Promise<Part>
