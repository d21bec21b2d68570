import { constants } from 'node:os'
import type { Log } from '../log.ts'
import { watchNpm } from './npm-parent.ts'

/** A running process, to those who start something in it. */
export type Life = {
  /** Aborted when the process begins to stop. */
  stopping: AbortSignal
  /** Registers how to undo what was just started; undone in reverse order. */
  undo(name: string, stop: () => Promise<void>): void
  /** Registers what must still happen when the process ends in this instant; must not wait. */
  undoAtOnce(stop: () => void): void
  /** Ends the process with exit code 1 because of `reason`, a sentence. */
  fail(reason: string): void
  /** Ends the process: its work is done. */
  finish(exitCode: number): void
}

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/** From the first signal to the end, in milliseconds; then the rest is dropped. */
const LIMIT = 4_700

/** A terminal's Ctrl-C reaches us twice when npm passes it on: signals this close together are one. */
const ONE_SIGNAL = 300

/**
 * Starts, runs until a signal (or until `fail`, or npm has gone), stops in order, and returns the exit code. A second
 * signal, or the limit, ends the process at once. What `start` throws is thrown on, after everything was undone.
 */
export async function untilStopped(log: Log, start: (life: Life) => Promise<void>): Promise<number> {
  const stopping = new AbortController()
  const undoing: { name: string; stop: () => Promise<void> }[] = []
  const atOnce: (() => void)[] = []
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>()
  let exitCode = 0
  let firstSignal = 0

  const endAtOnce = (code: number): never => {
    for (const now of atOnce) now()
    process.exit(code)
  }
  const begin = (reason: string) => {
    if (stopping.signal.aborted) return
    log[reason === 'done' ? 'debug' : 'info']({ reason }, 'stopping')
    stopping.abort()
    setTimeout(() => endAtOnce(1), LIMIT).unref()
    stop()
  }
  const onSignal = (signal: (typeof SIGNALS)[number]) => {
    if (firstSignal === 0) firstSignal = performance.now()
    else if (performance.now() - firstSignal > ONE_SIGNAL) endAtOnce(128 + constants.signals[signal])
    begin(signal)
  }
  const life: Life = {
    stopping: stopping.signal,
    undo: (name, stop) => undoing.push({ name, stop }),
    undoAtOnce: stop => atOnce.push(stop),
    fail(reason) {
      exitCode = 1
      log.fatal(reason)
      begin('failure')
    },
    finish(code) {
      exitCode = code
      begin('done')
    },
  }
  const onBug = (error: unknown) => {
    log.fatal({ err: error }, 'unexpected error')
    life.fail('an unexpected error')
  }

  for (const signal of SIGNALS) process.on(signal, onSignal)
  process.on('uncaughtException', onBug)
  // Signals alone do not keep node alive.
  const alive = setInterval(() => undefined, 2 ** 30)
  const unwatch = await watchNpm(process.env, () => begin('npm has gone'))
  try {
    await start(life)
    await stopped
  } catch (error) {
    // Told to stop in the midst of starting: what was left undone is no failure.
    if (!stopping.signal.aborted) throw error
  } finally {
    stopping.abort()
    for (const { name, stop } of undoing.reverse()) {
      await stop().catch(error => log.error({ err: error, part: name }, 'did not stop cleanly'))
    }
    unwatch()
    clearInterval(alive)
    process.off('uncaughtException', onBug)
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
  return exitCode
}
