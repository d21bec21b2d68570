import type { Handing, Outcome } from '../../letters/types.ts'
import type { Keeper } from './keeper.ts'
import type { Leases } from './leases.ts'
import type { LetterMetrics } from './metrics.ts'
import type { Slots } from './slots.ts'
import type { Message, Transport } from './transport.ts'
import { type Verdict, verdict } from './verdict.ts'

/** One letter may take so long in all, in milliseconds: a server that answers drop by drop is given up. */
const longest = 60_000

/** What a process hands letters over with; one for all its shares. */
export type Counter = {
  readonly transport: Transport
  /** Of the server's connections. */
  readonly slots: Slots
  readonly keeper: Keeper
  readonly leases: Leases
  readonly metrics: LetterMetrics
  /** How many letters the server has accepted from this process. */
  accepted: number
  /** Tries that have not ended, of all shares; none of them rejects. */
  readonly underWay: Set<Promise<unknown>>
}

export const newCounter = (parts: Omit<Counter, 'accepted' | 'underWay'>): Counter => ({
  ...parts,
  accepted: 0,
  underWay: new Set(),
})

/** Resolves when nothing is under way and all of it is written down. */
export const allEnded = async ({ underWay, keeper }: Counter): Promise<void> => {
  await Promise.all(underWay)
  // Whoever waited for a try says first how it ended.
  await new Promise(resolve => setImmediate(resolve))
  await keeper.idle()
}

/** A letter that is ready to go. `message` is made at the last moment: it says when it went. */
export type Ready = { readonly handing: Handing; readonly message: () => Message }

/** How it went. `untried`: letters for which nothing was done. `rests`: the server as a whole is away, with its words. */
export type Round = { untried: Handing[]; sent: number; failed: number; rests: string | null }

type Doubt = { handing: Handing; said: Verdict; acceptedBefore: number }

/** `at` tells the program's clock; it ends early, between two letters, when `stopping` is aborted. */
type How = { lanes: number; at: () => string; stopping: AbortSignal }

/**
 * Hands letters over, so many at once. Where the line breaks the others that are under way, of other shares too, are waited for: if the server took
 * any meanwhile, the letter alone is at fault and waits; if not, the server is away, and what has not begun is left alone. Resolves when all of it is written down.
 */
export const handOver = async (counter: Counter, ready: readonly Ready[], how: How): Promise<Round> => {
  const round: Round = { untried: [], sent: 0, failed: 0, rests: null }
  const kept: Promise<void>[] = []
  const end: End = (handing, outcome, said) => {
    round[outcome === 'sent' ? 'sent' : 'failed'] += 1
    kept.push(keep(counter, handing, { outcome, code: said?.code ?? null, answer: said?.answer ?? null }, how.at()))
  }
  let waiting = [...ready]
  while (waiting.length > 0 && round.rests === null && !how.stopping.aborted) {
    const { left, doubts } = await untilTrouble(counter, waiting, how, end)
    waiting = left
    if (doubts.length > 0) await Promise.all(counter.underWay)
    for (const { handing, said, acceptedBefore } of doubts) {
      const othersWent = counter.accepted > acceptedBefore
      // Of a closed door no letter is ever at fault.
      end(handing, said.verdict === 'lost' || !othersWent ? 'lost' : 'deferred', said)
      if (!othersWent) round.rests = said.answer
    }
  }
  round.untried.push(...waiting.map(({ handing }) => handing))
  await Promise.all(kept)
  return round
}

type End = (handing: Handing, outcome: Outcome['outcome'], said?: Verdict) => void

const untilTrouble = async (
  counter: Counter,
  ready: readonly Ready[],
  { lanes, stopping }: How,
  end: End,
): Promise<{ left: Ready[]; doubts: Doubt[] }> => {
  const left = [...ready]
  const doubts: Doubt[] = []
  const goesOn = () => doubts.length === 0 && left.length > 0 && !stopping.aborted
  const lane = async (): Promise<void> => {
    while (goesOn())
      await counter.slots(async () => {
        const next = goesOn() ? left.shift() : undefined
        const doubt = next === undefined ? null : await handOne(counter, next, end)
        if (doubt !== null) doubts.push(doubt)
      })
  }
  await Promise.all(Array.from({ length: Math.min(lanes, ready.length) }, lane))
  return { left, doubts }
}

const handOne = async (counter: Counter, { handing, message }: Ready, end: End): Promise<Doubt | null> => {
  const { transport, leases, metrics } = counter
  // Somebody else has it by now: this process slept too long.
  if (!leases.isHeld(handing.id)) {
    leases.drop(handing.id)
    return null
  }
  const acceptedBefore = counter.accepted
  const begun = performance.now()
  const givingUp = new AbortController()
  const timer = setTimeout(() => givingUp.abort(), longest)
  const trying = transport.hand(message(), handing.id, givingUp.signal)
  counter.underWay.add(trying)
  const tried = await trying.finally(() => {
    clearTimeout(timer)
    counter.underWay.delete(trying)
  })
  metrics.seconds.observe((performance.now() - begun) / 1000)
  if (tried.accepted) {
    counter.accepted += 1
    end(handing, 'sent')
    return null
  }
  const said = verdict(tried.error, handing.email)
  if (said.code === null && tried.whole) metrics.perhapsTwice.inc({ because: 'line' })
  if (said.verdict === 'lost' || said.verdict === 'doubt') return { handing, said, acceptedBefore }
  end(handing, said.verdict, said)
  return null
}

const keep = async (
  { keeper, leases, metrics }: Counter,
  { id, attempt }: Handing,
  outcome: Pick<Outcome, 'outcome' | 'code' | 'answer'>,
  at: string,
): Promise<void> => {
  const known = performance.now()
  await keeper.keep({ letter: id, attempt, ...outcome }, at)
  leases.drop(id)
  metrics.ended.inc({ outcome: outcome.outcome })
  if (outcome.outcome === 'sent') metrics.unkept.observe((performance.now() - known) / 1000)
}
