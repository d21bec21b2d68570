/** Numbers of assertions. */
export type Counts = { passed: number; failed: number; skipped: number }

/**
 * Reads tap's output line by line and prints the short of it: one line for a file that passed, everything of a file
 * that failed, and at the end what was skipped and why.
 */
export function openReport(print: (line: string) => void): {
  read(line: string): void
  /** `clean`: tap itself exited with 0. `failsWhenSkipped` tells which reasons to skip count as failures. */
  close(end: { clean: boolean; failsWhenSkipped(reason: string): boolean }): Counts
} {
  let block: string[] = []
  let showRest = false
  let totals = { pass: 0, fail: 0, skip: 0, todo: 0 }
  const skips = new Map<string, number>()

  return {
    read(line) {
      const reason = /^\s*(?:not )?ok\b.* # SKIP ?(.*)$/.exec(line)?.[1]
      if (reason !== undefined) skips.set(reason, (skips.get(reason) ?? 0) + 1)
      const counts = /^# (\{ total: .*\})$/.exec(line)?.[1]
      if (counts !== undefined) totals = { ...totals, ...numbersOf(counts) }

      // What explains a failed file follows its own line, up to the next file.
      if (line.startsWith('# Subtest: ')) showRest = false
      const file = /^(ok|not ok) \d+ - (.*)$/.exec(line)
      if (file === null) {
        block.push(line)
        if (showRest) print(line)
        return
      }
      showRest = file[1] === 'not ok'
      if (showRest) for (const earlier of block) print(earlier)
      print(showRest ? line : `ok ${file[2]?.replace(/ # time=(\d+)\.?\d*ms$/, ' ($1 ms)')}`)
      block = []
    },

    close({ clean, failsWhenSkipped }) {
      // What came after the last file, where tap itself went wrong.
      if (!clean && totals.fail === 0) for (const line of block) print(line)
      let counted = 0
      for (const [reason, times] of skips) {
        const fails = failsWhenSkipped(reason)
        if (fails) counted += times
        print(
          `${fails ? 'failed, for it was skipped' : 'skipped'}: ${reason || 'no reason given'}${times > 1 ? ` (${times} times)` : ''}`,
        )
      }
      const failed = totals.fail + counted
      return {
        passed: totals.pass,
        failed: !clean && failed === 0 ? 1 : failed,
        skipped: totals.skip + totals.todo - counted,
      }
    },
  }
}

/** '{ total: 7, pass: 3, fail: 1 }' as numbers. */
function numbersOf(text: string): Record<string, number> {
  return Object.fromEntries([...text.matchAll(/(\w+): (\d+)/g)].map(([, name, n]) => [name, Number(n)]))
}
