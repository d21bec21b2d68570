import { longestUnkeptMs } from '../../src/delivery/letters/keeper.ts'
import { chance } from '../fixtures/walk.ts'
import type { Client } from '../journey/client.ts'
import { castOf, hours } from './cast.ts'
import type { Stage } from './deeds.ts'
import { faultsOf, type Kill } from './faults.ts'
import { foundWorld, mintSession } from './found-world.ts'
import { handOf } from './hand.ts'
import { untilItAnswers } from './machines.ts'
import type { Found } from './oracle/found.ts'
import type { Post, Story } from './oracle/story.ts'
import { openPlace } from './place.ts'
import { readLedger } from './read-ledger.ts'
import { readSink } from './read-sink.ts'
import { openRecord } from './record.ts'
import { type Run, stepTo } from './run.ts'
import { twistsOf } from './twists.ts'
import { postsOf, type World, worldOf } from './world.ts'

/** The pairs are published at the first of these instants; after the last one every rung of the season has had its day. */
const published = '2022-09-28T05:30:00.000Z'
const lastDay = '2022-11-14'

export type Played = {
  readonly story: Story
  readonly found: Found
  /** What did not come to rest in time; the run has failed then. */
  readonly stuck: readonly string[]
  /** Whether the whole season was played, or the time was over before. */
  readonly whole: boolean
  readonly struck: readonly string[]
  readonly troubles: number
  /** How long it was played, in milliseconds. */
  readonly ms: number
}

export type Playing = {
  readonly seed: number
  readonly onRedis: boolean
  /** The folder of the program that is run. */
  readonly tree: string
  /** So many times everything goes wrong that can, within so many days from the first. */
  readonly often: number
  readonly days: number
  /** How long it may be played once everything has started, in milliseconds. */
  readonly ms: number
  readonly say: (line: string) => void
}

/** Every instant at which the clock stands: each 09:00 of any school, and the hours at which schools act. */
const stepsOf = ({ places }: World): string[] => {
  const zones = [...new Set(places.map(({ zone }) => zone))]
  const first = Temporal.PlainDate.from(published.slice(0, 10))
  const days = Array.from({ length: first.until(lastDay).days + 1 }, (_, n) => first.add({ days: n }))
  const all = days.flatMap(day => [
    ...hours.map(hour => `${day}T${hour}:00.000Z`),
    ...zones.map(zone =>
      day.toZonedDateTime({ timeZone: zone, plainTime: '09:00' }).toInstant().toString({ fractionalSecondDigits: 3 }),
    ),
  ])
  return [...new Set(all)].filter(step => step >= published).sort()
}

/** Plays a season of sixty schools with everything that can go wrong, and answers what happened and what was found afterwards. */
export const playSeason = async ({ seed, onRedis, tree, often, days, ms, say }: Playing): Promise<Played> => {
  const luck = chance(seed)
  const world = worldOf(seed)
  const place = await openPlace(tree, onRedis)
  try {
    const { db } = place
    const cycle = await foundWorld(db, world, published, `${place.folder}/data/files`)
    await Promise.all([place.web, ...place.workers].map(machine => machine.start()))
    const record = openRecord()
    const clientOf = async (person: string, seen?: number): Promise<Client> =>
      handOf(place.base, person, await mintSession(db, person, seen), record.hear)
    const clients = new Map<string, Client>()
    for (const { people } of world.places) for (const { id } of people.slice(0, 1)) clients.set(id, await clientOf(id))
    const players = castOf(luck, world, person => clients.get(person) as Client)
    const posts: Post[] = postsOf(world)
    const steps: string[] = []
    const stage: Stage = {
      players,
      arrive: async person => {
        await untilItAnswers(db)
        return clientOf(person, 7_200_000)
      },
      record: record.add,
    }
    const federal = await clientOf(world.federal)
    const now = () => steps.at(-1) ?? published
    const kills: Kill[] = []
    const run: Run = {
      ...{ place, stage, struck: [], mail: true, mailBack: null },
      twists: twistsOf({ luck, cycle, players, federal, posts, now }),
      faults: faultsOf(luck, place, { often, days }, kills),
    }
    const stuck: string[] = []
    const until = performance.now() + ms
    const all = stepsOf(world)
    const outage = { from: all[30 + luck.below(days * 5)] ?? '', to: '' }
    outage.to = all.find(step => Date.parse(step) >= Date.parse(outage.from) + 2 * 86_400_000) ?? ''
    for (const at of all) {
      if (performance.now() > until) break
      if (at === outage.from) {
        kills.push({ real: Date.now(), what: place.sink.name })
        await place.sink.kill()
        run.mail = false
        run.struck.push(`the mail server went away at ${at}`)
      }
      if (at === outage.to) {
        await place.sink.start()
        run.mail = true
        run.mailBack = at
      }
      steps.push(at)
      const left = await stepTo(run, at, luck)
      if (left !== null) {
        stuck.push(left)
        break
      }
    }
    const took = performance.now() - until + ms
    say(
      `${onRedis ? 'Redis' : 'PostgreSQL'}, seed ${seed}: played up to ${now()} in ${Math.round(took / 1000)} s, ${place.letters()} letters`,
    )
    const { entries, letters } = await readLedger(db)
    const found = { sink: await readSink(place.sinkFile), entries, letters, kills, statedWindow: longestUnkeptMs }
    const schools = world.places.map(({ id, zone, week }) => ({ id, zone, week }))
    const story: Story = {
      ...{ published, dates: world.dates, schools, tables: world.tables, posts, acts: record.acts, steps },
      outages: outage.from < now() ? [outage] : [],
    }
    const whole = steps.length === all.length
    return { story, found, stuck, whole, struck: run.struck, troubles: place.troubles(), ms: took }
  } finally {
    await place.close()
  }
}
