/** An invariant with its verdict: how many things it looked at, and what it found. One that looked at nothing has proven nothing. */
export type Invariant = {
  readonly name: string
  readonly checked: number
  readonly violations: number
  readonly verdict: 'holds' | 'broken'
  readonly examples: readonly string[]
}

/** Counts what one invariant looks at. */
export type Check = {
  /** Looks at one thing; `says`, asked only where it does not hold, names it. */
  readonly look: (holds: boolean, says: () => string) => void
  /** Adds what a query looked at and found. */
  readonly add: (checked: number, violations: readonly string[]) => void
  readonly end: () => Invariant
}

/** Examples that are told of a broken invariant. */
const most = 5

export const openCheck = (name: string): Check => {
  let [checked, violations] = [0, 0]
  const examples: string[] = []
  const found = (says: string) => {
    violations += 1
    if (examples.length < most) examples.push(says)
  }
  return {
    look: (holds, says) => {
      checked += 1
      if (!holds) found(says())
    },
    add: (count, list) => {
      checked += count
      for (const says of list) found(says)
    },
    end: () => ({ name, checked, violations, verdict: violations === 0 && checked > 0 ? 'holds' : 'broken', examples }),
  }
}
