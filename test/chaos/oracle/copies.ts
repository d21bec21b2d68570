import type { Arrived, Found } from './found.ts'

/** Of each letter its first copy, and those that came again. */
export const copiesOf = (sink: readonly Arrived[]) =>
  [...Map.groupBy(sink, ({ messageId }) => messageId).values()].map(copies =>
    copies.toSorted((one, other) => one.real - other.real),
  )

/** A letter comes again only where a process was killed between the server's acceptance and our record of it (engineering 24). */
export const explained = ({ kills, statedWindow }: Found, { real }: Arrived): boolean =>
  kills.some(kill => kill.real >= real - 250 && kill.real <= real + statedWindow)

/** The longest time between the server's acceptance of a letter and our own record of it, in milliseconds. */
export const longestWindow = ({ sink, letters }: Found): number => {
  const committed = new Map(letters.map(letter => [letter.messageId, letter.committed]))
  const windows = copiesOf(sink).map(copies => {
    const [first] = copies
    const at = committed.get(first?.messageId ?? '') ?? null
    return first === undefined || at === null ? 0 : at - first.real
  })
  return Math.max(0, ...windows)
}
