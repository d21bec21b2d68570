/** So many at a time, in the order in which they came: what waits here has not begun. */
export const createSlots = (count: number) => {
  let free = count
  const waiting: (() => void)[] = []
  return async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    if (free > 0) free -= 1
    else await new Promise<void>(resolve => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}

export type Slots = ReturnType<typeof createSlots>
