import { mayGo, type Reader } from './days.ts'
import type { Rank, Story } from './story.ts'

/** What a letter has to speak of. `step`: days from the deadline of a rung; null of an event. */
export type Item = {
  readonly person: string
  readonly rank: Rank | 'actor'
  readonly table: string
  readonly seat: number
  readonly key: string
  readonly kind: string
  readonly step: number | null
  /** Of a rung: the last day of which it speaks, and the instant that ends it. */
  readonly date: string | null
  readonly due: string | null
  /** The instant at which it has to be handed over. */
  readonly at: string
}

/**
 * The first step of the clock, from an instant on, at which something may go: the mail server is there, and an ordinary letter finds its reader
 * in the hours of letters. Null where the season as it was played ended before.
 */
export const handedAt = (story: Story, from: string, reader: Reader | null): string | null =>
  story.steps.find(
    step =>
      step >= from &&
      !story.outages.some(outage => outage.from <= step && step < outage.to) &&
      (reader === null || mayGo(step, reader)),
  ) ?? null
