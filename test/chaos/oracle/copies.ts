import type { Arrived, Found } from './found.ts'

/** Of each letter its first copy, and those that came again. */
export const copiesOf = (sink: readonly Arrived[]) =>
  [...Map.groupBy(sink, ({ messageId }) => messageId).values()].map(copies =>
    copies.toSorted((one, other) => one.real - other.real),
  )

/** A letter comes again only where a process was killed between the server's acceptance and our record of it (engineering 24). */
export const explained = ({ kills, statedWindow }: Found, { real }: Arrived): boolean =>
  kills.some(kill => kill.real >= real - 250 && kill.real <= real + statedWindow)

/**
 * The longest time in which a kill repeats a letter, in milliseconds: between the server's acceptance and our own record of it; of a copy that
 * had to be sent again, from its acceptance to the kill.
 */
export const longestWindow = ({ sink, letters, kills }: Found): number => {
  const committed = new Map(letters.map(letter => [letter.messageId, letter.committed]))
  const windows = copiesOf(sink).flatMap(copies =>
    copies.map(({ real, messageId }, index) => {
      const ends = index < copies.length - 1 ? kills.map(kill => kill.real) : [committed.get(messageId) ?? real]
      return Math.min(...ends.map(end => Math.abs(end - real)))
    }),
  )
  return Math.max(0, ...windows.filter(Number.isFinite))
}
