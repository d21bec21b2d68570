import type { Database } from '../../db/pool.ts'
import { type Clock, readClock, shown } from '../../engine/clock.ts'
import { type Desk, takeDue } from '../../letters/desk.ts'
import { dueLetters } from '../../letters/due-shares.ts'
import { releaseLetters } from '../../letters/outcomes.ts'
import type { Handing } from '../../letters/types.ts'
import type { Log } from '../../log.ts'
import type { WakeMetrics } from '../wake-metrics.ts'
import { resting } from '../wake-rest.ts'
import { shares, type WakeSource } from '../wake-source.ts'
import { admit, type Budget } from './budget.ts'
import { beginProbe, beginRest, type Channel, endRest, leaveProbe, readChannel, restOf } from './channel.ts'
import { type Counter, handOver, type Ready, type Round } from './hand-over.ts'
import { messageOf, type Sender, wantsLink } from './message.ts'
import { countTakenOver } from './taken-over.ts'

const name = 'letters'

/** Persons whose letters are taken at once, and how often in a row none of those may have one. */
const batch = { persons: 50, empty: 10 }

/** Makes the links that open the house, by letter; `undo` takes those back that nobody got. */
export type MakeLinks = (
  wanted: readonly { id: string; person: string; next: string }[],
  realMs: number,
) => Promise<{ urls: ReadonlyMap<string, string>; undo: (letters: readonly string[]) => Promise<void> }>

/** All that a worker needs to hand letters over. */
export type Office = {
  readonly db: Database
  readonly desk: Desk
  readonly counter: Counter
  readonly makeLinks: MakeLinks
  readonly sender: Sender
  readonly budget: Budget
  /** The mail server's connections. */
  readonly connections: number
  readonly log: Log
  readonly metrics: WakeMetrics
  /** The machine's clock, in milliseconds. */
  readonly now: () => number
}

const iso = (ms: number): string => new Date(ms).toISOString()

/** What one look at a share came to. `more`: there may be other letters in it. */
type Pass = { sent: number; failed: number; more: boolean }

const nothing: Pass = { sent: 0, failed: 0, more: false }

/** Letters of the ledger: those that are due are judged once more, written and handed to the mail server. */
export const letterSource = (office: Office): WakeSource => {
  const { db, log, metrics, now } = office
  const rest = resting(now)
  return {
    name,
    async find(at, until) {
      const rests = restOf(await readChannel(db), at)
      if (rests !== null && rests > until) return []
      const due = await dueLetters(db, shares, at, until, iso(now()))
      return rests === null ? due : due.map(line => ({ ...line, since: line.since > rests ? line.since : rests }))
    },
    async apply(share, stopping) {
      if (rest.has(String(share))) return
      const begun = now()
      const total = { sent: 0, failed: 0 }
      try {
        for (let [more, empty] = [true, 0]; more && empty < batch.empty && !stopping.aborted; ) {
          const pass = await passOnce(office, share, stopping)
          more = pass.more
          empty = pass.sent + pass.failed > 0 ? 0 : empty + 1
          total.sent += pass.sent
          total.failed += pass.failed
        }
        rest.end(String(share))
      } catch (err) {
        // Where it is the database that is away, no letter is at fault: this throws, and the share stays due as it is.
        await readClock(db)
        metrics.failed.inc({ source: name })
        log.error({ err, share, restMs: rest.begin(String(share)) }, 'letters could not be written')
      }
      metrics.applied.inc({ source: name }, total.sent)
      if (total.sent + total.failed > 0)
        log.info({ source: name, share, ...total, ms: now() - begun }, 'handed letters over')
    },
  }
}

/** Takes some letters and hands them over, unless the mail server rests. After a rest one goes before all others. */
const passOnce = async (office: Office, share: number, stopping: AbortSignal): Promise<Pass> => {
  const { db, desk, log, now, connections } = office
  const clock = await readClock(db)
  const at = shown(clock, now())
  const read = await readChannel(db)
  if (restOf(read, at) !== null) return nothing
  const probes = read.faults > 0
  const channel = probes ? await beginProbe(db, read, at) : read
  if (channel === null) return nothing
  let round: Round = { untried: [], sent: 0, failed: 0, rests: null }
  try {
    const limit = probes ? 1 : batch.persons
    const { handings, more } = await takeDue(db, desk, { of: share, shares }, { at, realNow: iso(now()), limit })
    round = await handBatch(office, handings, clock, { lanes: probes ? 1 : connections, stopping })
    if (round.rests === null) return { sent: round.sent, failed: round.failed, more }
    const { sent, failed } = round
    const first = await beginRest(db, channel, shown(clock, now()), round.rests)
    if (first) log.warn({ faults: read.faults + 1, says: round.rests }, 'the mail server is away: letters rest')
    return { sent, failed, more: false }
  } finally {
    if (probes && round.rests === null) await endProbe(office, channel, round, shown(clock, now()))
  }
}

const endProbe = async ({ db, log }: Office, channel: Channel, { sent, failed }: Round, at: string): Promise<void> => {
  if (sent + failed === 0) return leaveProbe(db, channel, at)
  await endRest(db, channel)
  log.info('the mail server is there again')
}

const handBatch = async (
  office: Office,
  handings: readonly Handing[],
  clock: Clock,
  how: { lanes: number; stopping: AbortSignal },
): Promise<Round> => {
  const { db, counter, sender, makeLinks, now, budget } = office
  const { leases, metrics } = counter
  const at = () => shown(clock, now())
  const release = async (letters: readonly Handing[], next: string): Promise<void> => {
    const held = letters.filter(({ id }) => leases.isHeld(id))
    if (held.length === 0) return
    await releaseLetters(db, held, next)
    metrics.released.inc(held.length)
  }
  leases.hold(handings)
  try {
    await countTakenOver(db, handings, metrics)
    const admitted = await admit(db, budget, handings, at())
    for (const [next, letters] of admitted.later) await release(letters, next)
    const links = await makeLinks(admitted.now.filter(wantsLink), now())
    const ready = admitted.now.map((handing): Ready => {
      const link = links.urls.get(handing.id) ?? sender.publicUrl
      return { handing, message: () => messageOf(sender, handing, { link, at: at(), realMs: now() }) }
    })
    const round = await handOver(counter, ready, { ...how, at })
    await release(round.untried, at())
    await links.undo(round.untried.map(({ id }) => id))
    return round
  } finally {
    for (const { id } of handings) leases.drop(id)
  }
}
