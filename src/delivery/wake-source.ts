/**
 * Rows fall due by their own ids in so many equal shares, and each share is woken for itself: what falls due at one instant spreads over all
 * worker processes, and 3,000 rows of one midnight make 64 wake-ups.
 */
export const shares = 64

/** Something of a share is due since (or from) an instant of the program's clock: so many things of it. */
export type Due = { share: number; since: string; things: number }

/** Rows that fall due, and how to do what they ask for. */
export type WakeSource = {
  /** Names the wake-ups' jobs and the metrics' label: letters and digits. */
  name: string
  /** What is due up to `until`: of each share one line for what is due by `at`, since the oldest of it, and one for each instant after that. */
  find: (at: string, until: string) => Promise<readonly Due[]>
  /**
   * Does what is due by now in a share; of one row's failure it speaks in the log and goes on. Ends early, between two rows, when `stopping`
   * is aborted: what is left stays due.
   */
  apply: (share: number, stopping: AbortSignal) => Promise<void>
}
