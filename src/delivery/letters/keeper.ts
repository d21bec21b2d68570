import { setTimeout as pause } from 'node:timers/promises'
import type { Outcome } from '../../letters/types.ts'
import type { Log } from '../../log.ts'

/** In a rush outcomes gather so long before they are written, in milliseconds: a transaction a letter would be half of the work. */
const gatherMs = 25

/**
 * The longest that the mail server can have a letter of which our row does not say so, in milliseconds, while the database answers at all: the
 * statement that is on its way, then the letter's own, each with its wait for a connection. As a rule it is some tens of milliseconds; /metrics has
 * how many (`vzaimo_letter_unkept_seconds`). A crash within that time repeats the letter, with the same Message-ID (engineering 24).
 */
export const longestUnkeptMs = gatherMs + 2 * (3_000 + 10_000)

/** Between two tries to write while the database is away, in milliseconds. */
const retryMs = 250

export type Keeper = {
  /** Resolves when it is written how this letter's handing over ended; `at` by the program's clock. */
  readonly keep: (outcome: Outcome, at: string) => Promise<void>
  /** Resolves when nothing waits to be written. */
  readonly idle: () => Promise<void>
}

/**
 * Writes an outcome as soon as it is there; in a rush, what comes within a moment of that gathers for the next writing. What cannot be written is
 * tried again for as long as the process lives: of all rows these must not be lost.
 */
export const createKeeper = (
  write: (outcomes: readonly Outcome[], at: string) => Promise<unknown>,
  log: Log,
): Keeper => {
  let gathered: { outcome: Outcome; at: string }[] = []
  let next: Promise<void> | null = null
  let last: Promise<void> = Promise.resolve()
  let begun = Number.NEGATIVE_INFINITY

  const rest = async (): Promise<void> => {
    const left = begun + gatherMs - performance.now()
    if (left > 0) await pause(left)
    begun = performance.now()
  }

  const writeOut = async (): Promise<void> => {
    const group = gathered
    gathered = []
    next = null
    const at = group.reduce((latest, each) => (each.at > latest ? each.at : latest), '')
    const outcomes = group.map(({ outcome }) => outcome)
    for (let tries = 1; ; tries += 1)
      try {
        await write(outcomes, at)
        return
      } catch (err) {
        if (tries === 1) log.error({ err, letters: outcomes.length }, 'what became of letters could not be written yet')
        await pause(retryMs)
      }
  }

  return {
    keep(outcome, at) {
      gathered.push({ outcome, at })
      if (next === null) {
        next = last.then(rest).then(writeOut)
        last = next
      }
      return next
    },
    async idle() {
      for (let seen: Promise<void> | null = null; seen !== last; ) {
        seen = last
        await seen
      }
    },
  }
}
