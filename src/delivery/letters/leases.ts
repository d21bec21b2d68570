import type { Handing } from '../../letters/types.ts'
import type { Log } from '../../log.ts'

/** How often letters in hand are said to be in hand still, and how much of a lease must be left to begin with its letter; milliseconds. */
const times = { renew: 4_000, needed: 3_000 }

/** A letter at this attempt. */
type Held = Pick<Handing, 'id' | 'attempt'>

export type Leases = {
  /** Takes note of letters in hand. */
  readonly hold: (letters: readonly Handing[]) => void
  readonly drop: (letter: string) => void
  /** Whether a letter is surely still ours: a process that slept has lost what it held. */
  readonly isHeld: (letter: string) => boolean
  readonly close: () => void
}

/**
 * The letters that this process has in hand, all renewed by one statement. `renew` answers which of them are still ours, and until when; `now` is
 * the machine's clock, `every` how often they are renewed, both in milliseconds.
 */
export const createLeases = (
  renew: (letters: readonly Held[]) => Promise<{ held: readonly string[]; until: string }>,
  { now, log, every = times.renew }: { now: () => number; log: Log; every?: number },
): Leases => {
  const inHand = new Map<string, Held & { until: number }>()
  let renewing = false
  const renewAll = async (): Promise<void> => {
    if (renewing || inHand.size === 0) return
    renewing = true
    const letters = [...inHand.values()]
    try {
      const answer = await renew(letters)
      const held = new Set(answer.held)
      for (const letter of letters) letter.until = held.has(letter.id) ? Date.parse(answer.until) : 0
    } catch (err) {
      log.warn({ err, letters: letters.length }, 'letters in hand could not be renewed')
    } finally {
      renewing = false
    }
  }
  const timer = setInterval(() => void renewAll(), every).unref()
  return {
    hold(letters) {
      for (const { id, attempt, leasedUntil } of letters)
        inHand.set(id, { id, attempt, until: Date.parse(leasedUntil) })
    },
    drop: letter => inHand.delete(letter),
    isHeld: letter => (inHand.get(letter)?.until ?? 0) - now() > times.needed,
    close: () => clearInterval(timer),
  }
}
