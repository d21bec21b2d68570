/** What failed rests: the first time so many milliseconds, then twice as long each time, up to the last of these. */
const rests = { first: 5_000, longest: 600_000 }

/**
 * Remembers, in this process, which rows failed lately, so that one that always fails neither fills the log nor keeps a worker busy.
 * `now` is in milliseconds.
 */
export const resting = (now: () => number) => {
  const failed = new Map<string, { until: number; ms: number }>()
  return {
    has: (id: string): boolean => now() < (failed.get(id)?.until ?? 0),
    /** Begins a rest and answers how many milliseconds it lasts. */
    begin(id: string): number {
      const ms = Math.min((failed.get(id)?.ms ?? rests.first / 2) * 2, rests.longest)
      failed.set(id, { until: now() + ms, ms })
      return ms
    },
    /** It did not fail. */
    end: (id: string): void => {
      failed.delete(id)
    },
  }
}
