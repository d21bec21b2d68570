import type { SeasonDefinition } from '../../workflows/season.ts'
import type { Database } from '../db/pool.ts'
import { foundSeason, publishedAt } from './found.ts'
import { ledgerInvariants } from './invariants/ledger.ts'
import { verifiedInvariants, verifiedLedger } from './invariants/verified.ts'
import { openWatch } from './invariants/watch.ts'
import { type MailServer, openMailServer, type Received } from './mail-server.ts'
import { planOffices } from './offices.ts'
import { dateAt } from './own-days.ts'
import { readLetter, setOut } from './people.ts'
import { closeSeason, type Playing, type Progress, playUntil } from './play.ts'
import { openPost } from './post.ts'
import { countSeason, type Report } from './report.ts'
import type { World } from './world.ts'

/** How a season is to be simulated. `realNow`: the machine's clock, by which leases end, as ISO text. */
export type Wish = {
  readonly schools: number
  readonly seed: number
  readonly realNow: () => string
  readonly progress?: (progress: Progress) => void
  /** Ways to break things on purpose: what happens before an instant, and what stands between the ledger and the mail server. */
  readonly breaks?: {
    readonly before?: (world: World, at: string) => Promise<void>
    readonly server?: (server: MailServer, world: World) => MailServer
  }
}

/** The morning on which the season is closed. */
export const closedAt = '2022-12-02T07:00:00.000Z'

/** The end of everything: no letter waits longer for a server. */
const endsAt = '2023-02-01T00:00:00.000Z'

/** A school's own people have read a letter: who waits for it sets to work. */
const readBy = (world: World, { person, items, at }: Received): void => {
  for (const { kind, root, key, step, role } of items)
    if (kind === 'rung' && role === 'school' && world.readers.has(person.id)) readLetter(world, root, key, step, at)
}

const megabyte = 1024

const open = (world: World, wish: Wish) => {
  const listeners: ((letter: Received) => void)[] = []
  const real = openMailServer(world.readers, letter => {
    for (const hears of listeners) hears(letter)
  })
  const server = wish.breaks?.server?.(real, world) ?? real
  const watch = openWatch(world, () => server)
  listeners.push(watch.hear, letter => readBy(world, letter))
  world.changed = (table, at) => {
    watch.changed(table, at)
    setOut(world, table, at)
  }
  return { server, watch, post: openPost(world, server, wish.realNow) }
}

/** Plays a whole season in an empty, migrated database, and says what came of it and whether it may be so. */
export const simulate = async (
  db: Database,
  seasons: ReadonlyMap<string, SeasonDefinition>,
  wish: Wish,
): Promise<Report> => {
  const { schools, seed, progress, breaks } = wish
  const secondsByPart: Record<string, number> = {}
  let since = performance.now()
  const began = since
  const part = (name: string) => {
    const now = performance.now()
    secondsByPart[name] = Number(((now - since) / 1000).toFixed(2))
    since = now
  }
  const world = await foundSeason(db, seasons, schools, seed)
  const { server, watch, post } = open(world, wish)
  planOffices(world, publishedAt)
  for (const table of world.tables.values()) world.changed(table, publishedAt)
  part('founding')

  let [instants, lastAt] = [0, publishedAt]
  const before = async (at: string) => {
    instants += 1
    lastAt = at
    await breaks?.before?.(world, at)
  }
  const playing: Playing = { world, watch, post, before, ...(progress === undefined ? {} : { progress }) }
  const handed = await playUntil(playing, publishedAt, closedAt)
  part('season')
  const owed = await verifiedLedger(world, closedAt, 'before the closing')
  part('verifying before the closing')
  await closeSeason(world, closedAt)
  const last = await playUntil(playing, closedAt, endsAt)
  part('closing')
  const invariants = [
    ...watch.end(),
    ...(await ledgerInvariants(world, server)),
    ...(await verifiedInvariants(world, lastAt)),
  ]
  part('verifying')
  const seconds = (performance.now() - began) / 1000
  const letters = server.received.length
  return {
    ...{ schools, seed, instants, days: daysBetween(publishedAt, lastAt) },
    ...(await countSeason(world)),
    ...{ lettersHandedOver: handed + last, seconds: Number(seconds.toFixed(1)), secondsByPart },
    lettersPerSecond: Number((letters / seconds).toFixed(1)),
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / megabyte),
    invariants: [...invariants, owed],
  }
}

const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(dateAt(from, 0)).until(Temporal.PlainDate.from(dateAt(to, 0))).days
