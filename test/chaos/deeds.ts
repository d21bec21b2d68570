import type { Client } from '../journey/client.ts'
import { fillPackage, openPackage, type School, sampleReview, sendPackage } from '../journey/journey.ts'
import { advise, meetAll, placeFile } from '../journey/to-the-end.ts'
import { type Deed, deeds, type Player } from './cast.ts'
import type { Act } from './oracle/story.ts'

/** A refusal of what ought to be accepted ends the run: nobody knows any more what happened. */
const must = {
  equal<Wanted>(found: unknown, wanted: Wanted, ...said: unknown[]): found is Wanted {
    if (found !== wanted) throw new Error(`${said.map(String).join(' ')}: ${found}, not ${wanted}`)
    return true
  },
  same: (found: unknown, wanted: unknown, ...said: unknown[]): boolean =>
    must.equal(JSON.stringify(found), JSON.stringify(wanted), ...said),
  match: (): boolean => true,
}

/** What acting needs of the run: `arrive` makes somebody come in anew, `record` keeps what is known from another answer than a receipt. */
export type Stage = {
  readonly players: readonly Player[]
  readonly arrive: (person: string) => Promise<Client>
  readonly record: (act: Act) => void
}

const schoolOf = ({ seat, reviews, client }: Player): School => ({ seat, reviews, client })

const tableOf = ({ players }: Stage, { table }: Player) => players.filter(each => each.table === table && !each.left)

const atSeat = (stage: Stage, player: Player, seat: number) => tableOf(stage, player).find(each => each.seat === seat)

const sent = (player: Player | undefined): boolean => player?.done.has('package') ?? false

/** Whether what a deed needs of others is there. */
const ready: Readonly<Record<Deed, (stage: Stage, player: Player) => boolean>> = {
  signIn: () => true,
  package: () => true,
  review: (stage, player) => sent(atSeat(stage, player, player.reviews)),
  meeting: (stage, player) => {
    const all = tableOf(stage, player)
    return all.length > 1 && all.every(each => sent(each) && each.plan.has('meeting'))
  },
  recommendations: (stage, player) =>
    player.done.has('meeting') && player.done.has('review') && atSeat(stage, player, player.reviews) !== undefined,
  finalFile: (stage, player) => {
    const concerned = tableOf(stage, player).filter(
      each => each === player || each.reviews === player.seat || each.seat === player.reviews,
    )
    const owing = concerned.filter(each => each === player || each.reviews === player.seat)
    return (
      player.done.has('meeting') &&
      owing.every(each => atSeat(stage, each, each.reviews) === undefined || each.done.has('recommendations'))
    )
  },
}

type Doing = (stage: Stage, player: Player, at: string) => Promise<void>

const eve = (at: string): string => Temporal.PlainDate.from(at.slice(0, 10)).subtract({ days: 1 }).toString()

type Home = { duties: { key: string; state: string; doneAt: string | null }[] }

/** Comes in until the partnership says that somebody did: the answer holds the instant. */
const signIn: Doing = async (stage, player) => {
  const { table, seat } = player
  for (;;) {
    const client = await stage.arrive(player.person)
    const { duties } = (await client.get(`/partnerships/${table}`)).body as Home
    const doneAt = duties.find(({ key }) => key === `duty/${seat}/signIn`)?.doneAt ?? null
    if (doneAt === null) continue
    stage.record({ type: 'signIn', at: doneAt, table, seat })
    return
  }
}

const doing: Readonly<Record<Deed, Doing>> = {
  signIn,
  async package(_stage, player) {
    const school = schoolOf(player)
    const programmes = [{ title: `Проверочный текст: программа школы ${player.seat}`, factors: [1] }]
    player.programmes = await fillPackage(must, player.table, school, programmes)
    await sendPackage(must, player.table, school)
  },
  async review(stage, player) {
    const theirs = atSeat(stage, player, player.reviews)?.programmes ?? new Map()
    await openPackage(must, player.table, schoolOf(player))
    await sampleReview(must, player.table, schoolOf(player), theirs)
  },
  async meeting(stage, player, at) {
    const all = tableOf(stage, player)
    await meetAll(must, player.table, all.map(schoolOf), eve(at))
    for (const each of all) each.done.add('meeting')
  },
  async recommendations(_stage, player) {
    await advise(must, player.table, schoolOf(player))
  },
  async finalFile(_stage, player, at) {
    await placeFile(must, player.table, schoolOf(player), eve(at))
  },
}

const dueDeed = (stage: Stage, player: Player, at: string): Deed | undefined =>
  deeds.find(deed => {
    const planned = player.plan.get(deed)
    return planned !== undefined && planned <= at && !player.done.has(deed) && ready[deed](stage, player)
  })

/** So many tables are at work at once; the schools of one of them come one after the other. */
const atOnce = 4

/** Everything that schools mean to do by an instant. */
export const actAll = async (stage: Stage, at: string): Promise<void> => {
  const tables = [
    ...Map.groupBy(
      stage.players.filter(({ left }) => !left),
      ({ table }) => table,
    ).values(),
  ]
  const lane = async (): Promise<void> => {
    for (let players = tables.shift(); players !== undefined; players = tables.shift())
      for (let again = true; again; ) {
        again = false
        for (const player of players) {
          const deed = dueDeed(stage, player, at)
          if (deed === undefined) continue
          await doing[deed](stage, player, at)
          player.done.add(deed)
          again = true
        }
      }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}
